import { writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type CommandHost, commandOf, runCommand } from '../../../src-main/hosts/desktop/command-line.ts';
import { tempFolder } from '../../support/temp.ts';

describe('the words that the application is started with', () => {
  it.each([
    [['status']],
    [['status', '--json']],
    [['--home', '/somewhere', 'logs', 'db', '-f']],
    [['--json', 'stop', '--force']],
    [['__complete', 'sta']],
    [['stauts']],
    [['--version']],
    [['-h']],
    [['--json', '--help']],
  ])('%j are a command', (words) => {
    expect(commandOf(words)).toEqual(words);
  });

  it.each([
    [[]],
    [['--hidden']],
    [['--home', '/somewhere', '--config', 'file.json', '--hidden']],
    [['--no-sandbox', '--ozone-platform=x11']],
    // What a file manager or a browser hands over.
    [['/home/somebody/.mcp.json']],
    [['file:///home/somebody/.mcp.json']],
    [['C:\\Users\\somebody\\.mcp.json']],
    [['-psn_0_12345']],
  ])('%j are for the window', (words) => {
    expect(commandOf(words)).toBe(null);
  });

  it('are told to the command line without what is for Chromium', () => {
    const words = ['--ozone-platform=headless', '--disable-gpu', 'monitor', '--port', '7000', '--no-sandbox'];
    expect(commandOf(words)).toEqual(['monitor', '--port', '7000']);
  });
});

describe('a command inside Electron', () => {
  it('sees the same arguments as under Node, and ends the application with its exit code after all is written', async () => {
    await using folder = await tempFolder('command');
    await writeFile(folder.file('package.json'), '{ "type": "module" }');
    await writeFile(
      folder.file('cli.js'),
      `const { host } = globalThis.commandTest;
       host.stdout.write(JSON.stringify(host.argv.slice(1)));
       host.exitCode = 3;`,
    );
    const { host, ended } = hostOf(folder.path, ['/opt/app/mcp-orchestrator', 'stop', 'db']);
    await runCommand(ended.electron as never, ['stop', 'db'], host);
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.told())).toEqual([folder.file('cli.js'), 'stop', 'db']);
    expect(ended.dockHidden).toBe(true);
  });

  it('says what is wrong on standard error where it cannot run, instead of a dialogue', async () => {
    await using folder = await tempFolder('command');
    const { host, ended } = hostOf(folder.path, ['/opt/app/mcp-orchestrator', 'status']);
    await runCommand(ended.electron as never, ['status'], host);
    expect(ended.code).toBe(1);
    expect(ended.complaint()).toContain('cli.js');
  });
});

/** A process and an application that note what becomes of them. */
function hostOf(folder: string, argv: string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const process = { argv, execPath: argv[0], stdout, stderr, on: () => process, exitCode: undefined };
  Object.assign(globalThis, { commandTest: { host: process } });
  const ended = {
    code: null as number | null,
    dockHidden: false,
    told: () => String(stdout.read() ?? ''),
    complaint: () => String(stderr.read() ?? ''),
    electron: {
      app: {
        exit(code: number) {
          ended.code = code;
        },
        dock: {
          hide() {
            ended.dockHidden = true;
          },
        },
      },
    },
  };
  return { host: { process, folder } as unknown as CommandHost, ended };
}

import { mkdir, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  type LaunchFacts,
  launchCommand,
} from '../../../../src-main/hosts/desktop/login-item/launch-command.ts';
import { sandboxOf } from '../../../../src-main/hosts/desktop/login-item/managed.ts';
import { tempFolder } from '../../../support/temp.ts';

const usual: LaunchFacts = {
  environment: {},
  executable: '/opt/app/mcp-orchestrator',
  appPath: null,
  home: undefined,
  defaultHome: '/home/somebody/data',
  config: undefined,
  defaultConfig: '/home/somebody/.mcp.json',
};

describe('what is started at login', () => {
  test('the installed application, hidden', () => {
    expect(launchCommand(usual)).toEqual({
      program: '/opt/app/mcp-orchestrator',
      args: ['--hidden'],
      suffix: null,
      homeName: null,
      hasOwnFiles: false,
    });
  });

  test('a run from the sources: Electron with the folder of the application', () => {
    expect(launchCommand({ ...usual, appPath: '/src' }).args).toEqual(['/src', '--hidden']);
  });

  test('the home and the configuration it was started with, absolute, and an entry of its own for another home', () => {
    const other = launchCommand({ ...usual, home: '/srv/lab', config: 'lab.json' });
    expect(other).toMatchObject({
      args: ['--hidden', '--home=/srv/lab', `--config=${process.cwd()}/lab.json`],
      suffix: expect.stringMatching(/^[\da-f]{8}$/),
      homeName: 'lab',
      hasOwnFiles: true,
    });
    expect(launchCommand({ ...usual, home: '/srv/lab2' }).suffix).not.toBe(other.suffix);
    const byEnvironment = { MCP_ORCHESTRATOR_HOME: '/srv/lab', MCP_ORCHESTRATOR_CONFIG: '/c.json' };
    expect(launchCommand({ ...usual, environment: byEnvironment })).toMatchObject({
      args: ['--hidden', '--home=/srv/lab', '--config=/c.json'],
      suffix: other.suffix,
    });
  });

  test('the usual ones are not handed on, named or not', () => {
    const named = { home: '/home/somebody/data/', config: '/home/somebody/x/../.mcp.json' };
    expect(launchCommand({ ...usual, ...named })).toEqual(launchCommand(usual));
  });

  test('an AppImage: the file, not its mount, which is another one at the next start', async () => {
    await using folder = await tempFolder('appimage');
    await mkdir(folder.file('mount', 'usr'), { recursive: true });
    await symlink(folder.file('mount'), folder.file('link'));
    const environment = { APPIMAGE: '/home/somebody/MCP.AppImage', APPDIR: folder.file('link') };
    const executable = folder.file('mount', 'usr', '..', 'app');
    expect(launchCommand({ ...usual, environment, executable }).program).toBe('/home/somebody/MCP.AppImage');
    expect(launchCommand({ ...usual, environment: { APPIMAGE: '/a.AppImage' } }).program).toBe('/a.AppImage');
    // Started from the terminal of an editor that is one itself, or with nonsense in it.
    expect(launchCommand({ ...usual, environment }).program).toBe(usual.executable);
    expect(launchCommand({ ...usual, environment: { APPIMAGE: 'a.AppImage' } }).program).toBe(
      usual.executable,
    );
  });
});

test.each([
  [{}, null],
  [{ FLATPAK_ID: 'org.example.App' }, 'flatpak'],
  [{ SNAP: '/opt/app' }, 'snap'],
  // The terminal of a snap hands its own on.
  [{ SNAP: '/snap/code/1' }, null],
] as const)('with %j the sandbox is %s', (environment, sandbox) => {
  expect(sandboxOf(environment, usual.executable)).toBe(sandbox);
});

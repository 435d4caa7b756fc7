import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { commandLine } from '../../support/proc.ts';
import { type BuiltCli, buildCli, exitOf, linesOf, place } from './kit.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli[Symbol.asyncDispose]());

describe('what `npm start` asks the command line for', () => {
  it('makes the example, tells where it is, and runs nothing', async () => {
    await using where = await place(cli);
    const { code, stdout, stderr } = await where.run(['monitor', '--example', '--prepare', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { home, config } = JSON.parse(stdout) as { home: string; config: string };
    expect(config.startsWith(home)).toBe(true);
    expect(await readFile(config, 'utf8')).toContain('"broken"');
    const status = await where.run(['status', '--json', '--home', home]);
    expect(JSON.parse(status.stdout).instance.running).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')(
    'opens the page in a browser with an address that works once, and not again after a restart',
    async () => {
      await using where = await place(cli, { mcpServers: {} });
      const opened = where.home.file('opened');
      await writeFile(where.home.file('xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`);
      await chmod(where.home.file('xdg-open'), 0o755);
      const env = { DISPLAY: ':99', PATH: [where.home.path, where.home.env.PATH].join(delimiter) };
      const child = where.spawn(['monitor', '--json', '--open'], env);
      child.stderr?.resume();
      const lines = linesOf(child);
      const read = () => readFile(opened, 'utf8').catch(() => '');
      const addresses = await eventually(read, Boolean, { what: 'a browser' });
      const { url } = JSON.parse(lines[0] ?? '') as { url: string };
      expect(addresses).toMatch(new RegExp(`^${url}/\\?once=[\\w-]+\n$`));

      // With the same PID, for whoever waits for it.
      expect((await where.run(['shutdown', '--restart'])).code).toBe(0);
      const words = commandLine(child.pid ?? 0);
      expect(words).toContain('monitor');
      expect(words).not.toContain('--open');
      await where.run(['shutdown']);
      expect(await exitOf(child)).toBe(0);
      expect(await read()).toBe(addresses);
    },
    90_000,
  );
});

import { readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, HIDDEN_OPTIONS } from '../../../src-main/hosts/headless/registry.ts';
import { type BuiltCli, buildCli, type Place, place, trivial } from './kit.ts';

const configuration = {
  mcpServers: { one: trivial, two: trivial },
  orchestrator: { groups: { both: ['one', 'two'] } },
};

/** The keys of a problem of the configuration, as scripts read them. */
const PROBLEM = ['column', 'expected', 'file', 'found', 'line', 'message', 'path', 'server'];

describe('without an instance', () => {
  let cli: BuiltCli;
  let where: Place;
  beforeAll(async () => {
    cli = await buildCli();
    where = await place(cli, configuration);
  });
  afterAll(async () => {
    await where[Symbol.asyncDispose]();
    await cli[Symbol.asyncDispose]();
  });

  it.each([
    'stop',
    'stop one',
    'restart',
    'check',
    'pause one',
    'resume one',
    'tools',
    'call one echo',
    'open',
    'shutdown',
  ])('%s needs one: 3, with one line that says how to begin one', async (words) => {
    const plain = await where.run(words.split(' '));
    expect(plain).toMatchObject({ code: 3, stdout: '' });
    expect(plain.stderr).toBe(
      'mcp-orchestrator: No instance runs in this home. Begin one with `mcp-orchestrator start`.\n',
    );
    const json = await where.run([...words.split(' '), '--json']);
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toEqual({
      error: { code: 'NO_INSTANCE', message: expect.stringContaining('No instance runs'), server: null },
    });
  });

  it.each([
    'status',
    'status both',
    'logs',
    'logs one',
    'logs -f',
    'events',
    'events -f',
    'reset',
    'reset one',
    'validate',
  ])('%s works from what is stored: 0, and leaves no trace', async (words) => {
    const before = await readdir(where.home.path, { recursive: true });
    expect(await where.run(words.split(' '))).toMatchObject({ code: 0 });
    expect(await readdir(where.home.path, { recursive: true })).toEqual(before);
  });

  it.each([
    ['nosuch', 'There is no command `nosuch`'],
    ['stat', 'Did you mean `status`?'],
    ['help nosuch', 'There is no command `nosuch`'],
    ['status --jsn', 'Did you mean --json?'],
    ['status --wide', 'has no option --wide'],
    ['status --watch=yes', '--watch takes no value'],
    ['status --home', '--home needs a value'],
    ['status --home=', '--home needs a value'],
    ['status nobody', 'no server, alias or group `nobody`'],
    ['status --server onne', 'Did you mean `one`?'],
    ['start nobody', 'no server, alias or group `nobody`'],
    ['logs nobody', 'no server, alias or group `nobody`'],
    ['logs one two', 'takes one name'],
    ['reset nobody', 'no server, alias or group `nobody`'],
    ['events -n many', 'whole number from 0'],
    ['start --port 70000', 'whole number from 1 to 65535'],
    ['start --timeout soon', 'a time such as 30s'],
    ['pause', 'needs the name of a server'],
    ['pause one --for never', 'a time such as 30s'],
    ['call one', 'needs a server and a tool'],
    ['call one echo {', 'not a JSON object'],
    ['call one echo [1]', 'not a JSON object'],
    ['completion tcsh', 'bash, zsh, fish or powershell'],
    ['monitor now', 'has no use for "now"'],
    ['validate nosuch.json', 'There is no file'],
  ])('%s is wrong usage: 2', async (words, says) => {
    const ended = await where.run(words.split(' '));
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stderr).toContain(says);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('tells an unknown name as data too', async () => {
    const { code, stdout } = await where.run(['status', 'onee', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toEqual({
      code: 'UNKNOWN_SERVER',
      message: 'There is no server, alias or group `onee`. Did you mean `one`?',
      server: 'onee',
    });
  });

  it.each(Object.keys(commands))('%s --help: 0, with usage and an example', async (command) => {
    const { code, stdout, stderr } = await where.run([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`mcp-orchestrator ${command}`);
    expect(stdout).toContain('Examples');
    // Every option that it takes is explained, and none other.
    const own = Object.keys(commands[command]?.options ?? {}).filter(
      (name) => !HIDDEN_OPTIONS.includes(name),
    );
    for (const name of own) expect(stdout).toContain(`--${name}`);
  });

  it.each([[], ['--help'], ['help'], ['-h']])(
    '`mcp-orchestrator %s` shows every command: 0',
    async (...words) => {
      const { code, stdout } = await where.run(words);
      expect(code).toBe(0);
      for (const command of Object.keys(commands))
        expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    },
  );

  it('--version: the version alone', async () => {
    expect((await where.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await where.run(['status', '--version', '--json'])).stdout)).toHaveProperty('version');
  });

  it('understands options before the command', async () => {
    const { code, stdout } = await where.run([
      '--config',
      where.config,
      '--json',
      'status',
      '--server',
      'two',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).servers).toMatchObject([{ name: 'two', state: 'STOPPED', desired: 'up' }]);
  });

  it('validate: 2 for errors, all of them, with their places', async () => {
    const file = where.home.file('wrong.json');
    await writeFile(file, '{ "mcpServers": { "a": { "command": 1 },\n "b": { "args": [2] } } }');
    const { code, stdout } = await where.run(['validate', file, '--json']);
    const { ok, errors, warnings } = JSON.parse(stdout);
    expect({ code, ok, warnings }).toEqual({ code: 2, ok: false, warnings: [] });
    expect(errors.map((error: { server: string }) => error.server)).toEqual(
      expect.arrayContaining(['a', 'b']),
    );
    for (const error of errors) expect(Object.keys(error).sort()).toEqual(PROBLEM);
    const plain = await where.run(['validate', file]);
    expect(plain.code).toBe(2);
    expect(plain.stderr).toContain(`${file}:1:`);
    expect(plain.stderr).toContain(`${file}:2:`);
  });

  it('an unreadable file at the start: 2 from monitor and from start, and nothing runs', async () => {
    const file = where.home.file('half.json');
    await writeFile(file, '{ "mcpServers": {');
    for (const command of ['monitor', 'start']) {
      const { code, stdout, stderr } = await where.run([command, '--config', file, '--json']);
      expect({ command, code }).toEqual({ command, code: 2 });
      expect(stderr).toContain(`${file}:1:`);
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      expect(JSON.parse(last)).toMatchObject({ error: { code: 'CONFIG' } });
    }
    const { stdout } = await where.run(['status', '--json', '--config', file]);
    const { instance } = JSON.parse(stdout);
    expect(instance).toMatchObject({ running: false, configErrors: [{ file }] });
    expect(Object.keys(instance.configErrors[0]).sort()).toEqual(PROBLEM);
  });

  it('completes commands, options, names and groups', async () => {
    const complete = async (...words: readonly string[]) =>
      (await where.run(['__complete', '--', ...words])).stdout.split('\n').filter((line) => line !== '');
    expect(await complete('sta')).toEqual(['start', 'status']);
    expect(await complete('start', '')).toEqual(['one', 'both', 'two']);
    expect(await complete('start', '--no')).toEqual(['--no-deps', '--no-wait']);
    expect(await complete('status', '--server', 't')).toEqual(['two']);
    expect(await complete('completion', 'b')).toEqual(['bash']);
    expect(await complete('status', '--home', '')).toEqual([]);
    expect(await complete('--home', where.home.path, 'sto')).toEqual(['stop']);
  });
});

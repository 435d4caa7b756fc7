import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../../arch/import-graph.ts';
import { eventually } from '../../../support/eventually.ts';
import { type BuiltCli, buildCli, type Ended, monitor, type Place, place, states, trivial } from '../kit.ts';

const UNIT = 'mcp-orchestrator.service';
const QUESTION = 'Write it? [y/N]';
const NO_MANAGER = 'any|Failed to connect to bus: No medium found';
const hasScript = spawnSync('script', ['--version']).status === 0;

/** A user's computer whose `systemctl` is a recording one that really starts and ends what it is asked for. */
interface Machine extends AsyncDisposable {
  readonly where: Place;
  readonly unit: string;
  readonly link: string;
  service(...words: readonly string[]): Promise<Ended>;
  /** On a terminal, where a person answers with `keys`; what it shows, and the exit code in brackets. */
  atTerminal(words: readonly string[], keys: string): Promise<string>;
  calls(): Promise<readonly string[]>;
  refuse(line: string): Promise<void>;
}

async function machine(cli: BuiltCli, configuration?: object | string): Promise<Machine> {
  const where = await place(cli, configuration);
  const bin = where.home.file('bin');
  await mkdir(bin);
  for (const name of ['systemctl', 'loginctl']) {
    await copyFile(join(ROOT, 'test', 'fixtures', 'systemctl.sh'), join(bin, name));
    await chmod(join(bin, name), 0o755);
  }
  const env = { PATH: [bin, where.home.env.PATH].join(delimiter) };
  const unit = where.home.file('.config', 'systemd', 'user', UNIT);
  return {
    where,
    unit,
    link: join(dirname(unit), 'default.target.wants', UNIT),
    service: (...words) => where.run(['service', ...words], { env }),
    async atTerminal(words, keys) {
      const line = [process.execPath, cli.file, 'service', ...words].map((word) => `'${word}'`).join(' ');
      const child = spawn('script', ['-qec', line, '/dev/null'], {
        env: { ...where.home.env, ...env, TERM: 'xterm' },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let shown = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        // A terminal makes a signal of some keys, so they are not pressed before they are asked for.
        if (!shown.includes(QUESTION) && (shown + chunk).includes(QUESTION)) child.stdin.write(keys);
        shown += chunk;
      });
      const code = await new Promise((resolve) => child.once('close', resolve));
      return `${shown.replaceAll('\r\n', '\n')}[${code}]`;
    },
    async calls() {
      const said = await readFile(join(bin, 'calls.txt'), 'utf8').catch(() => '');
      return said
        .split('\n')
        .filter((call) => call.startsWith('systemctl --user'))
        .map((call) => call.replace('systemctl --user --no-ask-password ', ''))
        .filter((call) => !call.startsWith('show'));
    },
    refuse: (line) => writeFile(join(bin, 'refuse'), `${line}\n`),
    [Symbol.asyncDispose]: () => where[Symbol.asyncDispose](),
  };
}

describe.skipIf(process.platform !== 'linux')('service, with systemd', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  });
  afterAll(() => cli[Symbol.asyncDispose]());

  it('installs a unit that runs the servers, and tells how it fares', async () => {
    await using computer = await machine(cli, { mcpServers: { one: trivial } });
    const { where, unit } = computer;
    const installed = await computer.service('install', '--yes');
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    const [, pid = ''] =
      /It runs \(PID (\d+)\) and starts by itself at every login\./.exec(installed.stdout) ?? [];
    expect(installed.stdout).toContain(`Wrote ${unit}\n`);
    expect(installed.stdout).toContain('loginctl enable-linger');
    expect(await computer.calls()).toEqual(['daemon-reload', `enable ${UNIT}`, `start ${UNIT}`]);
    await eventually(
      () => states(where),
      (now) => now.one === 'RUNNING',
      { what: 'the server' },
    );

    const status = await computer.service('status', '--json');
    expect(JSON.parse(status.stdout)).toEqual({
      installed: true,
      enabled: true,
      running: true,
      state: 'running',
      pid: Number(pid),
      startsAt: 'login',
      kind: 'systemd',
      name: UNIT,
      file: unit,
      missing: [],
    });
    expect((await computer.service('status')).stdout).toBe(
      `Installed as a systemd user unit: ${unit}\nIt starts by itself at every login.\nIt runs (PID ${pid}).\n`,
    );
  });

  it('takes it all back, once', async () => {
    await using computer = await machine(cli);
    const { where, unit, link } = computer;
    const { pid } = JSON.parse((await computer.service('install', '--yes', '--json')).stdout);
    const removed = await computer.service('uninstall');
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    expect(removed.stdout).toBe(
      `Stopped it (PID ${pid}), with all its servers.\nRemoved ${unit}; it no longer starts by itself.\n`,
    );
    expect([existsSync(unit), existsSync(link)]).toEqual([false, false]);
    expect(JSON.parse((await where.run(['status', '--json'])).stdout).instance.running).toBe(false);
    expect(await computer.service('uninstall')).toMatchObject({
      code: 0,
      stdout: `Not installed: there is no ${unit}.\n`,
    });
    expect(JSON.parse((await computer.service('status', '--json')).stdout)).toMatchObject({
      installed: false,
      enabled: false,
      running: false,
    });
  });

  it('installs the same once, and starts it again where it was ended', async () => {
    await using computer = await machine(cli);
    await computer.service('install', '--yes');
    const before = await stat(computer.unit);
    const again = await computer.service('install');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain(`Already installed: ${computer.unit}\nIt runs (PID `);
    expect((await stat(computer.unit)).mtimeMs).toBe(before.mtimeMs);

    await computer.where.run(['shutdown']);
    await rm(computer.where.home.file('bin', 'pid')); // an end with exit code 0 is no failure
    const { code, stdout } = await computer.service('install', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      ok: true,
      changed: false,
      state: 'running',
      enabled: true,
      pid: expect.any(Number),
    });
    expect(await computer.service('uninstall')).toMatchObject({ code: 0 });
  });

  it('writes nothing that nobody has seen: without a terminal it wants --yes', async () => {
    await using computer = await machine(cli);
    for (const words of [['install'], ['install', '--json']]) {
      const { code, stderr } = await computer.service(...words);
      expect(code).toBe(2);
      expect(stderr).toBe(
        `mcp-orchestrator: ${computer.unit} would be written, and there is nobody to ask. See it with ` +
          '`mcp-orchestrator service install --print`, write it with --yes.\n',
      );
    }
    const printed = await computer.service('install', '--print');
    expect(printed).toMatchObject({ code: 0, stderr: `This belongs in ${computer.unit}:\n` });
    expect(printed.stdout).toMatch(/^# Written by [\s\S]*\nWantedBy=default.target\n$/);
    expect(existsSync(computer.unit)).toBe(false);
    expect(await computer.calls()).toEqual([]);

    await computer.service('install', '--yes');
    expect(await readFile(computer.unit, 'utf8')).toBe(printed.stdout);
    await computer.service('uninstall');
  });

  it('shows the whole file to a person, and writes it for a yes only', async (context) => {
    if (!hasScript) return context.skip('`script`, which brings a terminal, is not installed');
    await using computer = await machine(cli);
    const content = (await computer.service('install', '--print')).stdout;
    const indented = content.replace(/^(?=.)/gm, '  ');
    for (const keys of ['n\n', '\n', '\x04', '\x03']) {
      const declined = await computer.atTerminal(['install'], keys);
      expect(declined).toContain(indented);
      expect(declined).toContain(QUESTION);
      expect(declined).toMatch(/Nothing was written\.\n\[1\]$/);
      expect(existsSync(computer.unit)).toBe(false);
    }
    expect(await computer.atTerminal(['install'], 'y\n')).toMatch(/It runs \(PID \d+\)[\s\S]*\[0\]$/);
    expect(await readFile(computer.unit, 'utf8')).toBe(content);
  });

  it('shows what would change in a file that is there', async (context) => {
    if (!hasScript) return context.skip('`script`, which brings a terminal, is not installed');
    await using computer = await machine(cli);
    await computer.service('install', '--yes');
    const config = computer.where.home.file('other.json');
    await writeFile(config, '{}');
    const shown = await computer.atTerminal(['install', '--config', config], 'y\n');
    expect(shown).toMatch(/^ {2}- ExecStart=.*\.mcp\.json$/m);
    expect(shown).toMatch(/^ {2}\+ ExecStart=.*other\.json$/m);
    expect(shown).toMatch(/^ {4}Restart=on-failure$/m);
    // What runs is not touched: that would stop every server.
    expect(shown).toContain(`To restart it with the new file: systemctl --user restart ${UNIT}`);
    expect(await readFile(computer.unit, 'utf8')).toContain('other.json');
    await computer.service('uninstall');
  });

  it('is enabled for the next login where no user manager runs', async () => {
    await using computer = await machine(cli);
    await computer.refuse(NO_MANAGER);
    const installed = await computer.service('install', '--yes');
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    expect(installed.stdout).toBe(
      `Wrote ${computer.unit}\nNot started: nobody is there who could start it now (Failed to connect to bus: No ` +
        'medium found). It starts at the next login.\n',
    );
    expect(await readlink(computer.link)).toBe(`../${UNIT}`);
    expect((await computer.service('status')).stdout).toContain(
      'It starts by itself at every login.\nWhether it runs is not known',
    );
    expect(await computer.service('uninstall')).toMatchObject({ code: 0, stderr: '' });
    expect([existsSync(computer.unit), existsSync(computer.link)]).toEqual([false, false]);
  });

  it('starts at boot, and says so, where the user lingers', async () => {
    await using computer = await machine(cli);
    await writeFile(computer.where.home.file('bin', 'linger'), 'yes\n');
    const { stdout } = await computer.service('install', '--yes');
    expect(stdout).toContain('starts by itself at every boot.');
    expect(stdout).not.toContain('enable-linger');
    await computer.service('uninstall');
  });

  it('says what the system refuses', async () => {
    await using computer = await machine(cli);
    await computer.refuse('enable|Failed to enable unit: Unit file is masked.');
    const masked = await computer.service('install', '--yes', '--json');
    expect(masked.code).toBe(1);
    expect(JSON.parse(masked.stdout).error).toMatchObject({ code: 'SERVICE_REFUSED' });
    expect(masked.stderr).toContain(
      'the system does not take it: Failed to enable unit: Unit file is masked.',
    );

    await computer.refuse('start|Job for the unit failed.');
    const start = await computer.service('install', '--yes');
    expect(start.code).toBe(1);
    expect(start.stderr).toContain('could not be started now: Job for the unit failed.');

    await computer.refuse('disable|Access denied');
    const disable = await computer.service('uninstall');
    expect(disable.code).toBe(1);
    expect(disable.stderr).toContain(`so ${computer.unit} stays: Access denied`);
    expect(existsSync(computer.unit)).toBe(true);
  });

  it('writes nothing where there is no systemd, and says what to start instead', async () => {
    await using computer = await machine(cli);
    const env = { PATH: computer.where.home.file('nowhere') };
    const { code, stderr } = await computer.where.run(['service', 'install', '--yes'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'no systemd that could start it (spawn systemctl ENOENT), so nothing was written',
    );
    expect(stderr).toContain(`${cli.file} monitor --home `);
    expect(existsSync(computer.unit)).toBe(false);
  });

  it('leaves an instance alone that runs already, and says when the service takes over', async () => {
    await using computer = await machine(cli);
    const { child, ready } = await monitor(computer.where);
    const { code, stdout } = await computer.service('install', '--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(
      `An instance runs in this home already (PID ${ready.pid}), so the service starts at the next login.`,
    );
    expect(await computer.calls()).toEqual(['daemon-reload', `enable ${UNIT}`]);
    expect(child.exitCode).toBeNull();
    await computer.where.run(['shutdown']);
    expect((await computer.service('install')).stdout).toContain('It runs (PID ');
    await computer.service('uninstall');
  });

  it('says so where what it started ends at once', async () => {
    await using computer = await machine(cli, '{ "mcpServers": {');
    const { code, stderr } = await computer.service('install', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(`it ended as soon as it was started. Why: \`journalctl --user -u ${UNIT}\`.`);
    expect((await computer.service('status')).stdout).toContain('It ended with an error and stays down.');
  });

  it('tells a program that is gone', async () => {
    await using computer = await machine(cli);
    await computer.service('install', '--yes');
    const content = await readFile(computer.unit, 'utf8');
    await writeFile(computer.unit, content.replace(process.execPath, '/opt/node-22/bin/node'));
    expect((await computer.service('status')).stdout).toContain(
      'It cannot start: /opt/node-22/bin/node is not there any more. Run `mcp-orchestrator service install` again.',
    );
    await computer.service('uninstall');
  });

  it('gives another home a service of its own', async () => {
    await using computer = await machine(cli);
    const home = computer.where.home.file('second');
    const { stdout } = await computer.service('install', '--print', '--json', '--home', home);
    const { name, content } = JSON.parse(stdout);
    expect(name).toMatch(/^mcp-orchestrator-[0-9a-f]{8}\.service$/);
    expect(content).toContain(` monitor --home ${home} --config `);
  });

  it.each([
    ['service', 'install, uninstall or status'],
    ['service instal', 'install, uninstall or status'],
    ['service install now', 'has no use for "now"'],
    ['service status --yes', '`service status` has no option --yes'],
    ['service uninstall --print', '`service uninstall` has no option --print'],
    ['service install --print --home a\tb', 'holds a control character'],
  ])('%s is wrong usage: 2', async (words, says) => {
    await using computer = await machine(cli);
    const ended = await computer.where.run(words.split(' '));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('completes what can be done about it', async () => {
    await using computer = await machine(cli);
    const complete = async (...words: readonly string[]) =>
      (await computer.where.run(['__complete', '--', ...words])).stdout.trimEnd().split('\n');
    expect(await complete('service', '')).toEqual(['install', 'uninstall', 'status']);
    expect(await complete('service', 'un')).toEqual(['uninstall']);
    expect(await complete('service', 'install', '--p')).toEqual(['--print']);
  });
});

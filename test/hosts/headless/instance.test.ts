import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { stopwatch } from '../../support/stopwatch.ts';
import {
  type BuiltCli,
  buildCli,
  chaos,
  exitOf,
  linesOf,
  monitor,
  type Place,
  place,
  states,
  trivial,
} from './kit.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli[Symbol.asyncDispose]());

describe('an instance in the background', () => {
  const chinese = '数据 🚀';
  const arabic = 'خادم';
  const configuration = {
    mcpServers: {
      plain: trivial,
      [chinese]: trivial,
      [arabic]: { command: 'no-such-command-of-anybody' },
      later: trivial,
    },
    orchestrator: {
      groups: { eastern: [chinese] },
      servers: { plain: { aliases: ['p'] }, later: { autoStart: false } },
    },
  };
  let where: Place;
  beforeAll(async () => {
    // The usual port is wanted by other tests that run meanwhile, and is free for a moment while an instance restarts.
    const { orchestrator } = configuration;
    const http = { port: await freePort() };
    where = await place(cli, { ...configuration, orchestrator: { ...orchestrator, http } });
  });
  afterAll(() => where[Symbol.asyncDispose]());

  it('start begins one, waits until the server runs, and leaves it behind: 0', async () => {
    const { code, stdout, stderr } = await where.run(['start', 'p', 'eastern']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('An instance began in the background, PID ');
    expect(stdout).toContain('2 servers run.');
    expect(await states(where)).toMatchObject({ plain: 'RUNNING', [chinese]: 'RUNNING', later: 'STOPPED' });
  });

  it('start of one that cannot start: 1, with the reason, as data with --json', async () => {
    const { code, stdout, stderr } = await where.run(['start', arabic, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'NOT_FOUND', message: expect.stringContaining('was not found'), server: arabic },
    });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('start alone starts what is enabled, autoStart:false too, and tells which did not: 1', async () => {
    const { code, stdout } = await where.run(['start']);
    expect(code).toBe(1);
    expect(stdout).toContain('later: Running\n');
    expect(stdout).toContain(`${arabic}: Crashed, command not found.`);
  });

  it('status is a table that neither LANG=C nor a pipe takes a column from: 0 whatever the health', async () => {
    const { code, stdout, stderr } = await where.run(['status'], { env: { LANG: 'C', LC_ALL: 'C' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^NAME +STATE +UP +RESTARTS +CPU +MEMORY +HEALTH +TOOLS$/m);
    expect(stdout).toMatch(new RegExp(`^${chinese} +Running `, 'm'));
    expect(stdout).toMatch(new RegExp(`^${arabic} +Crashed, command not found `, 'm'));
    expect(stdout).toContain('Install no-such-command-of-anybody');
    expect(stdout).not.toContain('\u001b');
  });

  it('check: 1 while one fails, 0 for those that answer; never changes a state', async () => {
    expect(await where.run(['check'])).toMatchObject({ code: 1 });
    const { code, stdout } = await where.run(['check', 'plain', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      reports: [{ server: 'plain', ok: true, tools: 1 }],
    });
    expect(await states(where)).toMatchObject({ plain: 'RUNNING', [arabic]: 'CRASHED' });
  });

  it('call prints what the tool answers; from an argument or from standard input', async () => {
    expect(await where.run(['call', 'plain', 'echo', '{"text":"hé 数"}'])).toEqual({
      code: 0,
      stdout: 'hé 数\n',
      stderr: '',
    });
    const piped = await where.run(['call', chinese, 'echo', '-', '--json'], {
      input: '{"text":"from a pipe"}',
    });
    expect(JSON.parse(piped.stdout)).toMatchObject({ content: [{ text: 'from a pipe' }] });
    expect(await where.run(['call', 'plain', 'nosuch'])).toMatchObject({ code: 1 });
    expect(await where.run(['call', arabic, 'echo'])).toMatchObject({ code: 1 });
  });

  it('tools lists them; of one that is down by name: 1', async () => {
    const { code, stdout } = await where.run(['tools', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).tools).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ server: chinese, name: 'echo', inputSchema: expect.anything() }),
      ]),
    );
    expect(await where.run(['tools', arabic])).toMatchObject({ code: 1 });
  });

  it('pause and resume: 0, and the pause is shown', async () => {
    const { code, stdout } = await where.run(['pause', 'plain', '--for', '5m', '--json']);
    expect(code).toBe(0);
    const until = Date.parse(JSON.parse(stdout).pausedUntil) - Date.now();
    expect(until).toBeGreaterThan(4 * 60_000);
    expect((await where.run(['status', 'plain'])).stdout).toMatch(/Running, checks paused until \d\d:\d\d/);
    expect(await where.run(['resume', 'plain'])).toMatchObject({ code: 0 });
    expect((await where.run(['status', 'plain'])).stdout).not.toContain('paused');
  });

  it('restart and stop return when it is done: 0', async () => {
    const before = JSON.parse((await where.run(['status', 'plain', '--json'])).stdout).servers[0];
    const restarted = JSON.parse((await where.run(['restart', 'plain', '--json'])).stdout);
    expect(restarted).toMatchObject({ ok: true, servers: [{ name: 'plain', state: 'RUNNING' }] });
    const { pid } = restarted.servers[0];
    expect(pid).not.toBe(before.pid);
    expect(await where.run(['stop', 'plain', '--force'])).toMatchObject({ code: 0 });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await states(where)).toMatchObject({ plain: 'STOPPED' });
  });

  it('events tell what happened and who did it', async () => {
    const { code, stdout } = await where.run(['events', '--actor', 'cli', '--server', 'plain', '--json']);
    expect(code).toBe(0);
    const { events } = JSON.parse(stdout);
    expect(events.at(-1)).toMatchObject({ type: 'operation.finished', server: 'plain', data: { ok: true } });
    for (const event of events) expect(event.actor).toMatch(/^cli:/);
    expect((await where.run(['events', '-n', '3'])).stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  it('events -f shows what comes', async () => {
    const child = where.spawn(['events', '-f', '-n', '1', '--json']);
    const lines = linesOf(child);
    await eventually(() => lines.length === 1, Boolean, { what: 'the last event' });
    await where.run(['start', 'plain']);
    await eventually(() => lines.some((line) => JSON.parse(line).type === 'operation.finished'));
    child.kill('SIGTERM');
    await exitOf(child);
  });

  it('open --print gives an address that works once', async () => {
    const { code, stdout } = await where.run(['open', '--print']);
    expect(code).toBe(0);
    const first = await fetch(stdout.trim(), { redirect: 'manual' });
    expect(first.headers.get('set-cookie')).toContain('HttpOnly');
    const second = await fetch(stdout.trim(), { redirect: 'manual' });
    expect(second.headers.get('set-cookie')).toBeNull();
  });

  it('another configuration than that of the instance: 2, naming both', async () => {
    const other = where.home.file('other.json');
    for (const command of ['status', 'monitor']) {
      const { code, stderr } = await where.run([command, '--config', other]);
      expect([command, code]).toEqual([command, 2]);
      expect(stderr).toContain(other);
      expect(stderr).toContain(where.config);
    }
    expect(await where.run(['status', '--config', '.mcp.json'])).toMatchObject({ code: 0 });
  });

  it('start --port with another port than that of the instance: 1, naming both', async () => {
    const { port } = new URL(JSON.parse((await where.run(['status', '--json'])).stdout).instance.url);
    const { code, stderr } = await where.run(['start', 'p', '--port', '1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`listens on port ${port}, not 1.`)]);
    expect(await where.run(['start', 'p', '--port', port])).toMatchObject({ code: 0 });
  });

  it('a second monitor: 1, naming the pid of the first', async () => {
    const { pid } = JSON.parse((await where.run(['status', '--json'])).stdout).instance;
    const { code, stderr } = await where.run(['monitor']);
    expect(code).toBe(1);
    expect(stderr).toContain(`PID ${pid}`);
  });

  it('a group where only one server makes sense: 2, naming its servers', async () => {
    for (const words of [
      ['logs', 'eastern'],
      ['call', 'eastern', 'echo'],
    ]) {
      const { code, stderr } = await where.run(words);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`\`eastern\` is a group: \`${chinese}\``)]);
    }
  });

  it('an unknown name: 2 for every command that takes one', async () => {
    for (const words of [
      'start',
      'stop',
      'restart',
      'check',
      'reset',
      'tools',
      'logs',
      'status',
      'pause',
      'resume',
    ]) {
      expect({ words, ...(await where.run([words, 'nobody'])) }).toMatchObject({
        words,
        code: 2,
        stdout: '',
      });
    }
    expect(await where.run(['call', 'nobody', 'echo'])).toMatchObject({ code: 2 });
  });

  it('one that does not answer within 10 s: 1', async () => {
    const { pid } = JSON.parse((await where.run(['status', '--json'])).stdout).instance;
    process.kill(pid, 'SIGSTOP');
    try {
      const { code, stdout, stderr } = await where.run(['status', '--json']);
      expect(code).toBe(1);
      expect(stderr).toContain('does not answer within 10 s');
      expect(JSON.parse(stdout).error.code).toBe('NO_ANSWER');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('shutdown --restart puts a new instance in its place, shutdown ends it: 0', async () => {
    const before = JSON.parse((await where.run(['status', '--json'])).stdout);
    expect(await where.run(['shutdown', '--restart'])).toMatchObject({ code: 0, stderr: '' });
    const after = JSON.parse((await where.run(['status', '--json'])).stdout);
    expect(after.instance).toMatchObject({ running: true, url: before.instance.url });
    expect(after.instance.uptimeMs).toBeLessThan(before.instance.uptimeMs);
    const ended = await where.run(['shutdown']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const stored = JSON.parse((await where.run(['status', '--json'])).stdout);
    expect(stored.instance.running).toBe(false);
    expect(stored.servers[0]).toMatchObject({ name: 'plain', state: 'STOPPED', desired: 'up' });
  });
});

describe('start', () => {
  it('gives up waiting after --timeout: 1; --no-wait does not wait at all: 0', async () => {
    await using where = await place(cli, { mcpServers: { slow: chaos('--start-delay', '60000') } });
    const { code, stdout } = await where.run(['start', '--timeout', '500ms', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'TIMEOUT' });
    const accepted = await where.run(['start', '--no-wait', '--json']);
    expect(accepted.code).toBe(0);
    expect(JSON.parse(accepted.stdout)).toEqual({ operation: expect.any(String), servers: ['slow'] });
    expect(await states(where)).toEqual({ slow: 'STARTING' });
    expect(await where.run(['stop', '--force'])).toMatchObject({ code: 0 });
  });

  it('of an instance that ends at once tells its reason: 1', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    await using stranger = await takenPort();
    const { code, stdout, stderr } = await where.run(['start', '--port', String(stranger.port), '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'PORT_TAKEN' });
    expect(stderr).toContain(`Port ${stranger.port} is taken`);
    expect(JSON.parse((await where.run(['status', '--json'])).stdout).instance.running).toBe(false);
  });

  it('with an empty configuration begins an instance and says where the servers belong: 0', async () => {
    await using where = await place(cli);
    const { code, stdout } = await where.run(['start']);
    expect(code).toBe(0);
    expect(stdout).toContain(`There are no servers in ${where.config} yet.`);
  });
});

it('reset without an instance gives the next one every restart back', async () => {
  const failing = chaos('--exit-code', '3');
  const policy = { restart: { maxRestarts: 1, backoff: { initial: 10 } } };
  await using where = await place(cli, {
    mcpServers: { failing },
    orchestrator: { servers: { failing: policy } },
  });
  expect(await where.run(['start'])).toMatchObject({ code: 1 });
  await eventually(
    () => states(where),
    (all) => all.failing === 'CRASHED',
  );
  await where.run(['shutdown']);
  const stored = async () => JSON.parse((await where.run(['status', '--json'])).stdout).servers[0];
  expect(await stored()).toMatchObject({ state: 'CRASHED', reason: 'RESTART_LIMIT', restartCount: 1 });
  expect(await where.run(['reset', 'failing'])).toMatchObject({ code: 0 });
  expect(await stored()).toMatchObject({ state: 'STOPPED', reason: null, restartCount: 0, totalRestarts: 1 });
});

/** A program of somebody else that listens. */
async function takenPort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}

describe('monitor', () => {
  it('says where it listens before the first server starts, then one event a line; SIGTERM: 0', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { child, lines, ready } = await monitor(where);
    expect(ready).toEqual({
      event: 'ready',
      url: `http://127.0.0.1:${ready.port}`,
      pid: child.pid,
      port: ready.port,
    });
    const running = (line: string) => JSON.parse(line).data?.to === 'RUNNING';
    await eventually(() => lines.some(running), Boolean, { what: 'one is running' });
    expect(lines.slice(1).every((line) => typeof JSON.parse(line).seq === 'number')).toBe(true);
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
    expect(lines.some((line) => JSON.parse(line).type === 'instance.stopping')).toBe(true);
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('%s stops every server: 0', async (signal) => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { child } = await monitor(where);
    await eventually(
      () => states(where),
      ({ one }) => one === 'RUNNING',
    );
    child.kill(signal);
    expect(await exitOf(child)).toBe(0);
    expect(await states(where)).toEqual({ one: 'STOPPED' });
  });

  it('a second signal forces: 130; the same one within a moment is one', async () => {
    const stubborn = chaos('--ignore-eof', '--ignore-term');
    await using where = await place(cli, { mcpServers: { stubborn } });
    const { child, lines } = await monitor(where);
    await eventually(
      () => states(where),
      (all) => all.stubborn === 'RUNNING',
    );
    const { pid } = JSON.parse((await where.run(['status', '--json'])).stdout).servers[0];
    child.kill('SIGINT');
    child.kill('SIGINT');
    const stopping = () => lines.some((line) => JSON.parse(line).type === 'instance.stopping');
    await eventually(stopping, Boolean, { what: 'it is stopping' });
    expect(child.exitCode).toBeNull();
    using watch = stopwatch();
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(130);
    expect(watch.elapsedMs).toBeLessThan(5000);
    await eventually(() => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  it('outlives the reader of its output', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { child } = await monitor(where);
    child.stdout?.destroy();
    child.stderr?.destroy();
    await where.run(['restart', 'one']);
    await where.run(['restart', 'one']);
    expect(await states(where)).toEqual({ one: 'RUNNING' });
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
  });

  it('runs empty where there is no file, says how to begin, and takes the servers when it is written', async () => {
    await using where = await place(cli);
    const child = where.spawn(['monitor']);
    child.stderr?.resume();
    const lines = linesOf(child);
    await eventually(() => lines.some((line) => line.includes('monitor --example')), Boolean);
    expect(lines.join('\n')).toContain(where.config);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(where.config, JSON.stringify({ mcpServers: { one: trivial } }));
    await eventually(
      () => states(where),
      ({ one }) => one === 'RUNNING',
    );
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(0);
  });

  it('ends with the launcher that had to stay beside it', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { spawn } = await import('node:child_process');
    const launcher = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const child = spawn(process.execPath, [cli.file, 'monitor', '--json'], {
      env: { ...where.home.env, MCP_ORCHESTRATOR_LAUNCHER_PID: String(launcher.pid) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = linesOf(child);
    await eventually(() => lines.length > 0, Boolean, { what: 'it listens' });
    launcher.kill('SIGKILL');
    expect(await exitOf(child)).toBe(0);
  });

  it('--example runs four servers and one that is broken, in a home of its own', async () => {
    await using where = await place(cli, { mcpServers: { mine: trivial } });
    const child = where.spawn(['monitor', '--example']);
    child.stderr?.resume();
    const lines = linesOf(child);
    await eventually(() => lines.some((line) => line.includes('status --watch --home')), Boolean);
    const home = lines.join('\n').match(/status --watch --home (\S+)$/m)?.[1] ?? '';
    expect(home).toMatch(/mcp-orchestrator\/example$/);
    const status = async () => JSON.parse((await where.run(['status', '--json', '--home', home])).stdout);
    await eventually(status, ({ summary }) => summary.RUNNING === 4, { what: 'four run' });
    expect((await status()).servers.map((server: { name: string }) => server.name)).toEqual([
      'everything',
      'filesystem',
      'memory',
      'sequential-thinking',
      'broken',
    ]);
    const words = ['call', 'filesystem', 'list_directory', '{"path":"."}', '--home', home];
    expect((await where.run(words)).stdout).toContain('hello.txt');
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(0);
  });
});

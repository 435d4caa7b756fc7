import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { hasProc, isLive } from '../support/proc.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { CHAOS, chaos, gone, inHome, instance, killQuietly, type Place, place, rigAt } from './kit.ts';

test.skipIf(!hasProc)(
  'row 47: no file can be opened any more: told, tried again uncharged, and it starts when one can',
  async () => {
    const backoff = { initial: 100, factor: 1, max: 100, jitter: 0 };
    const entry = chaos('', { restart: { maxRestarts: 1, backoff } });
    const servers = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`server-${index}`, entry]));
    await using where = await place(servers);
    await using it = await instance(where, { openFiles: 70 });
    const refused = await it.event(({ data }) => String(data.detail).includes('too many open files'));
    const name = refused.server ?? '';
    // More tries than it has restarts.
    await it.event((event) => {
      const tries = it.events.filter(({ server, data }) => server === name && data.phase === 'BACKOFF');
      return tries.length > 3 && event === tries.at(-1);
    });
    where.save({ [name]: entry });
    await it.running([name]);
    expect(it.events.filter(({ type, data }) => type === 'server.restart' && data.charged === true)).toEqual(
      [],
    );
    expect(it.events.filter(({ data }) => data.to === 'CRASHED')).toEqual([]);
  },
);

const EVERYTHING = { limit: 1000 };

describe.skipIf(!hasProc)('the end of the instance', () => {
  test('row 48: 50 servers, 5 of them stubborn: down within 9 s, nobody left, what is desired is kept', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `server-${index}`);
    const stubborn = chaos('--ignore-eof --ignore-term', {
      stop: { eofWait: '1h', termWait: '1h', drain: '1h' },
    });
    const entries = names.map((name, index) => [name, index < 5 ? stubborn : chaos('')] as const);
    await using where = await place(Object.fromEntries(entries), {
      more: { startConcurrency: { direct: 6, wrappers: 2 } },
    });
    {
      await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
      for (const name of names) await it.until(name, 'RUNNING', { withinMs: 40_000 });
      using watch = stopwatch();
      await it.runtime.shutdown();
      expect(watch.elapsedMs).toBeLessThan(9000);
      expect(where.survivors()).toEqual([]);
      expect(where.liveness.alive()).toEqual([]);
    }
    await using again = await rigAt(where);
    await again.until('server-49', 'RUNNING', { withinMs: 40_000 });
    for (const name of names) expect(again.status(name).desired).toBe('up');
    await again.runtime.shutdown({ force: true });
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'row 49: %s to the instance: its servers go, what it knew is on disk',
    async (signal) => {
      await using where = await place({
        server: chaos('--ignore-eof', { stop: { eofWait: 100 } }),
        other: chaos(''),
      });
      await using ended = await instance(where);
      await ended.running(['server', 'other']);
      const janitor = ended.janitor();
      ended.signal(signal);
      expect(await ended.exited).toEqual({ code: 0, signal: null });
      expect(where.survivors()).toEqual([]);
      await gone([janitor]);
      expect(JSON.parse(readFileSync(inHome(where, 'ledger.json'), 'utf8')).servers).toEqual([]);
      await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
      // The events of the one that was ended are there, down to its last.
      const kept = it.runtime.orchestrator
        .events(EVERYTHING)
        .map(({ type, data }) => `${type} ${data.reason ?? ''}`);
      expect(kept).toContain(`instance.stopping ${signal}`);
      expect(it.status('server')).toMatchObject({ desired: 'up' });
    },
  );

  test('row 53: a second instance of the same home names the first and ends; no server is started twice', async () => {
    await using where = await place({ server: chaos('') });
    await using it = await rigAt({ ...where, [Symbol.asyncDispose]: async () => undefined });
    const { pid } = await it.until('server', 'RUNNING');
    await expect(instance(where).then((second) => second[Symbol.asyncDispose]())).rejects.toThrow(
      new RegExp(`INSTANCE_RUNNING ${process.pid}`),
    );
    expect(where.liveness.births).toHaveLength(1);
    expect(it.status('server')).toMatchObject({ state: 'RUNNING', pid });
  });
});

/**
 * A docker of our own that writes down what it is asked: `run` makes a "container" that is no child of it and carries
 * no nonce, and stands for its input and output itself.
 */
function fakeDocker(
  where: Place,
  options: { readonly deaf?: boolean; readonly down?: boolean } = {},
): string {
  const path = where.folder.file('docker');
  const state = where.folder.file('container');
  const down =
    'echo "docker: Cannot connect to the Docker daemon. Is the docker daemon running?" >&2; exit 125';
  const trap = options.deaf === true ? 'trap "" TERM;' : '';
  writeFileSync(
    path,
    `#!/bin/sh
echo "$@" >> '${where.folder.file('calls')}'
${options.down === true ? down : ''}
alive() { [ -s '${state}' ] && kill -0 "$(cat '${state}')" 2>/dev/null; }
# As docker, rm answers when the container is dead; a zombie is its parent's business.
dead() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
case $1 in
  run) env -u MCP_ORCHESTRATOR_NONCE setsid sh -c '${trap} echo $$ > ${state}; while [ -f ${state} ]; do sleep 0.05; done' </dev/null >/dev/null 2>&1 &
    until [ -s '${state}' ]; do sleep 0.01; done
    exec '${process.execPath}' '${CHAOS}' --ignore-eof;;
  ps) if [ "$2" = -aq ]; then [ -f '${state}' ] && echo c0ffee; else alive && echo c0ffee; fi; exit 0;;
  inspect) cat '${state}';;
  stop) kill "$(cat '${state}')"; i=0; while alive && [ $i -lt 10 ]; do i=$((i+1)); sleep 0.02; done;;
  rm) pid=$(cat '${state}'); kill -9 "$pid" 2>/dev/null; until dead "$pid"; do sleep 0.01; done; rm -f '${state}';;
esac
`,
    { mode: 0o755 },
  );
  return path;
}

describe.skipIf(!hasProc)('containers', () => {
  const entry = (command: string) => ({
    command,
    args: ['run', '-i', 'mcp/time'],
    policy: { restart: { maxRestarts: 0 }, stop: { eofWait: 100, termWait: 800 } },
  });
  const container = (where: Place): number => Number(readFileSync(where.folder.file('container'), 'utf8'));
  const calls = (where: Place): string => readFileSync(where.folder.file('calls'), 'utf8');

  test('row 50: the command line is killed: its container is removed by its label', async () => {
    await using where = await place({});
    where.save({ server: entry(fakeDocker(where)) });
    await using it = await rigAt(where);
    const { pid } = await it.until('server', 'RUNNING');
    const inside = container(where);
    expect(calls(where)).toMatch(
      /^run --name mcp-server-\w+ --label mcp-orchestrator=\S+ --init --rm -i mcp\/time$/m,
    );
    killQuietly(pid ?? 0);
    await it.until('server', 'CRASHED');
    expect(isLive(inside)).toBe(false);
    await eventually(() => calls(where).includes('rm -f c0ffee'));
  });

  test('row 50: a container that ignores TERM is removed by force', async () => {
    await using where = await place({});
    where.save({ server: entry(fakeDocker(where, { deaf: true })) });
    await using it = await rigAt(where);
    await it.until('server', 'RUNNING');
    const inside = container(where);
    expect(await it.stop('server')).toBe(true);
    expect(isLive(inside)).toBe(false);
    expect(calls(where)).toContain('rm -f c0ffee');
  });

  test('row 50: without a daemon: CRASHED as this computer’s trouble, nothing spent', async () => {
    await using where = await place({});
    where.save({ server: entry(fakeDocker(where, { down: true })) });
    await using it = await rigAt(where);
    const status = await it.until('server', 'CRASHED');
    expect(status).toMatchObject({ reason: 'HOST', totalRestarts: 0 });
    expect(status.detail).toContain('could not reach its daemon');
  });
});

describe.skipIf(!hasProc)('login shells', () => {
  const answers = 'while [ "$1" != -c ]; do shift; done; eval "$2"';
  /** As a desktop starts us: no terminal, little in PATH, and this as the login shell. */
  const desktop = (shell: string): NodeJS.ProcessEnv => ({
    HOME: dirname(shell),
    SHELL: shell,
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
  });

  test.each([
    ['prints noise', 'echo "Welcome /usr/bin"; printf noise; PATH="@:$PATH"', answers],
    ['asks for a password', 'read -r password || PATH="@:$PATH"', answers],
  ])('row 52: a shell that %s: its PATH is found all the same', async (_, before, after) => {
    await using where = await place({ server: { command: 'only-in-the-shell' } });
    const shell = where.folder.file('shell');
    writeFileSync(
      where.folder.file('only-in-the-shell'),
      `#!/bin/sh\nexec '${process.execPath}' '${CHAOS}'\n`,
      {
        mode: 0o755,
      },
    );
    writeFileSync(shell, `#!/bin/sh\n${before.replace('@', where.folder.path)}\n${after}\n`, { mode: 0o755 });
    await using it = await instance(where, { env: desktop(shell) });
    const cache = await eventually(
      () => JSON.parse(readFileSync(inHome(where, 'shell-path.json'), 'utf8')) as { path: string },
    );
    expect(cache.path.split(delimiter)).toContain(where.folder.path);
    await it[Symbol.asyncDispose]();
    // The next start uses what was found, from its first server on.
    await using next = await instance(where, { env: desktop(shell) });
    await next.running(['server']);
  });

  test('row 52: a shell that hangs delays nothing, and is ended after 5 s with all it started', async () => {
    await using where = await place({ server: chaos('') });
    const shell = where.folder.file('shell');
    const pids = where.folder.file('pids');
    writeFileSync(shell, `#!/bin/sh\necho $$ > '${pids}'\nsleep 120 & echo $! >> '${pids}'\nwait\n`, {
      mode: 0o755,
    });
    await using it = await instance(where, { env: desktop(shell) });
    await it.running(['server']);
    const asked = await eventually(
      () => readFileSync(pids, 'utf8').trim().split('\n').map(Number),
      (found) => found.length === 2,
    );
    // It runs while the shell still hangs.
    expect(asked.filter(isLive)).toHaveLength(2);
    await gone(asked);
    expect(it.events.some(({ type }) => type === 'server.exit')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { ProcessEntry } from '../../../src-main/adapters/process/process-table.ts';
import { findMembers } from '../../../src-main/adapters/process/tree.ts';
import { eventually } from '../../support/eventually.ts';
import { Liveness } from '../../support/liveness.ts';
import { facts, hasProc, liveInGroup } from '../../support/proc.ts';
import { stopwatch } from '../../support/stopwatch.ts';
import { carriersOf, chaos, ready, rig, serverOf, stop } from './rig.ts';

describe.skipIf(!hasProc)('stopping real trees', () => {
  it('ends a well-behaved server by the end of its input', async () => {
    await using it = await rig();
    const started = await it.start(chaos([]));
    await ready(started);
    const outcome = await stop(started);
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof'], livePids: [] });
    expect(await started.exited).toEqual({ code: 0, signal: null });
    await started.tree.release();
  });

  it('ends all three processes of an npx-like wrapper by the end of input of the innermost', async () => {
    await using it = await rig();
    await using liveness = await Liveness.listen();
    const server = chaos([], { env: { LIVENESS_PORT: String(liveness.port) } });
    const { command, args } = server.launch ?? { command: '', args: [] };
    const wrapped = serverOf('/bin/sh', {
      args: ['-c', '/bin/sh -c \'"$0" "$@"; exit $?\' "$0" "$@"; exit $?', command, ...args],
      env: { LIVENESS_PORT: String(liveness.port) },
    });
    const started = await it.start(wrapped);
    await ready(started);
    expect(liveInGroup(started.pid)).toHaveLength(3);
    expect((await stop(started)).steps).toEqual(['eof']);
    expect(liveInGroup(started.pid)).toEqual([]);
  });

  it('row 17: a server that ignores the end of input gets TERM, and nobody survives', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--ignore-eof', '--side-process', 'inherit']));
    await ready(started);
    const outcome = await stop(started, { eof: 100, term: 200 });
    // The side process ignores TERM: it is what KILL is for.
    expect(outcome.outcome).toBe('gone');
    expect(outcome.steps).toEqual(['eof', 'term', 'kill']);
    expect(carriersOf(started.nonce)).toEqual([]);

    const alone = await it.start(chaos(['--ignore-eof']));
    await ready(alone);
    expect((await stop(alone, { eof: 100 })).steps).toEqual(['eof', 'term']);
  });

  it('row 18: a server that ignores the end of input and TERM is killed in time', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--ignore-eof', '--ignore-term']));
    await ready(started);
    const outcome = await stop(started, { eof: 100, term: 100 });
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof', 'term', 'kill'], livePids: [] });
    expect(await started.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('row 19: an exit is told at once while a side process holds the pipes, which are closed after half a second', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--side-process', 'setsid-inherit', '--exit-on', 'ping']));
    await ready(started);
    let ended = false;
    started.pipe.onEnd = () => {
      ended = true;
    };
    const closedBefore = performance.now();
    started.pipe.write('{"jsonrpc":"2.0","id":9,"method":"ping"}');
    expect((await started.exited).code).toBe(1);
    expect(ended).toBe(false);
    expect(carriersOf(started.nonce)).toHaveLength(1);
    await eventually(() => ended, Boolean, { what: 'the end of the pipe' });
    expect(performance.now() - closedBefore).toBeGreaterThan(400);
    expect(carriersOf(started.nonce)).toHaveLength(1);
    await stop(started, { eof: 0, term: 100 });
    expect(carriersOf(started.nonce)).toEqual([]);
  });

  it('row 20: a side process in a session of its own, its parent dead, is found by the nonce and killed', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--side-process', 'setsid', '--side-process', 'detached']));
    await ready(started);
    expect(carriersOf(started.nonce)).toHaveLength(3);
    expect(liveInGroup(started.pid)).toHaveLength(1);
    const outcome = await stop(started, { eof: 2000, term: 200 });
    expect(outcome.outcome).toBe('gone');
    expect(carriersOf(started.nonce)).toEqual([]);
  });

  it('row 21: a stopped process wakes up for TERM and ends without KILL', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--stop-self']));
    await ready(started);
    await eventually(() => facts(started.pid)?.state === 'T', Boolean, { what: 'the stopped state' });
    const outcome = await stop(started, { eof: 100 });
    expect(outcome.steps).toEqual(['eof', 'term']);
    expect(outcome.outcome).toBe('gone');
  });

  it('row 22: zombies in the group count as gone, and nothing more is sent', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--zombie', '3']));
    await ready(started);
    using watch = stopwatch();
    const outcome = await stop(started, { eof: 5000 });
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof'], livePids: [] });
    // Their parent reaps them 2 s after the server: they are still there.
    expect(watch.elapsedMs).toBeLessThan(1900);
  });

  it('ends leftovers of a group that gave up the nonce', async () => {
    await using it = await rig();
    const script = 'env -i sh -c "trap : TERM; echo \\$\\$ >&2; while :; do sleep 0.05; done" & exit 3';
    const started = await it.start(serverOf('/bin/sh', { args: ['-c', script] }));
    expect((await started.exited).code).toBe(3);
    await eventually(() => liveInGroup(started.pid).length > 0);
    const outcome = await stop(started, { eof: 0, term: 200 });
    expect(outcome.outcome).toBe('gone');
    expect(liveInGroup(started.pid)).toEqual([]);
  });

  it('keeps reading stderr while it stops, so that a server that flushes can end', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--flush-on-exit', '4M']));
    await ready(started);
    expect((await stop(started)).steps).toEqual(['eof']);
    const bytes = it.log.stderr.reduce((sum, chunk) => sum + chunk.length, 0);
    expect(bytes).toBeGreaterThanOrEqual(4_000_000);
  });
});

describe('who belongs to a tree', () => {
  const entry = (pid: number, more: Partial<ProcessEntry> = {}): ProcessEntry => ({
    pid,
    parentPid: 1,
    group: 500,
    session: 500,
    zombie: false,
    startToken: '7',
    nonce: null,
    ...more,
  });
  const tree = { group: 500, startToken: '7', nonce: 'ours-ours' };
  const members = (entries: readonly ProcessEntry[], root: 'held' | 'reaped' | 'foreign') =>
    findMembers(tree, entries, root);

  it('is the whole group while the root is ours to reap', () => {
    expect(members([entry(500), entry(501)], 'held')).toEqual({ group: [500, 501], outside: [] });
  });

  it('row 36: is nobody where the number of the group was given out again', () => {
    const stranger = [entry(500, { startToken: '9' }), entry(501)];
    expect(members(stranger, 'reaped')).toEqual({ group: [], outside: [] });
    expect(members(stranger, 'foreign')).toEqual({ group: [], outside: [] });
  });

  it('is what a zombie of ours still leads', () => {
    expect(members([entry(500, { zombie: true }), entry(501)], 'foreign')).toEqual({
      group: [501],
      outside: [],
    });
  });

  it('is not a process of the same start whose environment may not be read: unknown is not killed', () => {
    expect(members([entry(500, { nonce: undefined })], 'foreign')).toEqual({ group: [], outside: [] });
  });

  it('is a carrier wherever it went, and never ourselves', () => {
    const carriers = [
      entry(9, { group: 9, nonce: 'ours-ours' }),
      entry(process.pid, { nonce: 'ours-ours', group: 3 }),
    ];
    expect(members(carriers, 'foreign')).toEqual({ group: [], outside: [9] });
  });
});

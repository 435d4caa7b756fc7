import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../src-main/core/supervisor/machine.ts';
import { Bench, cause, exitEvent } from './reducer-kit.ts';

const remote = (patch = {}) => new Bench(patch, 'remote');
const start: MachineEvent = { type: 'START', by: 'user' };
const unreachable: MachineEvent = { type: 'HANDSHAKE_FAILED', kind: 'network', cause };
const fail: MachineEvent = { type: 'HEALTH', result: 'fail', cause };

describe('a server that is only reached', () => {
  it('is STARTING while it connects and RUNNING once its tools are listed', () => {
    const bench = remote().send(start, { type: 'DEPS_OK' });
    expect(bench.is).toBe('STARTING/HANDSHAKE');
    expect(bench.did('REQUEST_SLOT')).toBe(0);
    expect(bench.send({ type: 'READY' }).is).toBe('RUNNING');
    expect(bench.did('WATCH')).toBe(1);
  });

  it('is UNHEALTHY while it cannot be reached, is tried for ever and spends no budget', () => {
    const bench = remote().send(start, { type: 'DEPS_OK' });
    const waits: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      bench.send(unreachable);
      expect(bench.is).toBe('UNHEALTHY');
      waits.push(bench.machine.timers.backoff! - bench.nowMs);
      bench.pass(waits.at(-1)!);
    }
    expect(waits).toEqual([1000, 4000, 16_000, 60_000, 60_000, 60_000, 60_000, 60_000]);
    expect(bench.machine).toMatchObject({ restartCount: 0, totalRestarts: 0 });
    expect(bench.send({ type: 'READY' }).is).toBe('RUNNING');
  });

  it.each([
    ['protocol', 'CRASHED/PROTOCOL'],
    ['auth', 'CRASHED/AUTH'],
  ] as const)('is for a person to mend after %s', (kind, expected) => {
    const bench = remote().send(start, { type: 'DEPS_OK' }, { type: 'HANDSHAKE_FAILED', kind, cause });
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe(expected);
    expect(bench.send(start).is).toBe('STARTING/WAIT_DEPS');
  });

  it('connects again when its session breaks', () => {
    const bench = remote().up().send({ type: 'BROKEN', kind: 'network', cause });
    expect(bench.is).toBe('UNHEALTHY');
    expect(bench.history.map((effect) => effect.type)).toContain('DISCONNECT');
    expect(bench.did('UNWATCH')).toBe(1);
    bench.pass(1000).send({ type: 'READY' });
    expect(bench.is).toBe('RUNNING');
    expect(bench.did('WATCH')).toBe(2);
  });

  it.each<MachineEvent>([{ type: 'NETWORK_UP' }, start])(
    'connects at once on $type instead of waiting',
    (event) => {
      const bench = remote().send(start, { type: 'DEPS_OK' }, unreachable, event);
      expect(bench.effects.at(-1)).toEqual({ type: 'HANDSHAKE' });
      expect(bench.machine.timers.backoff).toBeUndefined();
    },
  );

  it('does not connect twice when the network comes up while it connects', () => {
    const bench = remote().send(start, { type: 'DEPS_OK' }, { type: 'NETWORK_UP' });
    expect(bench.effects).toEqual([]);
  });

  it('gives up an attempt at its startup timeout and tries again', () => {
    const bench = remote().send(start, { type: 'DEPS_OK' }).pass(30_000);
    expect(bench.effects).toEqual([{ type: 'JUDGE_PROGRESS' }]);
    bench.send({ type: 'STARTUP_TIMEOUT', progress: false, cause });
    expect(bench.is).toBe('UNHEALTHY');
  });

  it('is UNHEALTHY at the first failed check, well again at the next good one, and reconnects at the third failure', () => {
    const bench = remote().up().send(fail);
    expect(bench.machine).toMatchObject({ state: 'UNHEALTHY', consecutiveFailures: 1, hasProcess: true });
    expect(bench.send({ type: 'HEALTH', result: 'ok', cause: null }).is).toBe('RUNNING');
    bench.send(fail, fail, fail);
    expect(bench.machine).toMatchObject({ state: 'UNHEALTHY', hasProcess: false });
    expect(bench.machine.timers.backoff).toBeDefined();
  });

  it('ignores checks while paused and results that tell nothing', () => {
    const bench = remote().up().send({ type: 'HEALTH', result: 'unknown', cause: null });
    bench.send({ type: 'PAUSE', untilWall: bench.nowWall + 1000 }, fail, fail, fail);
    expect(bench.is).toBe('RUNNING');
  });

  it('is drained and closed by a stop, or simply rests where nothing is open', () => {
    const open = remote().up().send({ type: 'STOP', by: 'user', force: false });
    expect(open.effects.at(-1)).toEqual({ type: 'STOP_TREE', drain: true, eof: true, quit: false });
    expect(open.send({ type: 'TREE_GONE' }).is).toBe('STOPPED');
    const waiting = remote().send(start, { type: 'DEPS_OK' }, unreachable, {
      type: 'STOP',
      by: 'user',
      force: false,
    });
    expect(waiting.is).toBe('STOPPED');
    expect(waiting.pass(100_000).is).toBe('STOPPED');
  });

  it.each<MachineEvent>([
    exitEvent(1),
    { type: 'STDOUT_ENDED', cause },
    { type: 'MEMORY_LIMIT', cause },
    { type: 'ORPHAN_FOUND', pid: 1 },
  ])('knows no $type', (event) => {
    expect(remote().up().send(event).is).toBe('RUNNING');
  });
});

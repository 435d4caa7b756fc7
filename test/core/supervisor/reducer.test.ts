import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../src-main/core/supervisor/machine.ts';
import { Bench, cause, exitEvent, policyOf } from './reducer-kit.ts';

const stop: MachineEvent = { type: 'STOP', by: 'user', force: false };
const start: MachineEvent = { type: 'START', by: 'user' };
const fail: MachineEvent = { type: 'HEALTH', result: 'fail', cause };

describe('a start', () => {
  it('goes through waiting, slot, precheck, spawn and handshake to RUNNING', () => {
    const bench = new Bench();
    const seen: string[] = [];
    for (const event of [
      start,
      { type: 'DEPS_OK' },
      { type: 'SLOT' },
      { type: 'PRECHECK_OK' },
    ] as MachineEvent[]) {
      seen.push(bench.send(event).is);
    }
    seen.push(bench.send({ type: 'SPAWNED', pid: 7 }).is, bench.send({ type: 'READY' }).is);
    expect(seen).toEqual([
      'STARTING/WAIT_DEPS',
      'STARTING/WAIT_SLOT',
      'STARTING/PRECHECK',
      'STARTING/SPAWNING',
      'STARTING/HANDSHAKE',
      'RUNNING',
    ]);
    expect(bench.machine).toMatchObject({ pid: 7, desired: 'up', generation: 1, consecutiveFailures: 0 });
    expect(bench.effects.map((effect) => effect.type)).toEqual(['DISARM', 'RELEASE_SLOT', 'ARM', 'WATCH']);
  });

  it('of a server that the configuration refuses is CRASHED(CONFIG) and spends nothing', () => {
    const bench = new Bench();
    bench.machine = { ...bench.machine, invalid: cause };
    expect(bench.send(start).is).toBe('CRASHED/CONFIG');
    expect(bench.machine.restartCount).toBe(0);
  });

  it('fails for good, uncharged, where the precheck says so', () => {
    const bench = new Bench();
    bench.send(
      start,
      { type: 'DEPS_OK' },
      { type: 'SLOT' },
      { type: 'PRECHECK_FAILED', reason: 'NOT_FOUND', cause },
    );
    expect(bench.is).toBe('CRASHED/NOT_FOUND');
    expect(bench.machine.restartCount).toBe(0);
    expect(bench.effects).toContainEqual({ type: 'RELEASE_SLOT' });
  });

  it('waits at most five minutes for its dependencies', () => {
    const bench = new Bench();
    bench.send(start).pass(299_999);
    expect(bench.is).toBe('STARTING/WAIT_DEPS');
    expect(bench.pass(1).is).toBe('CRASHED/DEPENDENCY');
  });

  it('by its dependency brings a CRASHED(DEPENDENCY) back, uncharged', () => {
    const bench = new Bench().send(start, { type: 'DEPS_FAILED', cause });
    expect(bench.is).toBe('CRASHED/DEPENDENCY');
    bench.send({ type: 'START', by: 'dependency' });
    expect(bench.is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.totalRestarts).toBe(0);
  });

  it('anyway skips waiting for dependencies, also when asked while it waits', () => {
    const bench = new Bench().send(start, { type: 'START', by: 'user', ignoreDependencies: true });
    expect(bench.is).toBe('STARTING/WAIT_SLOT');
    expect(bench.machine.ignoreDependencies).toBe(true);
  });

  it('that never answers ends as a charged failure after its startup timeout', () => {
    const bench = new Bench().send(start, { type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' });
    bench.send({ type: 'SPAWNED', pid: 1 }).pass(30_000);
    expect(bench.effects).toEqual([{ type: 'JUDGE_PROGRESS' }]);
    bench.send({ type: 'STARTUP_TIMEOUT', progress: false, cause });
    expect(bench.machine.then?.kind).toBe('failure');
    bench.send({ type: 'TREE_GONE' });
    expect(bench.is).toBe('STARTING/BACKOFF');
    expect(bench.machine.restartCount).toBe(1);
  });

  it('that makes progress is extended in steps, but never beyond 300 s from its spawn', () => {
    const bench = new Bench().send(start, { type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' });
    bench.send({ type: 'SPAWNED', pid: 1 });
    const spawned = bench.nowMs;
    while (bench.machine.state === 'STARTING') {
      bench.pass(bench.machine.timers.startup! - bench.nowMs);
      bench.send({ type: 'STARTUP_TIMEOUT', progress: true, cause });
    }
    expect(bench.nowMs - spawned).toBe(300_000);
    expect(bench.is).toBe('STOPPING');
  });
});

describe('the budget', () => {
  it('row 4: restarts after 1, 4 and 16 s, then CRASHED(RESTART_LIMIT) with three restarts in total', () => {
    const bench = new Bench().up();
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      bench.die();
      expect(bench.is).toBe('STARTING/BACKOFF');
      waits.push(bench.machine.timers.backoff! - bench.nowMs);
      bench.pass(waits.at(-1)!).fromWaiting();
    }
    bench.die();
    expect(waits).toEqual([1000, 4000, 16_000]);
    expect(bench.is).toBe('CRASHED/RESTART_LIMIT');
    expect(bench.machine).toMatchObject({ restartCount: 3, totalRestarts: 3 });
  });

  it('adds up to a quarter of jitter and never waits longer than the cap with it', () => {
    const bench = new Bench({ restart: { maxRestarts: 10 } }).up();
    bench.random = 0.999_999;
    bench.die();
    expect(bench.machine.timers.backoff! - bench.nowMs).toBe(1250);
    for (let round = 0; round < 5; round += 1) bench.pass(100_000).fromWaiting().die();
    expect(bench.machine.timers.backoff! - bench.nowMs).toBe(75_000);
  });

  it('waits only the short delay after a run that had been ready for a minute, and still charges it', () => {
    const bench = new Bench().up().pass(60_000).die();
    expect(bench.machine.timers.backoff! - bench.nowMs).toBe(100);
    expect(bench.machine.restartCount).toBe(1);
  });

  it('row 6: a server that lives nine minutes each time is CRASHED at its fourth death', () => {
    const bench = new Bench().up();
    for (let death = 1; death <= 3; death += 1) bench.pass(540_000).die().pass(60_000).fromWaiting();
    bench.pass(540_000).die();
    expect(bench.is).toBe('CRASHED/RESTART_LIMIT');
  });

  it('row 7: one that lives eleven minutes each time is restarted for ever', () => {
    const bench = new Bench().up();
    for (let death = 1; death <= 20; death += 1) {
      bench.pass(660_000).die();
      expect(bench.machine).toMatchObject({ state: 'STARTING', restartCount: 1, totalRestarts: death });
      bench.pass(60_000).fromWaiting();
    }
  });

  it('is reset only by continuous RUNNING: being UNHEALTHY stops that clock', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting();
    bench.pass(500_000).send(fail).pass(1000).send({ type: 'HEALTH', result: 'ok', cause: null });
    expect(bench.pass(599_000).machine.restartCount).toBe(1);
    expect(bench.pass(1000).machine.restartCount).toBe(0);
  });

  it('row 41 and 40: time that the machine was frozen does not count towards the reset', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting().pass(300_000);
    bench.send({ type: 'TIMER', timer: 'stable' });
    expect(bench.machine.restartCount).toBe(1);
    expect(bench.machine.timers.stable).toBe(bench.nowMs + 300_000);
  });

  it.each([
    ['always', 0, 'STARTING/BACKOFF'],
    ['always', 1, 'STARTING/BACKOFF'],
    ['on-failure', 0, 'STOPPED'],
    ['on-failure', 1, 'STARTING/BACKOFF'],
    ['never', 0, 'STOPPED'],
    ['never', 1, 'CRASHED/EXITED'],
  ] as const)('row 5: under %s an exit with code %i leads to %s', (policy, code, expected) => {
    const bench = new Bench({ restart: { policy } }).up().die(code);
    expect(bench.is).toBe(expected);
    expect(bench.machine.desired).toBe('up');
  });

  it('is given anew by a start during the wait, which it also skips', () => {
    const bench = new Bench().up().die().send(start);
    expect(bench.is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.restartCount).toBe(0);
  });

  it('is not spent where the exit says that trying again cannot help', () => {
    const bench = new Bench().up();
    bench.send({ ...exitEvent(127), permanent: { reason: 'NOT_FOUND', cause } } as MachineEvent, {
      type: 'TREE_GONE',
    });
    expect(bench.is).toBe('CRASHED/NOT_FOUND');
    expect(bench.machine.restartCount).toBe(0);
  });

  it('is not spent by a respawn after the era probe, which is bounded all the same', () => {
    const bench = new Bench().send(start);
    const probeExit: MachineEvent = { type: 'HANDSHAKE_FAILED', kind: 'probe-exit', cause };
    const again = () =>
      bench
        .send({ type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' }, { type: 'SPAWNED', pid: 1 })
        .send(probeExit, { type: 'TREE_GONE' });
    for (let n = 0; n < 3; n += 1) expect(again().is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.restartCount).toBe(0);
    expect(again().is).toBe('STARTING/BACKOFF');
    expect(bench.machine.restartCount).toBe(1);
  });

  it('row 34: is not spent where a stranger answers on the port that we chose', () => {
    const port = { env: 'PORT', fixed: null, startWhenFree: false };
    const bench = new Bench({ port }).send(start);
    const stolen: MachineEvent = { type: 'HANDSHAKE_FAILED', kind: 'port-conflict', cause };
    bench.send({ type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' }, { type: 'SPAWNED', pid: 1 });
    expect(bench.send(stolen, { type: 'TREE_GONE' }).is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.restartCount).toBe(0);
  });
});

describe('this computer', () => {
  it('row 47: refusing to spawn is retried uncharged for five minutes, then CRASHED(HOST)', () => {
    const bench = new Bench().send(start);
    const begun = bench.nowMs;
    for (let tries = 0; bench.machine.state === 'STARTING' && tries < 100; tries += 1) {
      bench.send({ type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' });
      bench.send({ type: 'SPAWN_FAILED', kind: 'host', reason: 'HOST', cause });
      if (bench.machine.phase === 'BACKOFF') bench.pass(bench.machine.timers.backoff! - bench.nowMs);
    }
    expect(bench.is).toBe('CRASHED/HOST');
    expect(bench.machine).toMatchObject({ restartCount: 0, totalRestarts: 0 });
    expect(bench.nowMs - begun).toBeGreaterThanOrEqual(300_000);
    expect(bench.nowMs - begun).toBeLessThan(340_000);
  });
});

describe('health', () => {
  it('is UNHEALTHY from the first conclusive failure and restarts at the third', () => {
    const bench = new Bench().up().send(fail);
    expect(bench.machine).toMatchObject({ state: 'UNHEALTHY', consecutiveFailures: 1 });
    bench.send(fail);
    expect(bench.is).toBe('UNHEALTHY');
    bench.send(fail);
    expect(bench.is).toBe('STOPPING');
    expect(bench.did('UNWATCH')).toBe(1);
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe('STARTING/BACKOFF');
  });

  it('row 16: two failures and a success leave it RUNNING with its budget as it was', () => {
    const bench = new Bench().up().send(fail, fail, { type: 'HEALTH', result: 'ok', cause: null });
    expect(bench.machine).toMatchObject({ state: 'RUNNING', consecutiveFailures: 0, restartCount: 0 });
  });

  it('changes nothing when the result is unknown or a pause is on', () => {
    const bench = new Bench().up().send({ type: 'HEALTH', result: 'unknown', cause: null });
    expect(bench.is).toBe('RUNNING');
    bench.send({ type: 'PAUSE', untilWall: bench.nowWall + 1000 }, fail, fail, fail);
    expect(bench.is).toBe('RUNNING');
  });

  it('over the memory limit is a charged failure', () => {
    const bench = new Bench().up().send({ type: 'MEMORY_LIMIT', cause }, { type: 'TREE_GONE' });
    expect(bench.machine).toMatchObject({ state: 'STARTING', phase: 'BACKOFF', restartCount: 1 });
  });
});

describe('a stop', () => {
  it('row 42: always wins, wherever the server is', () => {
    const places: ((bench: Bench) => Bench)[] = [
      (b) => b.send(start),
      (b) => b.send(start, { type: 'DEPS_OK' }),
      (b) => b.send(start, { type: 'DEPS_OK' }, { type: 'SLOT' }),
      (b) => b.up().die(),
      (b) => b.up().send({ type: 'RESTART', by: 'user', force: false }),
      (b) => b.up().send(exitEvent(1)),
    ];
    for (const go of places) {
      const bench = go(new Bench()).send(stop, { type: 'TREE_GONE' }).pass(1_000_000);
      expect(bench.is).toBe('STOPPED');
      expect(bench.machine.desired).toBe('down');
    }
  });

  it('while the spawn is under way waits for the process and ends it', () => {
    const bench = new Bench().send(
      start,
      { type: 'DEPS_OK' },
      { type: 'SLOT' },
      { type: 'PRECHECK_OK' },
      stop,
    );
    expect(bench.is).toBe('STOPPING');
    expect(bench.did('STOP_TREE')).toBe(0);
    bench.send({ type: 'SPAWNED', pid: 5 });
    expect(bench.effects).toEqual([{ type: 'STOP_TREE', drain: false, eof: true, quit: false }]);
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe('STOPPED');
  });

  it('while the spawn is under way is done when the spawn fails', () => {
    const bench = new Bench().send(
      start,
      { type: 'DEPS_OK' },
      { type: 'SLOT' },
      { type: 'PRECHECK_OK' },
      stop,
    );
    bench.send({ type: 'SPAWN_FAILED', kind: 'permanent', reason: 'NOT_FOUND', cause });
    expect(bench.is).toBe('STOPPED');
  });

  it('row 43: a second one goes one step up the ladder, a forced one to its end', () => {
    const bench = new Bench().up().send(stop, stop);
    expect(bench.effects).toEqual([{ type: 'ESCALATE', kill: false }]);
    bench.send({ type: 'STOP', by: 'user', force: true });
    expect(bench.effects).toEqual([{ type: 'ESCALATE', kill: true }]);
  });

  it('row 43: a start during it makes one new process after the old is gone', () => {
    const bench = new Bench().up().send(stop, start);
    expect(bench.is).toBe('STOPPING');
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.desired).toBe('up');
  });

  it('of the instance keeps what is desired, and a CRASHED server CRASHED', () => {
    const quit: MachineEvent = { type: 'STOP', by: 'quit', force: false };
    expect(new Bench().up().send(quit, { type: 'TREE_GONE' }).machine).toMatchObject({
      state: 'STOPPED',
      desired: 'up',
    });
    const crashed = new Bench({ restart: { maxRestarts: 0 } }).up().die().send(quit);
    expect(crashed.is).toBe('CRASHED/RESTART_LIMIT');
  });

  it('of a CRASHED server is STOPPED', () => {
    const bench = new Bench({ restart: { maxRestarts: 0 } }).up().die().send(stop);
    expect(bench.machine).toMatchObject({ state: 'STOPPED', desired: 'down', reason: null, cause: null });
  });
});

describe('a tree that cannot be ended', () => {
  const stuck = () => new Bench().up(42).send(stop, { type: 'TREE_STUCK', cause });

  it('row 23: is CRASHED(UNKILLABLE), looked at every 30 s, and nothing new is started meanwhile', () => {
    const bench = stuck().send(start, { type: 'RESTART', by: 'user', force: false }, { type: 'RESET' });
    expect(bench.is).toBe('CRASHED/UNKILLABLE');
    expect(bench.machine.pid).toBe(42);
    bench.pass(30_000);
    expect(bench.did('RECHECK_TREE')).toBe(1);
    bench.pass(30_000);
    expect(bench.did('RECHECK_TREE')).toBe(2);
  });

  it('lets a server that is wanted start once it is gone, and rests otherwise', () => {
    expect(stuck().send({ type: 'TREE_GONE' }).is).toBe('STOPPED');
    expect(stuck().send(start, { type: 'TREE_GONE' }).is).toBe('STARTING/WAIT_DEPS');
  });
});

describe('stdout that ends without the process', () => {
  it('waits two seconds for the exit, then counts as a failure', () => {
    const bench = new Bench().up().send({ type: 'STDOUT_ENDED', cause }).pass(1999);
    expect(bench.is).toBe('RUNNING');
    bench.pass(1);
    expect(bench.machine.then).toMatchObject({ kind: 'failure', failure: { kind: 'stdout-closed' } });
  });

  it('tells the exit when it comes in that time', () => {
    const bench = new Bench().up().send({ type: 'STDOUT_ENDED', cause }).send(exitEvent(3));
    expect(bench.machine.then).toMatchObject({ failure: { kind: 'exit' } });
    expect(bench.machine.timers['stdout-grace']).toBeUndefined();
  });

  it('is the same thing as a pipe that broke', () => {
    const bench = new Bench().up().send({ type: 'BROKEN', kind: 'closed', cause });
    expect(bench.machine.timers['stdout-grace']).toBeDefined();
  });
});

describe('a connection that breaks by itself', () => {
  it('is a charged failure, but refused credentials are for a person', () => {
    expect(new Bench().up().send({ type: 'BROKEN', kind: 'protocol', cause }).machine.then?.kind).toBe(
      'failure',
    );
    const auth = new Bench().up().send({ type: 'BROKEN', kind: 'auth', cause }, { type: 'TREE_GONE' });
    expect(auth.is).toBe('CRASHED/AUTH');
  });

  it.each([
    ['protocol', 'CRASHED/PROTOCOL'],
    ['auth', 'CRASHED/AUTH'],
    ['port-conflict', 'CRASHED/PORT_CONFLICT'],
    ['broken', 'STARTING/BACKOFF'],
  ] as const)('in the handshake as %s leads to %s', (kind, expected) => {
    const bench = new Bench().send(start, { type: 'DEPS_OK' }, { type: 'SLOT' }, { type: 'PRECHECK_OK' });
    bench.send({ type: 'SPAWNED', pid: 1 }, { type: 'HANDSHAKE_FAILED', kind, cause }, { type: 'TREE_GONE' });
    expect(bench.is).toBe(expected);
  });
});

describe('a configuration that changes', () => {
  const policy = policyOf();

  it('row 45: replaces a running server only after its old tree is gone, with a fresh budget', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting();
    bench.send({ type: 'LAUNCH_CHANGED', policy, invalid: null, kind: 'process' });
    expect(bench.is).toBe('STOPPING');
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.restartCount).toBe(0);
  });

  it('lets a stopped server lie and tries a crashed one again', () => {
    const change: MachineEvent = { type: 'LAUNCH_CHANGED', policy, invalid: null, kind: 'process' };
    expect(new Bench().up().send(stop, { type: 'TREE_GONE' }, change).is).toBe('STOPPED');
    expect(new Bench({ restart: { maxRestarts: 0 } }).up().die().send(change).is).toBe('STARTING/WAIT_DEPS');
  });

  it('applies a policy live and counts the stable time from where it began', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting().pass(100_000);
    bench.send({ type: 'POLICY_CHANGED', policy: policyOf({ restart: { stableReset: 120_000 } }) });
    expect(bench.pass(19_999).machine.restartCount).toBe(1);
    expect(bench.pass(1).machine.restartCount).toBe(0);
  });

  it('that no longer has the server stops it, then forgets it', () => {
    const bench = new Bench().up().send({ type: 'REMOVED' });
    expect(bench.is).toBe('STOPPING');
    bench.send(start, stop, { type: 'TREE_GONE' });
    expect(bench.effects).toContainEqual({ type: 'FORGET' });
  });
});

describe('a pause', () => {
  it('holds a server that fails, and starts it when the pause is over', () => {
    const bench = new Bench().up();
    bench.send({ type: 'PAUSE', untilWall: bench.nowWall + 60_000 }).die();
    expect(bench.is).toBe('STOPPED');
    expect(bench.pass(59_999).is).toBe('STOPPED');
    expect(bench.pass(1).is).toBe('STARTING/WAIT_DEPS');
    expect(bench.machine.restartCount).toBe(0);
  });

  it('holds a server that waits for its next restart', () => {
    const bench = new Bench().up().die();
    bench.send({ type: 'PAUSE', untilWall: bench.nowWall + 60_000 }).pass(30_000);
    expect(bench.is).toBe('STOPPED');
    expect(bench.send({ type: 'UNPAUSE' }).is).toBe('STARTING/WAIT_DEPS');
  });

  it('ends by the wall clock, also when the machine slept', () => {
    const bench = new Bench().up();
    bench.send({ type: 'PAUSE', untilWall: bench.nowWall + 60_000 });
    bench.nowWall -= 10_000;
    expect(bench.pass(60_000).machine.pausedUntilWall).not.toBeNull();
    expect(bench.pass(10_000).machine.pausedUntilWall).toBeNull();
  });
});

describe('reset', () => {
  it('starts a crashed server that is wanted and rests one that is not', () => {
    const crashed = () => new Bench({ restart: { maxRestarts: 0 } }).up().die();
    expect(crashed().send({ type: 'RESET' }).is).toBe('STARTING/WAIT_DEPS');
    const unwanted = crashed();
    unwanted.machine = { ...unwanted.machine, desired: 'down' };
    expect(unwanted.send({ type: 'RESET' }).is).toBe('STOPPED');
  });

  it('of a running server gives the budget back and keeps the total', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting().send({ type: 'RESET' });
    expect(bench.machine).toMatchObject({ state: 'RUNNING', restartCount: 0, totalRestarts: 1 });
  });
});

describe('an orphan', () => {
  it('row 32: is ended without the EOF step, and its successor waits for that', () => {
    const bench = new Bench().send({ type: 'ORPHAN_FOUND', pid: 9 });
    expect(bench.effects).toEqual([{ type: 'STOP_TREE', drain: false, eof: false, quit: false }]);
    bench.send({ type: 'START', by: 'boot' });
    expect(bench.is).toBe('STOPPING');
    expect(bench.send({ type: 'TREE_GONE' }).is).toBe('STARTING/WAIT_DEPS');
  });

  it('of a server that is CRASHED leaves it CRASHED for the same reason', () => {
    const bench = new Bench({ restart: { maxRestarts: 0 } }).up().die();
    bench.send({ type: 'ORPHAN_FOUND', pid: 9 }, { type: 'TREE_GONE' });
    expect(bench.is).toBe('CRASHED/RESTART_LIMIT');
  });
});

describe('a port that a stranger holds', () => {
  it('is looked at every 30 s where the policy says so, and the server starts when it is free', () => {
    const bench = new Bench({ port: { env: 'PORT', fixed: 8003, startWhenFree: true } });
    bench.send(start, { type: 'DEPS_OK' }, { type: 'SLOT' });
    bench.send({ type: 'PRECHECK_FAILED', reason: 'PORT_CONFLICT', cause }).pass(60_000);
    expect(bench.did('RECHECK_PORT')).toBe(2);
    expect(bench.send({ type: 'PORT_FREE' }).is).toBe('STARTING/WAIT_DEPS');
  });

  it('is left alone otherwise', () => {
    const bench = new Bench().send(start, { type: 'DEPS_OK' }, { type: 'SLOT' });
    bench.send({ type: 'PRECHECK_FAILED', reason: 'PORT_CONFLICT', cause }).pass(600_000);
    expect(bench.did('RECHECK_PORT')).toBe(0);
  });
});

describe('late news', () => {
  it('row 54: of an older generation changes nothing', () => {
    const bench = new Bench().up().die().pass(2000).fromWaiting();
    const before = bench.machine;
    bench.send({ ...exitEvent(1), generation: before.generation - 1 });
    expect(bench.machine).toBe(before);
  });

  it('of a timer that was disarmed changes nothing', () => {
    const bench = new Bench().up();
    const before = bench.machine;
    expect(bench.send({ type: 'TIMER', timer: 'backoff' }).machine).toBe(before);
  });

  it.each<MachineEvent>([
    { type: 'DEPS_OK' },
    { type: 'DEPS_FAILED', cause },
    { type: 'SLOT' },
    { type: 'PRECHECK_OK' },
    { type: 'PRECHECK_FAILED', reason: 'NOT_FOUND', cause },
    { type: 'SPAWNED', pid: 1 },
    { type: 'SPAWN_FAILED', kind: 'host', reason: 'HOST', cause },
    { type: 'STARTUP_TIMEOUT', progress: true, cause },
    { type: 'READY' },
    { type: 'HANDSHAKE_FAILED', kind: 'auth', cause },
    exitEvent(1),
    { type: 'STDOUT_ENDED', cause },
    { type: 'BROKEN', kind: 'auth', cause },
    fail,
    { type: 'MEMORY_LIMIT', cause },
    { type: 'TREE_GONE' },
    { type: 'TREE_STUCK', cause },
    { type: 'PORT_FREE' },
    { type: 'NETWORK_UP' },
  ])('$type means nothing to a server at rest', (event) => {
    expect(new Bench().send(event).is).toBe('STOPPED');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect, Machine, MachineEvent } from '../../../src-main/core/supervisor/machine.ts';
import { Bench, cause, exitEvent, policyOf } from './reducer-kit.ts';

/** What the world still owes an answer for. */
type Debt = 'dependencies' | 'slot' | 'precheck' | 'spawn' | 'handshake' | 'stop' | 'progress' | 'recheck';

/**
 * The world around one machine, as nasty as it may be: it answers in any order, late, or not at all, and processes die
 * when they like. It keeps its own books of what really lives, and every step is checked against them.
 */
class World {
  readonly bench: Bench;
  readonly debts: { kind: Debt; generation: number }[] = [];
  live: number | null = null;
  watching = false;
  slot = false;
  forgotten = false;
  nextPid = 1000;
  #totalRestarts = 0;

  constructor(bench: Bench) {
    this.bench = bench;
  }

  send(event: MachineEvent): void {
    // An orphan is only ever found where the ledger knows a tree and nothing of ours lives.
    if (event.type === 'ORPHAN_FOUND') {
      if (this.live !== null || this.bench.machine.hasProcess || this.bench.machine.kind === 'remote') return;
      this.live = event.pid;
      if (!['STOPPED', 'CRASHED'].includes(this.bench.machine.state)) this.live = null;
      if (this.live === null) return;
    }
    const before = this.bench.machine;
    this.bench.send(event);
    for (const effect of this.bench.effects) this.#perform(effect, this.bench.machine);
    this.#check(before, event);
  }

  #perform(effect: Effect, machine: Machine): void {
    const owe = (kind: Debt) => this.debts.push({ kind, generation: machine.generation });
    switch (effect.type) {
      case 'AWAIT_DEPENDENCIES':
        return void owe('dependencies');
      case 'REQUEST_SLOT':
        expect(this.slot, 'a second slot').toBe(false);
        this.slot = true;
        return void owe('slot');
      case 'RELEASE_SLOT':
        expect(this.slot, 'a slot given back twice').toBe(true);
        this.slot = false;
        return;
      case 'PRECHECK':
        return void owe('precheck');
      case 'SPAWN':
        expect(this.live, 'a second incarnation').toBeNull();
        expect(
          this.debts.some((debt) => debt.kind === 'spawn'),
          'two spawns under way',
        ).toBe(false);
        expect(machine.desired, 'a spawn that nobody wants').toBe('up');
        return void owe('spawn');
      case 'HANDSHAKE':
        return void owe('handshake');
      case 'JUDGE_PROGRESS':
        return void owe('progress');
      case 'RECHECK_TREE':
        return void owe('recheck');
      case 'STOP_TREE':
        expect(
          this.debts.some((debt) => debt.kind === 'stop'),
          'two ladders at once',
        ).toBe(false);
        return void owe('stop');
      case 'WATCH':
        expect(this.watching).toBe(false);
        this.watching = true;
        return;
      case 'UNWATCH':
        this.watching = false;
        return;
      case 'FORGET':
        this.forgotten = true;
    }
  }

  #check(before: Machine, event: MachineEvent): void {
    const { machine } = this.bench;
    const told = `${before.state}/${before.phase} + ${event.type} -> ${machine.state}/${machine.phase}`;
    const resting =
      machine.state === 'STOPPED' || (machine.state === 'CRASHED' && machine.reason !== 'UNKILLABLE');
    if (resting) {
      expect(this.live, `${told}: a process without an owner`).toBeNull();
      expect(
        this.debts.some((debt) => debt.kind === 'spawn'),
        `${told}: a spawn without an owner`,
      ).toBe(false);
      expect(machine.hasProcess, told).toBe(false);
    }
    expect(machine.restartCount, told).toBeLessThanOrEqual(machine.policy.restart.maxRestarts);
    expect(machine.totalRestarts, told).toBeGreaterThanOrEqual(this.#totalRestarts);
    this.#totalRestarts = machine.totalRestarts;
    if (this.watching) expect(['RUNNING', 'UNHEALTHY'], `${told}: probes`).toContain(machine.state);
    if (machine.state === 'RUNNING') expect(this.watching, `${told}: nobody watches`).toBe(true);
    if (this.slot) expect(machine.state, `${told}: a slot is kept`).toBe('STARTING');
    expect(machine.then !== null, told).toBe(machine.state === 'STOPPING');
    expect(machine.reason !== null, told).toBe(machine.state === 'CRASHED');
    expect(machine.phase !== null, told).toBe(machine.state === 'STARTING');
    this.#checkProgress(told);
  }

  /** Every wait has a bound: something is owed, or a timer runs. */
  #checkProgress(told: string): void {
    const { machine } = this.bench;
    const moving = machine.state === 'STARTING' || machine.state === 'STOPPING';
    if (!moving) return;
    const bounded = this.debts.length > 0 || Object.keys(machine.timers).some((timer) => timer !== 'pause');
    expect(bounded, `${told}: waits for nothing`).toBe(true);
  }

  pay(index: number, outcome: number): void {
    const [debt] = this.debts.splice(index % Math.max(1, this.debts.length), 1);
    if (debt === undefined) return;
    const { generation } = debt;
    const good = outcome % 3 !== 0;
    switch (debt.kind) {
      case 'dependencies':
        return this.send(good ? { type: 'DEPS_OK', generation } : { type: 'DEPS_FAILED', cause, generation });
      case 'slot':
        return this.send({ type: 'SLOT', generation });
      case 'precheck':
        return this.send(
          good
            ? { type: 'PRECHECK_OK', generation }
            : {
                type: 'PRECHECK_FAILED',
                reason: outcome % 2 === 0 ? 'HOST' : 'PORT_CONFLICT',
                cause,
                generation,
              },
        );
      case 'spawn':
        if (!good) {
          const kind = outcome % 2 === 0 ? 'host' : 'permanent';
          return this.send({ type: 'SPAWN_FAILED', kind, reason: 'HOST', cause, generation });
        }
        this.live = this.nextPid++;
        return this.send({ type: 'SPAWNED', pid: this.live, generation });
      case 'handshake': {
        if (good) return this.send({ type: 'READY', generation });
        const kinds = ['protocol', 'auth', 'broken', 'probe-exit', 'port-conflict'] as const;
        const kind = kinds[outcome % kinds.length] ?? 'broken';
        return this.send({ type: 'HANDSHAKE_FAILED', kind, cause, generation });
      }
      case 'progress':
        return this.send({ type: 'STARTUP_TIMEOUT', progress: good, cause, generation });
      case 'stop':
        if (outcome % 7 === 0) return this.send({ type: 'TREE_STUCK', cause, generation });
        this.live = null;
        return this.send({ type: 'TREE_GONE', generation });
      case 'recheck':
        if (!good) return;
        this.live = null;
        return this.send({ type: 'TREE_GONE', generation });
    }
  }

  /** The process dies by itself; its group may have left something, so it counts as live until TREE_GONE. */
  crash(code: number): void {
    if (this.live === null) return;
    this.send({ ...exitEvent(code), generation: this.bench.machine.generation } as MachineEvent);
  }

  pass(ms: number): void {
    const { bench } = this;
    const end = bench.nowMs + ms;
    for (let fired = 0; fired < 50; fired += 1) {
      const next = Object.entries(bench.machine.timers)
        .filter(([, due]) => due <= end)
        .sort(([, a], [, b]) => a - b)[0];
      if (next === undefined) break;
      const passed = Math.max(0, next[1] - bench.nowMs);
      bench.nowMs += passed;
      bench.nowWall += passed;
      this.send({ type: 'TIMER', timer: next[0] as keyof Machine['timers'] });
    }
    bench.nowWall += end - bench.nowMs;
    bench.nowMs = end;
  }
}

type Move = { readonly told: string; readonly run: (world: World) => void };

const move = (told: string, run: Move['run']): Move => ({ told, run });
const say = (event: MachineEvent) => move(JSON.stringify(event), (world) => world.send(event));

const userEvents: readonly MachineEvent[] = [
  { type: 'START', by: 'user' },
  { type: 'START', by: 'user', ignoreDependencies: true },
  { type: 'START', by: 'dependency' },
  { type: 'STOP', by: 'user', force: false },
  { type: 'STOP', by: 'user', force: true },
  { type: 'STOP', by: 'quit', force: false },
  { type: 'RESTART', by: 'user', force: false },
  { type: 'RESTART', by: 'dependency', force: false },
  { type: 'RESET' },
  { type: 'UNPAUSE' },
  { type: 'NETWORK_UP' },
  { type: 'POLICY_CHANGED', policy: policyOf({ restart: { maxRestarts: 1, stableReset: 1000 } }) },
  { type: 'LAUNCH_CHANGED', policy: policyOf(), invalid: null, kind: 'process' },
  { type: 'LAUNCH_CHANGED', policy: policyOf(), invalid: cause, kind: 'process' },
  { type: 'HEALTH', result: 'ok', cause: null },
  { type: 'HEALTH', result: 'fail', cause },
  { type: 'HEALTH', result: 'fail', cause },
  { type: 'HEALTH', result: 'unknown', cause: null },
  { type: 'MEMORY_LIMIT', cause },
  { type: 'STDOUT_ENDED', cause },
  { type: 'BROKEN', kind: 'protocol', cause },
  { type: 'PORT_FREE' },
  { type: 'ORPHAN_FOUND', pid: 9 },
];

const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(9), fc.nat(20)).map(([i, o]) => move(`pay ${i} ${o}`, (w) => w.pay(i, o))),
  },
  { weight: 4, arbitrary: fc.constantFrom(...userEvents).map(say) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 1, 127).map((code) => move(`crash ${code}`, (w) => w.crash(code))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, 500, 5000, 60_000, 700_000)
      .map((ms) => move(`pass ${ms}`, (w) => w.pass(ms))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(1000, 100_000)
      .map((ms) => move(`pause ${ms}`, (w) => w.send({ type: 'PAUSE', untilWall: w.bench.nowWall + ms }))),
  },
);

const policies = fc.record({
  policy: fc.constantFrom('always' as const, 'on-failure' as const, 'never' as const),
  maxRestarts: fc.constantFrom(0, 1, 3),
});

const play = (world: World, steps: readonly Move[]) => {
  for (const step of steps) step.run(world);
};

describe('whatever happens, in whatever order', () => {
  it('row 42: the invariants of the state machine hold after every step', () => {
    fc.assert(
      fc.property(
        policies,
        fc.constantFrom('process' as const, 'remote' as const),
        fc.array(moves, { maxLength: 80 }),
        (restart, kind, steps) => {
          const world = new World(new Bench({ restart }, kind));
          if (kind === 'remote') world.send({ type: 'START', by: 'user' });
          play(world, steps);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('row 42: a last stop by the user ends in STOPPED with nothing alive and no later spawn', () => {
    fc.assert(
      fc.property(policies, fc.array(moves, { maxLength: 60 }), (restart, steps) => {
        const world = new World(new Bench({ restart }));
        world.send({ type: 'START', by: 'user' });
        play(world, steps);
        world.send({ type: 'STOP', by: 'user', force: false });
        const spawned = world.bench.did('SPAWN');
        for (let round = 0; round < 20 && world.debts.length > 0; round += 1) world.pay(0, 1);
        world.pass(3_600_000);
        for (let round = 0; round < 20 && world.debts.length > 0; round += 1) world.pay(0, 1);
        expect(world.bench.is).toBe('STOPPED');
        expect(world.live).toBeNull();
        expect(world.bench.did('SPAWN')).toBe(spawned);
      }),
      { numRuns: 2000 },
    );
  });

  it('a server that is wanted and whose world is kind again comes up', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 60 }), (steps) => {
        const world = new World(new Bench());
        play(world, steps);
        world.send({ type: 'LAUNCH_CHANGED', policy: policyOf(), invalid: null, kind: 'process' });
        world.send({ type: 'UNPAUSE' });
        world.send({ type: 'RESTART', by: 'user', force: false });
        for (let round = 0; round < 60 && world.bench.machine.state !== 'RUNNING'; round += 1) {
          if (world.debts.length > 0) world.pay(0, 1);
          else world.pass(30_000);
        }
        expect(world.bench.is).toBe('RUNNING');
      }),
      { numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import type { Behaviour } from '../../doubles/behaviour.ts';
import { asked, Kit, needs, remote, server, type Watched } from './fleet-kit.ts';

/**
 * Five servers that need each other, whatever people, configurations and faults do to them: the invariants of
 * STATE-MACHINE.md hold after every step, at the level of processes and not only of the reducer.
 */
const NAMES = ['base', 'left', 'right', 'top', 'far'] as const;

type Action =
  | {
      readonly do: 'start' | 'stop' | 'restart' | 'reset' | 'pause' | 'resume';
      readonly names: readonly string[];
      readonly force: boolean;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'kill'; readonly name: string; readonly code: number }
  | { readonly do: 'behave'; readonly name: string; readonly change: Partial<Behaviour> }
  | {
      readonly do: 'apply';
      readonly without: readonly string[];
      readonly changed: string | null;
      readonly disabled: string | null;
      readonly invalid: string | null;
    }
  | { readonly do: 'freeze'; readonly ms: number }
  | { readonly do: 'network' };

const anyName = fc.constantFrom(...NAMES);
const someNames = fc.subarray([...NAMES], { minLength: 0, maxLength: 3 });

const anyChange: fc.Arbitrary<Partial<Behaviour>> = fc.oneof(
  fc.constantFrom<Partial<Behaviour>>(
    { exitAfterMs: 10, exitCode: 1 },
    { exitAfterMs: 2000, exitCode: 0 },
    { exitAfterMs: null },
    { readyMs: null },
    { readyMs: 20 },
    { eofMs: null },
    { eofMs: null, termMs: null },
    { eofMs: 20, termMs: 5 },
    { answersProbes: false },
    { answersProbes: true },
    { reachable: false },
    { reachable: true },
    { handshake: 'protocol' },
    { handshake: 'ok' },
    { killMs: null, eofMs: null, termMs: null },
    { killMs: 0 },
  ),
  fc.constantFrom<Partial<Behaviour>>(
    { launch: { ok: false, kind: 'host', reason: 'HOST', cause: cause() } },
    { launch: { ok: false, kind: 'permanent', reason: 'NOT_FOUND', cause: cause() } },
    { precheck: { ok: false, reason: 'CONFIG', cause: cause() } },
    { launch: null, precheck: null },
  ),
);

function cause() {
  return {
    happened: { key: 'machine.health.happened', params: {} },
    remedy: { key: 'machine.health.remedy', params: {} },
  };
}

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('start', 'stop', 'restart', 'reset', 'pause', 'resume'),
      names: someNames,
      force: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      ms: fc.constantFrom(0, 1, 4, 30, 60, 500, 1500, 6000, 31_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('kill'), name: anyName, code: fc.constantFrom(0, 1) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('behave'), name: anyName, change: anyChange }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('apply'),
      without: fc.subarray([...NAMES], { maxLength: 1 }),
      changed: fc.option(anyName),
      disabled: fc.option(anyName),
      invalid: fc.option(anyName),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze'), ms: fc.constantFrom(7000, 3_600_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('network') }) },
);

class Run {
  readonly kit = new Kit();
  readonly accepted: Watched[] = [];
  readonly totals = new Map<string, number>();
  revision = 0;

  constructor() {
    this.kit.world.onLaunch = (name) => {
      const status = this.kit.orchestrator.server(name);
      // A server that left the file while it was on its way is ended as soon as it is there.
      if (status.ok)
        expect(status.value, `${name} was launched`).toMatchObject({ desired: 'up', state: 'STARTING' });
    };
  }

  servers(action?: Extract<Action, { do: 'apply' }>): readonly ServerDefinition[] {
    const change = (name: string) => ({
      ...(action?.changed === name ? { launchHash: `${name}-${++this.revision}` } : {}),
      ...(action?.disabled === name ? { enabled: false } : {}),
      ...(action?.invalid === name
        ? {
            launchHash: `${name}-bad`,
            problems: [
              {
                file: '/c.json',
                line: 1,
                column: 1,
                server: name,
                path: '',
                found: null,
                expected: null,
                message: 'Line 1.',
              },
            ],
          }
        : {}),
    });
    const all = [
      server('base', change('base')),
      server('left', { ...change('left'), policy: { dependsOn: needs('base'), restartWith: ['base'] } }),
      server('right', {
        ...change('right'),
        policy: { dependsOn: [{ server: 'base', condition: 'started' }] },
      }),
      server('top', { ...change('top'), policy: { dependsOn: needs('left', 'right') } }),
      remote('far', { dependsOn: needs('base') }),
    ];
    return all.filter(({ name }) => action?.without.includes(name) !== true);
  }

  async act(action: Action): Promise<void> {
    const { kit } = this;
    const { orchestrator, world } = kit;
    switch (action.do) {
      case 'wait':
        await kit.advance(action.ms);
        break;
      case 'kill':
        for (const process of world.alive(action.name)) process.end({ code: action.code, signal: null });
        break;
      case 'behave':
        world.behave(action.name, action.change);
        for (const process of world.alive(action.name)) Object.assign(process.behaviour, action.change);
        break;
      case 'apply':
        kit.apply(this.servers(action));
        break;
      case 'freeze':
        world.clock.freeze(action.ms);
        break;
      case 'network':
        orchestrator.onNetworkUp();
        break;
      default:
        this.request(action);
    }
    await world.clock.settle();
    this.check();
  }

  request(action: Extract<Action, { names: readonly string[] }>): void {
    const { orchestrator } = this.kit;
    const { names, force } = action;
    const answer = {
      start: () => orchestrator.start(names, { dependencies: !force }, asked),
      stop: () => orchestrator.stop(names, { force }, asked),
      restart: () => orchestrator.restart(names, { force }, asked),
      reset: () => orchestrator.reset(names, asked),
      pause: () => orchestrator.pause(names, 5000, asked),
      resume: () => orchestrator.resume(names, asked),
    }[action.do]();
    if (answer.ok) this.accepted.push(this.kit.watched(answer));
    else expect(['UNKNOWN_SERVER', 'DISABLED']).toContain(answer.refusal.code);
  }

  check(): void {
    const { world, orchestrator } = this.kit;
    expect(world.violations).toEqual([]);
    for (const status of orchestrator.status().servers) {
      const { name, state, reason, restartCount, maxRestarts, totalRestarts } = status;
      const alive = world.alive(name).length;
      expect(alive, `${name} is ${state}`).toBeLessThanOrEqual(1);
      const atRest = state === 'STOPPED' || (state === 'CRASHED' && reason !== 'UNKILLABLE');
      if (atRest) expect(alive, `${name} is ${state}`).toBe(0);
      if (state === 'RUNNING' && name !== 'far') expect(status.pid, name).not.toBeNull();
      expect(restartCount).toBeLessThanOrEqual(maxRestarts);
      expect(totalRestarts).toBeGreaterThanOrEqual(this.totals.get(name) ?? 0);
      this.totals.set(name, totalRestarts);
      if (status.health.checkedAt !== null) expect(['RUNNING', 'UNHEALTHY']).toContain(state);
    }
    for (const name of this.totals.keys()) if (!orchestrator.server(name).ok) this.totals.delete(name);
  }

  /** However it went: every operation ends once, and nothing outlives the instance but what cannot be killed. */
  async end(): Promise<void> {
    const { kit } = this;
    const desired = new Map(kit.orchestrator.status().servers.map((each) => [each.name, each.desired]));
    expect(await kit.shutdown()).toBeLessThanOrEqual(9000);
    const unkillable = kit.world.alive().filter((process) => process.behaviour.killMs !== null);
    expect(unkillable.map((process) => process.server)).toEqual([]);
    for (const operation of this.accepted) {
      expect(operation.outcome, operation.id).not.toBeNull();
      const told = kit.eventsOf('operation.finished').filter((event) => event.operation === operation.id);
      expect(told, operation.id).toHaveLength(1);
    }
    for (const record of kit.world.store.servers()) {
      const before = desired.get(record.name);
      if (before !== undefined) expect(record.desired, record.name).toBe(before);
    }
    expect(kit.world.violations).toEqual([]);
  }
}

test('whatever people, files and faults do, no server is there twice, unwanted or left behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAction, { minLength: 3, maxLength: 14 }), async (actions) => {
      const run = new Run();
      await run.kit.boot(run.servers());
      run.check();
      for (const action of actions) {
        await run.act(action);
      }
      await run.end();
    }),
    // Ten times as many by hand: FLEET_RUNS=10000.
    { numRuns: Number(process.env.FLEET_RUNS ?? 1000) },
  );
}, 240_000);

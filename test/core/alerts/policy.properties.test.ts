import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPISODE_MS, STEADY_MS } from '../../../src-main/core/alerts/episodes.ts';
import { dueInMs, onEvent, onLook, onSettings } from '../../../src-main/core/alerts/policy.ts';
import { STORM_MS, STORM_SIZE } from '../../../src-main/core/alerts/policy-draft.ts';
import {
  beginPolicy,
  type PolicyContext,
  type PolicyState,
  type PolicyStep,
} from '../../../src-main/core/alerts/policy-state.ts';
import { isQuiet } from '../../../src-main/core/alerts/quiet-hours.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { type Alert, type AlertSettings, defaultAlertSettings } from '../../../src-shared/schema/alert.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';

const START_WALL = new Date(2026, 10, 21, 21, 0).getTime();
const servers = ['a', 'b', 'c', 'd', 'e'];
const cause = { happened: message('machine.health.happened'), remedy: message('machine.health.remedy') };

type Act =
  | { readonly do: 'pass'; readonly ms: number }
  | {
      readonly do: 'crash' | 'run' | 'wobble' | 'limit' | 'dependency' | 'person' | 'end';
      readonly server: string;
    }
  | { readonly do: 'settings'; readonly change: Partial<AlertSettings> }
  | { readonly do: 'freeze' };

const someServer = fc.constantFrom(...servers);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(100, 2000, 5000, 32_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(4_000_000) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('crash', 'run', 'wobble', 'limit', 'dependency', 'person', 'end'),
      server: someServer,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'freeze' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settings' as const),
      change: fc.record(
        {
          enabled: fc.boolean(),
          crashed: fc.boolean(),
          recovered: fc.boolean(),
          muted: fc.subarray(servers),
          quietHours: fc.constantFrom(null, { from: '22:00', to: '06:00' }),
        },
        { requiredKeys: [] },
      ),
    }),
  },
);

/** What a person knows who looks at the screen only, and what is true. */
class Bench {
  settings: AlertSettings = defaultAlertSettings;
  state: PolicyState = beginPolicy();
  nowMs = 0;
  readonly screen = new Map<string, { readonly alert: Alert; readonly shownAtMs: number }>();
  /** What each server's newest alert was. */
  readonly newest = new Map<string, Alert['kind']>();
  readonly truth = new Map<string, { readonly is: string; readonly sinceMs: number }>();
  #seq = 0;
  #ids = 0;

  get context(): PolicyContext {
    return {
      nowMs: this.nowMs,
      nowWall: START_WALL + this.nowMs,
      settings: this.settings,
      newId: () => `id-${++this.#ids}`,
    };
  }

  take({ state, messages }: PolicyStep): void {
    this.state = state;
    for (const each of messages) {
      if (each.kind === 'withdraw') {
        expect(this.screen.delete(each.id)).toBe(true); // nothing is taken back that is not there
        continue;
      }
      this.shown(each.alert);
    }
  }

  shown(alert: Alert): void {
    expect(isQuiet(this.settings.quietHours, this.context.nowWall)).toBe(false);
    this.screen.set(alert.id, { alert, shownAtMs: this.nowMs });
    const [only, ...others] = alert.servers;
    if (alert.kind === 'recovered' && others.length === 0) {
      expect(['crashed', 'down']).toContain(this.newest.get(only ?? ''));
    }
    for (const server of alert.servers) {
      this.newest.set(server, alert.kind);
      const truth = this.truth.get(server);
      if (alert.kind === 'recovered') {
        expect(truth?.is).toBe('run');
        expect(this.nowMs - (truth?.sinceMs ?? 0)).toBeGreaterThanOrEqual(STEADY_MS);
      }
    }
  }

  send(type: OrchestratorEvent['type'], server: string | null, data: object, actor = 'supervisor'): void {
    const event = { seq: ++this.#seq, at: new Date(START_WALL + this.nowMs).toISOString(), type, server };
    this.take(
      onEvent(
        this.state,
        { ...event, generation: 1, actor, operation: null, data: { ...data } },
        this.context,
      ),
    );
  }

  pass(ms: number): void {
    const end = this.nowMs + ms;
    for (;;) {
      const due = dueInMs(this.state, this.context);
      if (due === null || this.nowMs + due > end) break;
      this.nowMs += Math.max(1, due);
      this.take(onLook(this.state, this.context));
    }
    this.nowMs = Math.max(this.nowMs, end);
  }

  do(each: Act): void {
    switch (each.do) {
      case 'pass':
        return this.pass(each.ms);
      case 'freeze':
        for (const [server, { is }] of this.truth) {
          // One that ran long enough before has shown it already, and waits for the others of its alert only.
          if (this.state.waiting.get(server)?.kind === 'recovered') continue;
          this.truth.set(server, { is, sinceMs: this.nowMs });
        }
        return this.send('instance.freeze', null, { lengthMs: 60_000 });
      case 'settings':
        this.settings = { ...this.settings, ...each.change };
        return this.take(onSettings(this.state, this.context));
      default:
        return this.happen(each.do, each.server);
    }
  }

  happen(what: Extract<Act, { readonly server: string }>['do'], server: string): void {
    const state = (to: string, more: object = {}, actor?: string) =>
      this.send('server.state', server, { to, phase: null, reason: null, cause: null, ...more }, actor);
    // Told again that it runs: it is the same run.
    const runsOn = what === 'run' && this.truth.get(server)?.is === 'run';
    if (!runsOn) this.truth.set(server, { is: what, sinceMs: this.nowMs });
    switch (what) {
      case 'crash':
        this.send('server.restart', server, { attempt: 1, maxRestarts: 3, delayMs: 1000, charged: true });
        return state('STARTING', { phase: 'BACKOFF', cause });
      case 'run':
        return state('RUNNING');
      case 'wobble':
        return state('UNHEALTHY', { cause });
      case 'limit':
        return state('CRASHED', { reason: 'RESTART_LIMIT', cause });
      case 'dependency':
        return state('CRASHED', { reason: 'DEPENDENCY', cause });
      case 'person':
        return state('STOPPING', {}, 'cli:1000');
      case 'end':
        return state('STOPPED');
    }
  }

  check(): void {
    const alerts = [...this.screen.values()];
    const all = alerts.flatMap(({ alert }) => alert.servers.map((server) => ({ server, alert })));
    for (const { server, alert } of all) {
      const is = this.truth.get(server)?.is;
      // Of several in one alert some may be over; of one alone never.
      if (alert.servers.length === 1) expect(['person', 'end', 'dependency']).not.toContain(is);
      if (alert.servers.length === 1 && alert.kind === 'recovered') expect(is).toBe('run');
    }
    for (const kind of ['crashed', 'down', 'recovered']) {
      const recent = alerts.filter(
        (each) => each.alert.kind === kind && this.nowMs - each.shownAtMs < STORM_MS,
      );
      expect(recent.length).toBeLessThan(STORM_SIZE);
    }
    expect([...this.state.told.keys()].sort()).toEqual([...this.screen.keys()].sort());
    if (!this.settings.enabled) expect(this.screen.size).toBe(0);
    for (const { alert } of alerts) {
      if (alert.servers.length === 1) expect(this.settings.muted).not.toContain(alert.servers[0]);
    }
  }
}

test('whatever happens, the screen tells the truth, keeps quiet when it should, and never fills', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
      const bench = new Bench();
      for (const each of acts) {
        bench.do(each);
        bench.check();
      }
      // Left alone, everything comes to rest: no timer goes on for ever but for what waits for the end of quiet hours.
      bench.settings = { ...bench.settings, quietHours: null };
      bench.take(onSettings(bench.state, bench.context));
      bench.pass(10 * 60_000);
      expect(dueInMs(bench.state, bench.context)).toBeNull();
      bench.check();
    }),
    {
      numRuns: 200,
      // Down again in the two seconds before anybody is told so: what says that it runs goes at once.
      examples: [
        [
          [
            { do: 'crash', server: 'c' },
            { do: 'run', server: 'c' },
            { do: 'pass', ms: 32_000 },
            { do: 'limit', server: 'c' },
          ],
        ],
      ],
    },
  );
});

test('a server that only ever crashes and runs again by itself is told of at most once in ten minutes', () => {
  const flapping = fc.array(
    fc.oneof(
      fc.record({ do: fc.constantFrom('crash' as const, 'run' as const), server: fc.constant('a') }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.nat(200_000) }),
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(flapping, (acts) => {
      const bench = new Bench();
      const toldAtMs: number[] = [];
      const shown = bench.shown.bind(bench);
      bench.shown = (alert) => {
        if (alert.kind === 'crashed') toldAtMs.push(Date.parse(alert.at));
        shown(alert);
      };
      for (const each of acts) {
        bench.do(each);
        bench.check();
      }
      for (const [index, at] of toldAtMs.entries()) {
        const before = toldAtMs[index - 1];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(EPISODE_MS);
      }
    }),
    {
      numRuns: 200,
      // Told twice that it runs, the second time while its recovery waits to be told.
      examples: [
        [
          [
            { do: 'crash', server: 'a' },
            { do: 'pass', ms: 5000 },
            { do: 'run', server: 'a' },
            { do: 'pass', ms: 30_000 },
            { do: 'run', server: 'a' },
            { do: 'pass', ms: 5000 },
          ],
        ],
      ],
    },
  );
});

test('the end of the instance clears the screen, and nothing comes after it', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.array(act, { maxLength: 30 }), (acts, late) => {
      const bench = new Bench();
      for (const each of acts) bench.do(each);
      bench.send('instance.stopping', null, { reason: 'test' });
      expect(bench.screen.size).toBe(0);
      for (const each of late) bench.do(each);
      bench.pass(10 * 60_000);
      expect(bench.screen.size).toBe(0);
    }),
    { numRuns: 100 },
  );
});

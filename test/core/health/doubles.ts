import { createFreezeDetector } from '../../../src-main/core/health/freeze-detector.ts';
import { createHealthLoop, type HealthOutcome } from '../../../src-main/core/health/health-loop.ts';
import type { HealthTarget } from '../../../src-main/core/health/health-target.ts';
import type { Saving } from '../../../src-main/core/health/pace.ts';
import type { HttpHealthProbe, HttpHealthResult } from '../../../src-main/core/ports/health-http.ts';
import type { ProbeResult, UpstreamConnection } from '../../../src-main/core/ports/mcp.ts';
import type { Random } from '../../../src-main/core/ports/random.ts';
import { defaultPolicy, type Policy } from '../../../src-shared/schema/policy.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** The same numbers in every run; `fixed` gives one number for ever. */
export function seededRandom(fixed?: number): Random {
  let state = 42;
  return {
    unit: () => {
      if (fixed !== undefined) return fixed;
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    },
    id: () => 'id',
  };
}

export type Behaviour = 'answers' | 'hangs' | 'throws' | { readonly refuses: ProbeResult };

/** A server's end of a connection, as far as a probe sees it. */
export class FakeServer implements UpstreamConnection {
  readonly clock: FakeClock;
  behaviour: Behaviour = 'answers';
  inFlight = 0;
  lastMessageAtMs: number | null = null;
  /** Times of all probes, and how many were open at once at most. */
  readonly probedAtMs: number[] = [];
  open = 0;
  mostOpen = 0;
  facts = null;
  onToolsChanged = null;
  onBroken = null;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  speaks(): void {
    this.lastMessageAtMs = this.clock.monotonicMs();
  }

  request(): never {
    throw new Error('a probe asks for nothing else');
  }

  async probe(timeoutMs: number, signal?: AbortSignal): Promise<ProbeResult> {
    this.probedAtMs.push(this.clock.monotonicMs());
    this.open++;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    try {
      if (this.behaviour === 'throws') throw new Error('a bug');
      if (typeof this.behaviour === 'object') return this.behaviour.refuses;
      if (this.behaviour === 'hangs') return await this.#silence(timeoutMs, signal);
      this.speaks();
      return { kind: 'answered', latencyMs: 3 };
    } finally {
      this.open--;
    }
  }

  #silence(timeoutMs: number, signal?: AbortSignal): Promise<ProbeResult> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(timeoutMs, () => resolve({ kind: 'silent' }));
      signal?.addEventListener('abort', () => {
        timer.cancel();
        resolve({ kind: 'silent' });
      });
    });
  }

  connect = () => Promise.reject(new Error('not part of this'));
  call = () => Promise.reject(new Error('not part of this'));
  drain = () => Promise.resolve();
  close = () => Promise.resolve();
}

export interface Told extends HealthOutcome {
  readonly server: string;
  readonly generation: number;
  readonly atMs: number;
}

export function healthBench({ unit, saving }: { readonly unit?: number; readonly saving?: Saving } = {}) {
  const clock = new FakeClock();
  const freeze = createFreezeDetector({ clock });
  const told: Told[] = [];
  const asked: string[] = [];
  const http: { answer: (url: string, timeoutMs: number) => Promise<HttpHealthResult> } = {
    answer: () => Promise.resolve({ kind: 'ok', latencyMs: 7, body: null }),
  };
  const httpHealth: HttpHealthProbe = {
    get: (url, timeoutMs) => {
      asked.push(url);
      return http.answer(url, timeoutMs);
    },
  };
  const loop = createHealthLoop({
    clock,
    random: seededRandom(unit),
    httpHealth,
    freeze,
    ...(saving === undefined ? {} : { saving }),
    onResult: (server, generation, outcome) =>
      told.push({ server, generation, atMs: clock.monotonicMs(), ...outcome }),
  });
  const results = (): readonly string[] => told.map(({ result }) => result);
  return { clock, freeze, loop, told, results, http, asked };
}

export function policyWith(
  health: Partial<Policy['health']>,
  resources: Partial<Policy['resources']> = {},
): Policy {
  return {
    ...defaultPolicy,
    health: { ...defaultPolicy.health, ...health },
    resources: { ...defaultPolicy.resources, ...resources },
  };
}

export function target(
  connection: UpstreamConnection | null,
  more: Partial<HealthTarget> = {},
): HealthTarget {
  return {
    server: 'db',
    generation: 1,
    kind: 'process',
    policy: () => defaultPolicy,
    connection,
    endpointUrl: null,
    treeCpuPercent: () => null,
    paused: () => false,
    ...more,
  };
}

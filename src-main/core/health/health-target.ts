import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { UpstreamConnection } from '../ports/mcp.ts';
import { type ProbePlan, planProbe } from './probe-plan.ts';

/** A server while it is RUNNING or UNHEALTHY. The functions are asked anew at every check. */
export interface HealthTarget {
  readonly server: string;
  readonly generation: number;
  readonly kind: 'process' | 'remote';
  readonly policy: () => Policy;
  readonly connection: UpstreamConnection | null;
  /** Where the server is reached by URL; kind `http` asks `/health` at its origin. */
  readonly endpointUrl: string | null;
  /** Of the last sample; null where none was taken. */
  readonly treeCpuPercent: () => number | null;
  readonly paused: () => boolean;
  /** Bytes that the server wrote so far, on whatever stream: with a call in flight they prove that it works. */
  readonly bytesRead?: () => number;
  /** Whether the process exists; without it an exit event is the only word of its end. */
  readonly alive?: () => boolean;
}

/** Below this the tree only idles (reference: supervision §3, busy rule). */
const BUSY_CPU_PERCENT = 5;

export const planOf = ({ policy, connection, endpointUrl }: HealthTarget): ProbePlan =>
  planProbe(policy().health, { connection: connection !== null, endpointUrl });

export const asksNothing = (plan: ProbePlan): boolean =>
  !plan.mcp && plan.url === null && !plan.alive && !plan.missingUrl;

export const isAlive = (target: HealthTarget): boolean => target.alive?.() ?? true;

/** Calls that it works on: the tree uses CPU, or wrote since the probe began. 0 where it does neither. */
export function busyCalls(target: HealthTarget, bytesBefore: number): number {
  const inFlight = target.connection?.inFlight ?? 0;
  if (inFlight === 0) return 0;
  const wrote = (target.bytesRead?.() ?? 0) > bytesBefore;
  return wrote || (target.treeCpuPercent() ?? 0) > BUSY_CPU_PERCENT ? inFlight : 0;
}

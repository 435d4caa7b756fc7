import { message } from '../../../src-shared/i18n/message.ts';
import { formatDuration } from '../../../src-shared/model/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpHealthProbe } from '../ports/health-http.ts';
import type { UpstreamConnection } from '../ports/mcp.ts';
import type { Finding } from './judge.ts';
import type { ProbePlan } from './probe-plan.ts';

export interface ProbeContext {
  readonly clock: Clock;
  readonly httpHealth: HttpHealthProbe;
  readonly connection: UpstreamConnection | null;
  readonly alive: () => boolean;
  readonly timeoutMs: number;
  readonly nextCheckMs: number;
  readonly signal: AbortSignal;
}

/** Asks everything that the plan names, side by side. Never rejects: a probe that throws is a failed one. */
export function probe(plan: ProbePlan, context: ProbeContext): Promise<readonly Finding[]> {
  const findings: Promise<Finding>[] = [];
  if (plan.missingUrl) findings.push(Promise.resolve({ kind: 'no-url' }));
  if (plan.alive) findings.push(Promise.resolve(context.alive() ? ALIVE : { kind: 'gone' }));
  if (plan.mcp && context.connection !== null)
    findings.push(orFailed(askMcp(context.connection, context), context));
  if (plan.url !== null) findings.push(orFailed(askHttp(plan.url, context), context));
  return Promise.all(findings);
}

const ALIVE: Finding = { kind: 'alive', latencyMs: null, body: null };

async function askMcp(connection: UpstreamConnection, context: ProbeContext): Promise<Finding> {
  const askedAtMs = context.clock.monotonicMs();
  const answer = await connection.probe(context.timeoutMs, context.signal);
  if (answer.kind === 'answered') return { kind: 'alive', latencyMs: answer.latencyMs, body: null };
  if (answer.kind === 'failed') {
    const { cause, auth } = answer;
    return { kind: 'failed', cause, auth, status: null, latencyMs: null, body: null };
  }
  // A time-out fires before what already waits in the pipe is read (pitfall 27 b).
  await context.clock.nextTurn();
  const heardAtMs = connection.lastMessageAtMs;
  if (heardAtMs !== null && heardAtMs > askedAtMs) return ALIVE;
  return { kind: 'silent' };
}

async function askHttp(url: string, context: ProbeContext): Promise<Finding> {
  const answer = await context.httpHealth.get(url, context.timeoutMs, context.signal);
  if (answer.kind === 'silent') return { kind: 'silent' };
  if (answer.kind === 'ok') return { kind: 'alive', latencyMs: answer.latencyMs, body: answer.body };
  const { cause, latencyMs, body, status = null } = answer;
  return { kind: 'failed', cause, status, auth: false, latencyMs, body };
}

async function orFailed(asking: Promise<Finding>, { nextCheckMs }: ProbeContext): Promise<Finding> {
  try {
    return await asking;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const cause = {
      happened: message('health.broken.happened', { problem }),
      remedy: message('health.broken.remedy', { time: formatDuration(nextCheckMs) }),
    };
    return { kind: 'failed', cause, status: null, auth: false, latencyMs: null, body: null };
  }
}

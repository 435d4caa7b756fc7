import type { Cause } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { formatDuration } from '../../../src-shared/model/format.ts';
import type { DeepHealth } from '../../../src-shared/schema/status.ts';
import { unwellDependencies } from './deep-health.ts';

/** Only `fail` counts towards the threshold; `unknown` says nothing in either direction. */
export type HealthResult = 'ok' | 'fail' | 'unknown';

/** What one probe found out. */
export type Finding =
  | { readonly kind: 'alive'; readonly latencyMs: number | null; readonly body: DeepHealth | null }
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'failed';
      readonly cause: Cause;
      readonly status: number | null;
      readonly auth: boolean;
      readonly latencyMs: number | null;
      readonly body: DeepHealth | null;
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'no-url' };

/** What must be known beside the findings to say what they mean. */
export interface Circumstances {
  readonly remote: boolean;
  readonly timeoutMs: number;
  readonly nextCheckMs: number;
  /** Failures in a row before this one, and how many restart it. */
  readonly failures: number;
  readonly threshold: number;
  readonly inGrace: boolean;
  /** A request is in flight and the tree works: it uses CPU, or bytes came. */
  readonly busyCalls: number;
  /** For how long it has been busy without an answer. */
  readonly busyForMs: number;
}

export interface Judgement {
  readonly result: HealthResult;
  readonly cause: Cause | null;
  readonly auth: boolean;
  /** The busy rule is what kept this from being a failure. */
  readonly busy: boolean;
}

/** reference: supervision §3, busy rule. */
export const BUSY_LIMIT_MS = 600_000;

const WELL: Judgement = { result: 'ok', cause: null, auth: false, busy: false };
const NOT_ASKED: Judgement = { result: 'unknown', cause: null, auth: false, busy: false };

/** The worst of the findings decides; freeze and business turn a failure into "not known". */
export function judge(findings: readonly Finding[], at: Circumstances): Judgement {
  if (findings.length === 0) return NOT_ASKED;
  const worst =
    findings.find(({ kind }) => kind === 'failed' || kind === 'gone') ??
    findings.find(({ kind }) => kind === 'silent') ??
    findings.find(({ kind }) => kind === 'no-url');
  if (worst === undefined || worst.kind === 'alive') return WELL;
  if (worst.kind === 'no-url')
    return unknown(cause(message('health.no-url.happened'), message('health.no-url.remedy')));
  if (at.inGrace) return unknown(graceCause(at));
  if (worst.kind === 'silent') {
    if (at.busyCalls > 0 && at.busyForMs < BUSY_LIMIT_MS) return { ...unknown(busyCause(at)), busy: true };
    return failure(silentCause(at), false);
  }
  if (worst.kind === 'gone')
    return failure(cause(message('health.gone.happened'), message('health.gone.remedy')), false);
  return failure(worst.status === null ? worst.cause : statusCause(worst.status, worst.body, at), worst.auth);
}

const cause = (happened: Cause['happened'], remedy: Cause['remedy']): Cause => ({ happened, remedy });
const unknown = (why: Cause): Judgement => ({ result: 'unknown', cause: why, auth: false, busy: false });
const failure = (why: Cause, auth: boolean): Judgement => ({ result: 'fail', cause: why, auth, busy: false });

const graceCause = (at: Circumstances): Cause =>
  cause(
    message('health.grace.happened'),
    message('health.grace.remedy', { time: formatDuration(at.nextCheckMs) }),
  );

const busyCause = (at: Circumstances): Cause =>
  cause(
    message('health.busy.happened', { calls: at.busyCalls, time: formatDuration(at.timeoutMs) }),
    message('health.busy.remedy', { limit: formatDuration(BUSY_LIMIT_MS) }),
  );

function silentCause(at: Circumstances): Cause {
  const happened = message('health.silent.happened', {
    time: formatDuration(at.timeoutMs),
    times: at.failures + 1,
  });
  return cause(happened, remedy(at, null, 'health.silent.remedy', 'health.silent.remedy-remote'));
}

/** brief.md §5, row UNHEALTHY. */
function statusCause(status: number, body: DeepHealth | null, at: Circumstances): Cause {
  const [dependency] = unwellDependencies(body);
  const params = { times: at.failures + 1, problem: `HTTP ${status}` };
  if (dependency === undefined)
    return cause(
      message('health.status.happened', params),
      remedy(at, null, 'health.status.remedy', 'health.remote.remedy'),
    );
  return cause(
    message('health.status.happened-dependency', {
      ...params,
      dependency,
      status: body?.dependencies[dependency]?.status ?? '',
    }),
    remedy(at, dependency, 'health.status.remedy-dependency', 'health.remote.remedy-dependency'),
  );
}

function remedy(
  at: Circumstances,
  dependency: string | null,
  local: string,
  remote: string,
): Cause['remedy'] {
  const left = at.threshold - at.failures - 1;
  const named: Record<string, string> = dependency === null ? {} : { dependency };
  const time = formatDuration(at.nextCheckMs);
  if (at.remote) return message(remote, { ...named, time });
  if (left <= 0)
    return message(dependency === null ? 'health.last.remedy' : 'health.last.remedy-dependency', named);
  return message(local, { ...named, time, left });
}

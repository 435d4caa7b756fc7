import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';
import type { DeepHealth } from '../../../src-shared/schema/status.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { HttpHealthProbe, HttpHealthResult } from '../../core/ports/health-http.ts';
import { createHttpClient, type ExchangeOutcome, readBody } from '../mcp/http-exchange.ts';
import { readDeepHealth } from './deep-health.ts';

/** A longer body is not read; the status code counts all the same. */
const MAX_BODY_BYTES = 256 * 1024;
const WELL = ['healthy', 'ok', 'up', 'pass'];

const cause = (happened: Message): Cause => ({ happened, remedy: message('mcp.health.remedy') });

/** A dependency that is to blame says more than the status code alone. */
function badStatus(status: number, body: DeepHealth | null): Cause {
  const down = Object.entries(body?.dependencies ?? {}).find(
    ([, { status: said }]) => !WELL.includes(said.toLowerCase()),
  );
  if (down === undefined) return cause(message('mcp.health.status', { status: String(status) }));
  const [dependency, { status: state }] = down;
  return cause(message('mcp.health.dependency', { status: String(status), dependency, state }));
}

function unanswered(outcome: Exclude<ExchangeOutcome, { kind: 'response' }>, host: string): HttpHealthResult {
  if (outcome.kind === 'aborted') return { kind: 'silent' };
  const happened =
    outcome.kind === 'redirected'
      ? message('mcp.health.redirected', { to: outcome.to })
      : message('mcp.health.unreachable', { host, code: outcome.code });
  return { kind: 'fail', latencyMs: null, cause: cause(happened), body: null };
}

/**
 * GET over kept connections. Latency is the time until the status came; a body that is late, long or no JSON never
 * spoils a status that is there. Silent: no status within the time, looked at again one turn after it (a freeze).
 */
export function createHttpHealthProbe(clock: Clock): HttpHealthProbe & { close(): void } {
  const client = createHttpClient(clock);

  async function exchange(url: URL, signal: AbortSignal): Promise<HttpHealthResult> {
    const startedAtMs = clock.monotonicMs();
    const headers = { accept: 'application/json, */*;q=0.5' };
    const outcome = await client.exchange({ method: 'GET', url, headers, repeatable: true }, signal);
    if (outcome.kind !== 'response') return unanswered(outcome, url.host);
    const { response } = outcome;
    const latencyMs = clock.monotonicMs() - startedAtMs;
    const read = await readBody(response, MAX_BODY_BYTES);
    const body = read.kind === 'whole' ? readDeepHealth(read.bytes.toString()) : null;
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { kind: 'ok', latencyMs, body };
    return { kind: 'fail', latencyMs, status, cause: badStatus(status, body), body };
  }

  return {
    async get(url, timeoutMs, signal) {
      const target = URL.parse(url);
      if (target === null) {
        const happened = message('mcp.health.noUrl', { url });
        return { kind: 'fail', latencyMs: null, cause: cause(happened), body: null };
      }
      const limit = new AbortController();
      const stop = (): void => limit.abort();
      const timer = clock.setTimer(timeoutMs, () => void clock.nextTurn().then(stop));
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop);
      try {
        return await exchange(target, limit.signal);
      } finally {
        timer.cancel();
        signal?.removeEventListener('abort', stop);
      }
    },
    close: () => client.close(),
  };
}

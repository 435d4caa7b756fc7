import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { CallResult } from '../../core/ports/mcp.ts';
import { causes } from './causes.ts';
import type { Failure } from './channel.ts';
import type { Reply } from './upstream-link.ts';

/** What is asked of which server, for the sentences; of a call the tool's name. */
interface Asked {
  readonly server: string;
  readonly what: string;
  readonly timeoutMs: number;
}

/** No answer of the server: its end, our time-out, our abort. */
export function failedCall(kind: 'error' | 'timeout' | 'closed' | 'aborted', told: Message): CallResult {
  return { ok: false, kind, code: null, message: formatMessage(told), told };
}

export function closedCall(failure: Failure | null, { server, what }: Omit<Asked, 'timeoutMs'>): CallResult {
  if (failure === null || failure.kind === 'closed') {
    return failedCall('closed', message('mcp.call.closed', { server, tool: what }));
  }
  return failedCall('closed', failure.cause.happened);
}

export function timedOut({ server, what, timeoutMs }: Asked): CallResult {
  return failedCall(
    'timeout',
    message('mcp.call.timeout', { server, tool: what, seconds: timeoutMs / 1000 }),
  );
}

/** The outcome of a raw request as that of a call. */
export function callResultOf(reply: Reply, asked: Asked): CallResult {
  const { what: method } = asked;
  switch (reply.kind) {
    case 'result': {
      const { result } = reply;
      return typeof result === 'object' && result !== null && !Array.isArray(result)
        ? { ok: true, result: result as Readonly<Record<string, unknown>> }
        : failedCall('error', causes.notAnObject(method).happened);
    }
    case 'error': {
      const { code, message: text, data } = reply;
      return { ok: false, kind: 'error', code, message: text, ...(data === undefined ? {} : { data }) };
    }
    case 'malformed':
      return failedCall('error', causes.brokenJson(method, reply.text).happened);
    case 'failed':
      return closedCall(reply.failure, asked);
    case 'silent':
      return timedOut(asked);
    case 'aborted':
      return failedCall('aborted', message('mcp.call.aborted', { tool: method }));
  }
}

import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';

const LONGEST_QUOTE = 200;

/** What a server said, short enough for a sentence and on one line. */
export function quote(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

const protocol = (happened: Message): Cause => ({ happened, remedy: message('mcp.remedy.protocol') });
const lost = (happened: Message): Cause => ({ happened, remedy: message('mcp.remedy.lost') });
const network = (happened: Message): Cause => ({ happened, remedy: message('mcp.remedy.network') });

/** Every sentence of this folder that says why a server is not well. */
export const causes = {
  ended: () => lost(message('mcp.lost.ended')),
  inputClosed: () => lost(message('mcp.lost.inputClosed')),
  closedByUs: () => lost(message('mcp.lost.closedByUs')),
  notReady: () => lost(message('mcp.lost.notReady')),
  aborted: () => lost(message('mcp.lost.aborted')),
  probeExit: () => ({ happened: message('mcp.probeExit'), remedy: message('mcp.remedy.probeExit') }),
  oversize: () => protocol(message('mcp.protocol.oversize')),
  brokenJson: (method: string, text: string) =>
    protocol(message('mcp.protocol.brokenJson', { method, text: quote(text) })),
  notAnObject: (method: string) => protocol(message('mcp.protocol.notAnObject', { method })),
  missingVersion: (method: string, field: string) =>
    protocol(message('mcp.protocol.missingVersion', { method, field })),
  unsupportedVersion: (found: string, supported: readonly string[]) =>
    protocol(
      message('mcp.protocol.unsupportedVersion', { found: quote(found), supported: supported.join(', ') }),
    ),
  refused: (method: string, code: number, text: string) =>
    protocol(message('mcp.protocol.refused', { method, code: String(code), text: quote(text) })),
  strangeId: (method: string, id: string | number | null) =>
    protocol(message('mcp.protocol.strangeId', { method, id: quote(String(id)) })),
  contentType: (found: string) =>
    protocol(
      message(/html/i.test(found) ? 'mcp.protocol.html' : 'mcp.protocol.contentType', {
        found: quote(found),
      }),
    ),
  badStatus: (status: number, text: string) =>
    protocol(message('mcp.protocol.status', { status: String(status), text: quote(text) || '-' })),
  redirected: (to: string) => protocol(message('mcp.protocol.redirected', { to: quote(to) })),
  noEndpointEvent: () => protocol(message('mcp.protocol.noEndpointEvent')),
  auth: (status: number): Cause => ({
    happened: message('reason.AUTH.happened', { status: String(status) }),
    remedy: message('reason.AUTH.remedy'),
  }),
  unreachable: (host: string, code: string) => network(message('mcp.network.unreachable', { host, code })),
  serverError: (status: number) => network(message('mcp.network.status', { status: String(status) })),
  streamEnded: () => network(message('mcp.network.streamEnded')),
  sessionLost: () => network(message('mcp.network.sessionLost')),
} as const;

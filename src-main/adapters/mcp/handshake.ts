import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ProtocolEra } from '../../core/ports/mcp.ts';
import { causes } from './causes.ts';
import type { Failure } from './channel.ts';
import type { Reply, UpstreamLink } from './upstream-link.ts';

export const LEGACY_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;
export const MODERN_VERSION = '2026-07-28';

/** How long a server may think about `server/discover` before it is asked in the older way as well. */
const PROBE_TIMEOUT_MS = 2000;
const UNSUPPORTED_VERSION = -32022;
/** HeaderMismatch and MissingRequiredClientCapability: only a server of the modern era knows them. */
const MODERN_ERRORS = [-32020, -32021];

export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Agreement {
  readonly era: ProtocolEra;
  readonly protocolVersion: string;
  readonly serverName: string | null;
  readonly serverVersion: string | null;
  /** null: it did not say. */
  readonly capabilities: Fields | null;
}

export type HandshakeResult =
  | { readonly ok: true; readonly agreement: Agreement }
  | { readonly ok: false; readonly kind: 'protocol'; readonly cause: Cause }
  /** `onProbe`: nothing had been answered yet and `server/discover` had been sent. */
  | { readonly ok: false; readonly kind: 'failed'; readonly failure: Failure; readonly onProbe: boolean }
  | { readonly ok: false; readonly kind: 'aborted' };

export interface HandshakeOptions {
  readonly link: UpstreamLink;
  readonly clock: Clock;
  readonly clientInfo: ClientInfo;
  /** `legacy` skips the probe; anything else begins with it, which also corrects a wrong `modern`. */
  readonly remembered: ProtocolEra | null;
  readonly signal?: AbortSignal | undefined;
}

/** `_meta` of every request in the modern era. */
export function modernMeta(clientInfo: ClientInfo): Fields {
  return {
    'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 200) : null);

function agreementOf(
  era: ProtocolEra,
  protocolVersion: string,
  capabilities: unknown,
  info: unknown,
): HandshakeResult {
  const server = fieldsOf(info);
  return {
    ok: true,
    agreement: {
      era,
      protocolVersion,
      serverName: textOf(server?.name),
      serverVersion: textOf(server?.version),
      capabilities: fieldsOf(capabilities),
    },
  };
}

const refusal = (cause: Cause): HandshakeResult => ({ ok: false, kind: 'protocol', cause });

/** What a list of versions that it speaks says: no common one, the older era, or the modern one. */
function versionsSay(list: unknown): 'modern' | 'legacy' | readonly string[] | null {
  if (!Array.isArray(list)) return null;
  const versions = list.filter((version): version is string => typeof version === 'string');
  if (versions.includes(MODERN_VERSION)) return 'modern';
  return versions.some((version) => (LEGACY_VERSIONS as readonly string[]).includes(version))
    ? 'legacy'
    : versions;
}

const ALL_VERSIONS = [MODERN_VERSION, ...LEGACY_VERSIONS];

/** A settled outcome, or `legacy` with what was wrong with the answer if it was no clean refusal. */
type Verdict = HandshakeResult | { readonly legacy: true; readonly complaint: Cause | null };

function judgeDiscover(reply: Reply): Verdict {
  const legacy = (complaint: Cause | null): Verdict => ({ legacy: true, complaint });
  const method = 'server/discover';
  switch (reply.kind) {
    case 'aborted':
      return { ok: false, kind: 'aborted' };
    case 'failed':
      // What HTTP refused, with whatever status, may still understand the older handshake; where nobody listens,
      // that fails in the same way.
      if (reply.failure.kind === 'network') return legacy(null);
      return reply.failure.kind === 'protocol'
        ? legacy(reply.failure.cause)
        : { ok: false, kind: 'failed', failure: reply.failure, onProbe: true };
    case 'silent':
      return legacy(null);
    case 'malformed':
      return legacy(causes.brokenJson(method, reply.text));
    case 'error': {
      if (MODERN_ERRORS.includes(reply.code)) return agreementOf('modern', MODERN_VERSION, null, null);
      const said = reply.code === UNSUPPORTED_VERSION ? versionsSay(fieldsOf(reply.data)?.supported) : null;
      return Array.isArray(said)
        ? refusal(causes.unsupportedVersion(said.join(', '), ALL_VERSIONS))
        : legacy(null);
    }
    case 'result': {
      const result = fieldsOf(reply.result);
      if (result === null) return legacy(causes.notAnObject(method));
      const said = versionsSay(result.supportedVersions);
      if (said === null) return legacy(causes.missingVersion(method, 'supportedVersions'));
      if (said === 'legacy') return legacy(null);
      if (said !== 'modern') return refusal(causes.unsupportedVersion(said.join(', '), ALL_VERSIONS));
      const info = fieldsOf(result._meta)?.['io.modelcontextprotocol/serverInfo'];
      return agreementOf('modern', MODERN_VERSION, result.capabilities, info);
    }
  }
}

function judgeInitialize(reply: Reply, onProbe: boolean): HandshakeResult {
  const method = 'initialize';
  switch (reply.kind) {
    case 'aborted':
    case 'silent':
      return { ok: false, kind: 'aborted' };
    case 'failed':
      return { ok: false, kind: 'failed', failure: reply.failure, onProbe };
    case 'malformed':
      return refusal(causes.brokenJson(method, reply.text));
    case 'error':
      return refusal(causes.refused(method, reply.code, reply.message));
    case 'result': {
      const result = fieldsOf(reply.result);
      if (result === null) return refusal(causes.notAnObject(method));
      const version = result.protocolVersion;
      if (typeof version !== 'string') return refusal(causes.missingVersion(method, 'protocolVersion'));
      if (!(LEGACY_VERSIONS as readonly string[]).includes(version)) {
        return refusal(causes.unsupportedVersion(version, LEGACY_VERSIONS));
      }
      return agreementOf('legacy', version, result.capabilities, result.serverInfo);
    }
  }
}

/** Resolves false at the end of the time, true when `done` came first; freeze-safe. */
async function within(clock: Clock, timeoutMs: number, done: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const inTime = done.then(() => {
    settled = true;
    return true;
  });
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = clock.setTimer(timeoutMs, () => void clock.nextTurn().then(() => resolve(settled)));
  const result = await Promise.race([inTime, late]);
  timer.cancel();
  return result;
}

/**
 * Finds the era in the order of the specification (basic/versioning) and in place, on the one connection there is.
 * A server that is slow rather than mute gets `initialize` as well after 2 s, and whichever answer comes first counts:
 * a late DiscoverResult is still a modern server. `notifications/initialized` is left to the caller.
 */
export async function shakeHands(options: HandshakeOptions): Promise<HandshakeResult> {
  const { link, clock, clientInfo, signal } = options;
  const params = { protocolVersion: LEGACY_VERSIONS[0], capabilities: {}, clientInfo };
  const initialize = (): Promise<Reply> => link.request('initialize', params, { signal, counted: false });
  const discover = (): Promise<Reply> =>
    link.request('server/discover', { _meta: modernMeta(clientInfo) }, { signal, counted: false });

  async function afterVerdict(verdict: Verdict): Promise<HandshakeResult> {
    if (!('legacy' in verdict)) return verdict;
    const result = judgeInitialize(await initialize(), false);
    // Both answers were wrong: the first one says more than a refusal to speak an older version.
    const complaint = !result.ok && result.kind === 'protocol' ? verdict.complaint : null;
    return complaint === null ? result : refusal(complaint);
  }

  async function probeFirst(): Promise<HandshakeResult> {
    const probe = discover();
    if (await within(clock, PROBE_TIMEOUT_MS, probe)) return afterVerdict(judgeDiscover(await probe));
    const initialized = initialize();
    const early = await Promise.race([probe.then(judgeDiscover), initialized.then(() => null)]);
    if (early !== null && !('legacy' in early)) return early;
    const reply = await initialized;
    return judgeInitialize(reply, early === null);
  }

  if (options.remembered !== 'legacy') return probeFirst();
  const reply = await initialize();
  // The verdict is wrong, whatever the code: the server has learnt the modern era since and forgotten the older one,
  // or it once ended on the probe for a reason of its own.
  if (reply.kind === 'error') {
    const verdict = judgeDiscover(await discover());
    if ('ok' in verdict && verdict.ok) return verdict;
  }
  return judgeInitialize(reply, false);
}

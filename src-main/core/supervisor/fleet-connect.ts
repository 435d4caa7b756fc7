import type { Cause } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { Endpoint, ServerDefinition } from '../configuration/definition.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectResult, UpstreamConnection } from '../ports/mcp.ts';
import type { ProcessLauncher, ServerProcess } from '../ports/process.ts';

/** A launched server opens its port some time after its start: first asked soon, then twice a second. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 500;

/** Where a launched server is reached: with a port that was chosen for it, the address follows that port. */
export function endpointOf(definition: ServerDefinition, port: number | null): Endpoint | null {
  const { endpoint, policy } = definition;
  if (endpoint === null || port === null || policy.port === null) return endpoint;
  const url = new URL(endpoint.url);
  url.port = String(port);
  return { ...endpoint, url: url.href };
}

/** The port that a launched server says it will bind; null where that is chosen or unknown. */
export function ownPort({ launch, endpoint, policy }: ServerDefinition): number | null {
  if (policy.port !== null) return policy.port.fixed;
  return launch === null || endpoint === null ? null : portOf(endpoint);
}

/** Who listens on another computer, or on an address of this one that is not the loopback's, cannot be told. */
function isLocal({ url }: Endpoint): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

function portOf(endpoint: Endpoint): number {
  const url = new URL(endpoint.url);
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/**
 * Connects to a server that we launched and that is reached by URL, trying again while nobody listens yet. Whoever
 * answers must belong to the server's own tree: a stranger on the port would pass for it (supervision.md, pitfall 36).
 * Bounded by the signal, which the startup timeout gives.
 */
export async function connectLaunched(options: {
  readonly clock: Clock;
  readonly launcher: ProcessLauncher;
  readonly process: ServerProcess;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly open: () => UpstreamConnection;
}): Promise<HandshakeResult> {
  const { clock, launcher, process, endpoint, signal, open } = options;
  const port = portOf(endpoint);
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
    const result = await open().connect(signal);
    if (!result.ok && result.kind === 'aborted') return result;
    const nobodyThere = !result.ok && (result.kind === 'network' || result.kind === 'closed');
    if (!nobodyThere) {
      const own = isLocal(endpoint) ? await launcher.ownsPort(process, port) : null;
      return own === false ? conflict(port, await launcher.portHolder(port)) : result;
    }
    await pause(clock, waitMs, signal);
    if (signal.aborted) return { ok: false, kind: 'aborted', cause: result.cause };
  }
}

/** As connecting ended; a stranger that answered on the server's port is told apart. */
export type HandshakeResult = ConnectResult | PortConflict;

export interface PortConflict {
  readonly ok: false;
  readonly kind: 'port-conflict';
  readonly cause: Cause;
}

function conflict(
  port: number,
  holder: { readonly pid: number; readonly command: string } | null,
): PortConflict {
  const happened =
    holder === null
      ? message('supervisor.port.foreign', { port: String(port) })
      : message('reason.PORT_CONFLICT.happened', {
          port: String(port),
          program: holder.command,
          pid: String(holder.pid),
        });
  return {
    ok: false,
    kind: 'port-conflict',
    cause: { happened, remedy: message('reason.PORT_CONFLICT.remedy') },
  };
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimer(ms, done);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

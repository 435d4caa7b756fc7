import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { CommandKind } from '../ports/process.ts';

/** Startup times without a `startupTimeout` of the policy; surface.md §3, supervision.md §3. */
const DIRECT_STARTUP_MS = 30_000;
const COLD_STARTUP_MS = 180_000;
const WARM_STARTUP_MS = 60_000;

/** How long a server may take from its start until it is ready. `warm`: what it wraps was fetched before. */
export function startupLimitMs(
  policy: Pick<Policy, 'startupTimeout'>,
  kind: CommandKind,
  warm: boolean,
): number {
  if (policy.startupTimeout !== null) return policy.startupTimeout;
  if (kind === 'direct') return DIRECT_STARTUP_MS;
  return warm ? WARM_STARTUP_MS : COLD_STARTUP_MS;
}

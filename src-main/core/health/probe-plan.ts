import type { Policy } from '../../../src-shared/schema/policy.ts';

/** What one check asks. `alive`: nothing is asked, the process is looked at. */
export interface ProbePlan {
  readonly mcp: boolean;
  readonly url: string | null;
  readonly alive: boolean;
  /** The kind asks for what this server does not have. */
  readonly missingUrl: boolean;
}

const NOTHING: ProbePlan = { mcp: false, url: null, alive: false, missingUrl: false };

/**
 * `auto` is mcp where there is a connection, with the deep check beside it when the policy names its address; `http`
 * without an address of its own asks `/health` at the endpoint's origin (surface.md §3).
 */
export function planProbe(
  health: Policy['health'],
  has: { readonly connection: boolean; readonly endpointUrl: string | null },
): ProbePlan {
  switch (health.kind) {
    case 'none':
      return NOTHING;
    case 'process':
      return { ...NOTHING, alive: true };
    case 'http': {
      const url = health.url ?? originHealth(has.endpointUrl);
      return { ...NOTHING, url, missingUrl: url === null };
    }
    case 'mcp':
      return has.connection ? { ...NOTHING, mcp: true } : { ...NOTHING, alive: true };
    case 'auto':
      if (!has.connection && health.url === null) return { ...NOTHING, alive: true };
      return { ...NOTHING, mcp: has.connection, url: health.url };
  }
}

function originHealth(endpointUrl: string | null): string | null {
  const url = endpointUrl === null ? null : URL.parse(endpointUrl);
  return url === null ? null : `${url.origin}/health`;
}

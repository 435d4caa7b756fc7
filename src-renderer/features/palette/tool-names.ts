import { useEffect, useState } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { type Dashboard, useDashboard, useLive, useServers } from '../../state/dashboard.ts';

export interface ToolName {
  readonly server: string;
  readonly name: string;
  readonly title: string;
}

interface Listed {
  /** Of which run, with how many tools: another list is asked for when this is another. */
  readonly stamp: string;
  readonly tools: readonly ToolName[];
}

/** Asked at the same time; the page shares its connection with everything else. */
const AT_ONCE = 6;

// What was asked for once is there when the palette is opened again, for as long as the page's memory is.
const lists = new WeakMap<Dashboard, Map<string, Listed>>();

const stampOf = ({ startedAt, tools }: ServerStatus): string => `${startedAt} ${tools}`;
const hasTools = ({ state, tools }: ServerStatus): boolean =>
  (state === 'RUNNING' || state === 'UNHEALTHY') && (tools ?? 0) > 0;

/** The tools of every server that runs, asked for once they are `wanted`. */
export function useToolNames(wanted: boolean): {
  readonly tools: readonly ToolName[];
  readonly loading: boolean;
} {
  const dashboard = useDashboard();
  const live = useLive();
  const servers = useServers().filter(hasTools);
  const [known, setKnown] = useState<readonly ToolName[]>(() => knownTools(dashboard));
  const [loading, setLoading] = useState(false);
  const stamps = servers.map((server) => `${server.name} ${stampOf(server)}`).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamps` says all that matters of the servers
  useEffect(() => {
    if (!wanted || !live) return;
    let shown = true;
    const held = listsOf(dashboard);
    const missing = servers.filter((server) => held.get(server.name)?.stamp !== stampOf(server));
    const next = async (): Promise<void> => {
      for (let server = missing.shift(); server !== undefined && shown; server = missing.shift()) {
        await load(dashboard, server);
        if (shown) setKnown(knownTools(dashboard));
      }
    };
    setLoading(missing.length > 0);
    void Promise.all(Array.from({ length: AT_ONCE }, next)).then(() => shown && setLoading(false));
    return () => {
      shown = false;
    };
  }, [wanted, live, stamps, dashboard]);

  const running = new Set(servers.map(({ name }) => name));
  return { tools: known.filter(({ server }) => running.has(server)), loading };
}

async function load(dashboard: Dashboard, server: ServerStatus): Promise<void> {
  const { name } = server;
  try {
    const { tools } = await dashboard.client().servers.tools({ name });
    listsOf(dashboard).set(name, {
      stamp: stampOf(server),
      tools: tools.map((tool) => ({ server: name, name: tool.name, title: tool.title ?? '' })),
    });
  } catch {
    // Its tools are not found now; its page says why.
  }
}

function listsOf(dashboard: Dashboard): Map<string, Listed> {
  let held = lists.get(dashboard);
  if (held === undefined) {
    held = new Map();
    lists.set(dashboard, held);
  }
  return held;
}

function knownTools(dashboard: Dashboard): readonly ToolName[] {
  return [...listsOf(dashboard).values()].flatMap(({ tools }) => tools);
}

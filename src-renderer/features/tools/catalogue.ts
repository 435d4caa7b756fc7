import { useEffect, useMemo } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { Prompt, Resource, ResourceTemplate } from '../../../src-shared/contract/servers.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import type { Client } from '../../connection/client.ts';
import type { ToolKind } from '../../routes.ts';
import { type Dashboard, useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';
import { isUp } from '../../state/standing.ts';
import { plainText, sayError } from '../../ui/words.ts';

export type Tool = Awaited<ReturnType<Client['servers']['tools']>>['tools'][number];

export type Item =
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'template'; readonly template: ResourceTemplate }
  | { readonly kind: 'prompt'; readonly prompt: Prompt };

export interface Entry {
  /** A tool's or prompt's name, a resource's address: unique for its server and kind, as servers go. */
  readonly key: string;
  readonly name: string;
  /** One line beside the name. */
  readonly about: string;
  /** Lower case, what a search looks through. */
  readonly search: string;
  readonly item: Item;
}

export type List =
  | { readonly state: 'reading' }
  | { readonly state: 'listed'; readonly entries: readonly Entry[] }
  | { readonly state: 'failed'; readonly problem: string };

interface Kept {
  /** Of which start of the server it is. */
  readonly version: string;
  readonly list: List;
}

interface Catalogue {
  readonly store: StoreApi<Readonly<Record<string, Kept>>>;
  /** Reads it, unless it is known or being read. */
  want(kind: ToolKind, server: string, version: string): void;
  forget(kind: ToolKind, server: string): void;
}

/** A page may have 64 requests open, and each of these may be megabytes. */
const AT_ONCE = 4;
/** What is looked through of a description; some are books. */
const SEARCHED = 600;
const ABOUT = 160;

const keyOf = (kind: ToolKind, server: string): string => `${kind} ${server}`;

function createCatalogue(client: () => Client): Catalogue {
  const store = createStore<Readonly<Record<string, Kept>>>(() => ({}));
  const waiting: (() => Promise<void>)[] = [];
  let reading = 0;

  function forget(key: string): void {
    store.setState((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== key)), true);
  }

  function next(): void {
    while (reading < AT_ONCE) {
      const read = waiting.shift();
      if (read === undefined) return;
      reading++;
      void read().finally(() => {
        reading--;
        next();
      });
    }
  }

  return {
    store,
    want(kind, server, version) {
      const key = keyOf(kind, server);
      const kept = store.getState()[key];
      if (kept?.version === version) return;
      // An older list stays until the newer one is there.
      const list: List = kept?.list.state === 'listed' ? kept.list : { state: 'reading' };
      store.setState({ [key]: { version, list } });
      waiting.push(async () => {
        const read = await listOf(kind, server, client);
        // The connection went: it is asked for again as soon as there is one.
        if (read === null) return forget(key);
        if (store.getState()[key]?.version === version) store.setState({ [key]: { version, list: read } });
      });
      next();
    },
    forget: (kind, server) => forget(keyOf(kind, server)),
  };
}

async function listOf(kind: ToolKind, name: string, client: () => Client): Promise<List | null> {
  let connected: Client;
  try {
    connected = client();
  } catch {
    return null;
  }
  try {
    return { state: 'listed', entries: unique(await entriesOf(kind, name, connected)) };
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    return { state: 'failed', problem: sayError(error) };
  }
}

async function entriesOf(kind: ToolKind, name: string, { servers }: Client): Promise<readonly Entry[]> {
  switch (kind) {
    case 'tools': {
      const { tools } = await servers.tools({ name });
      return tools.map((tool) => entry(tool.name, tool.name, tool, { kind: 'tool', tool }));
    }
    case 'resources': {
      const { resources, templates } = await servers.resources({ name });
      return [
        ...resources.map((resource) =>
          entry(resource.uri, resource.name, resource, { kind: 'resource', resource }),
        ),
        ...templates.map((template) =>
          entry(template.uriTemplate, template.name, template, { kind: 'template', template }),
        ),
      ];
    }
    case 'prompts': {
      const { prompts } = await servers.prompts({ name });
      return prompts.map((prompt) => entry(prompt.name, prompt.name, prompt, { kind: 'prompt', prompt }));
    }
  }
}

function entry(
  key: string,
  name: string,
  { title, description }: { readonly title?: string | undefined; readonly description?: string | undefined },
  item: Item,
): Entry {
  const about = plainText(
    [title, description]
      .filter((each) => each !== undefined && each !== name)
      .join(' · ')
      .slice(0, SEARCHED),
  );
  const searched = key === name ? name : `${name} ${key}`;
  return {
    key,
    name: plainText(name),
    about: about.slice(0, ABOUT).replaceAll(/\s+/g, ' '),
    search: `${searched} ${about}`.slice(0, 2 * SEARCHED).toLowerCase(),
    item,
  };
}

/** A server that lists a name twice answers to it once. */
function unique(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((each) => [each.key, each])).values()];
}

// As the dashboard is one for the page, so is what it has read.
const catalogues = new WeakMap<Dashboard, Catalogue>();

function useCatalogue(): Catalogue {
  const dashboard = useDashboard();
  const known = catalogues.get(dashboard);
  if (known !== undefined) return known;
  const made = createCatalogue(dashboard.client);
  catalogues.set(dashboard, made);
  return made;
}

export interface Source {
  readonly server: string;
  readonly state: ServerStatus['state'];
  readonly enabled: boolean;
  /** null: it is down. */
  readonly list: List | null;
  /** What it listed last, also while it is down: an open form stays open. */
  readonly last: readonly Entry[];
}

type Head = readonly [server: string, state: ServerStatus['state'], enabled: boolean, version: string];

/**
 * Every server, or one, with what it lists. Changes only where a list or a state does: figures of servers come every second,
 * and there may be ten thousand tools.
 */
export function useSources(kind: ToolKind, only: string | null = null): readonly Source[] {
  const catalogue = useCatalogue();
  const live = useLive();
  const signature = useDashboardState(({ feed }) =>
    JSON.stringify(
      (feed.report?.servers ?? [])
        .filter(({ name }) => only === null || name === only)
        .map(
          ({ name, state, enabled, startedAt, tools }): Head => [
            name,
            state,
            enabled,
            `${startedAt} ${tools}`,
          ],
        ),
    ),
  );
  const lists = useStore(catalogue.store);
  const heads = useMemo(() => JSON.parse(signature) as readonly Head[], [signature]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that was forgotten is read again
  useEffect(() => {
    if (!live) return;
    for (const [server, state, , version] of heads)
      if (isUp({ state })) catalogue.want(kind, server, version);
  }, [catalogue, heads, kind, live, lists]);
  return useMemo(
    () =>
      heads.map(([server, state, enabled]) => {
        const known = lists[keyOf(kind, server)]?.list ?? null;
        return {
          server,
          state,
          enabled,
          list: isUp({ state }) ? (known ?? { state: 'reading' }) : null,
          last: known?.state === 'listed' ? known.entries : [],
        };
      }),
    [heads, lists, kind],
  );
}

export function useReadAgain(kind: ToolKind): (server: string) => void {
  const catalogue = useCatalogue();
  return (server) => catalogue.forget(kind, server);
}

import { useSearch } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';

export const serverTabs = [
  'overview',
  'log',
  'events',
  'tools',
  'resources',
  'prompts',
  'configuration',
] as const;
export type ServerTab = (typeof serverTabs)[number];
export const toolKinds = ['tools', 'resources', 'prompts'] as const;
export type ToolKind = (typeof toolKinds)[number];

/** Every place that has an address of its own. What a view keeps in the query is its own matter. */
export type Route =
  | { readonly view: 'servers' }
  | { readonly view: 'add' }
  | { readonly view: 'server'; readonly name: string; readonly tab: ServerTab }
  | { readonly view: 'edit'; readonly name: string }
  /** The configuration file itself, at a line that the query names. */
  | { readonly view: 'file' }
  /** `server` and `item` (a tool's name, a prompt's name, a resource's URI): what is chosen. */
  | {
      readonly view: 'tools';
      readonly kind: ToolKind;
      readonly server: string | null;
      readonly item: string | null;
    }
  | { readonly view: 'activity'; readonly tab: 'events' | 'log' }
  | { readonly view: 'settings' }
  | { readonly view: 'unknown'; readonly path: string };

const part = encodeURIComponent;

/** Addresses of the views; names may hold anything but a slash. */
export const paths = {
  servers: (): string => '/',
  add: (): string => '/add',
  server: (name: string, tab: ServerTab = 'overview'): string =>
    tab === 'overview' ? `/servers/${part(name)}` : `/servers/${part(name)}/${tab}`,
  /** The log at the newest exit. */
  crash: (name: string): string => `/servers/${part(name)}/log?at=crash`,
  edit: (name: string): string => `/servers/${part(name)}/edit`,
  file: (line: number | null = null): string => (line === null ? '/file' : `/file?line=${line}`),
  tools: (kind: ToolKind = 'tools', server: string | null = null, item: string | null = null): string =>
    [`/${kind}`, server, item]
      .filter((each) => each !== null)
      .map((each, index) => (index === 0 ? each : part(each)))
      .join('/'),
  activity: (tab: 'events' | 'log' = 'events'): string => (tab === 'events' ? '/activity' : '/activity/log'),
  settings: (): string => '/settings',
} as const;

/** What an address means. It is read as the browser gives it: each part is decoded once, and only here. */
export function parseRoute(pathname: string): Route {
  const [head = '', ...rest] = pathname.split('/').filter((each) => each !== '');
  const [first, second] = rest.map(decode);
  const unknown: Route = { view: 'unknown', path: pathname };
  if (rest.length > 2) return unknown;
  switch (head) {
    case '':
      return { view: 'servers' };
    case 'add':
      return rest.length === 0 ? { view: 'add' } : unknown;
    case 'servers': {
      if (first === undefined) return { view: 'servers' };
      if (second === 'edit') return { view: 'edit', name: first };
      const tab = second === undefined ? 'overview' : serverTabs.find((each) => each === second);
      return tab === undefined ? unknown : { view: 'server', name: first, tab };
    }
    case 'file':
      return rest.length === 0 ? { view: 'file' } : unknown;
    case 'tools':
    case 'resources':
    case 'prompts':
      return { view: 'tools', kind: head, server: first ?? null, item: second ?? null };
    case 'activity':
      if (first === undefined) return { view: 'activity', tab: 'events' };
      return first === 'log' && second === undefined ? { view: 'activity', tab: 'log' } : unknown;
    case 'settings':
      return rest.length === 0 ? { view: 'settings' } : unknown;
    default:
      return unknown;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that begins nothing
  }
}

export function useRoute(): Route {
  return parseRoute(usePathname());
}

/** The query of the address; a view that keeps its filter there can be linked to. */
export function useQuery(): URLSearchParams {
  return new URLSearchParams(useSearch());
}

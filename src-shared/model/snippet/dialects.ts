import { type Entry, isRecord } from './types.ts';

/** A server as some client writes it, before its keys are made ours. */
export interface ForeignServer {
  readonly name: string | null;
  readonly entry: Entry;
  /** From our own file: `orchestrator.servers.NAME`, and the groups that it is in. */
  readonly policy: Entry | null;
  readonly groups: readonly string[];
}

/** What VS Code asks for when a server starts. */
export interface ForeignInput {
  readonly id: string;
  readonly description: string | null;
}

export interface ForeignFile {
  readonly servers: readonly ForeignServer[];
  readonly inputs: readonly ForeignInput[];
}

/** Where the clients keep their servers: the first that is there holds. */
const ROOTS = [
  ['mcpServers'],
  ['mcp', 'servers'], // VS Code's settings.json
  ['mcp', 'mcpServers'],
  ['amp.mcpServers'],
  ['amp', 'mcpServers'],
  ['context_servers'], // Zed
  ['mcp_servers'], // Codex
  ['extensions'], // Goose
  ['registry'], // a catalogue of Docker
  ['servers'], // VS Code's mcp.json
  ['mcp'], // OpenCode
] as const;

/** Keys that only a server has. */
const OF_SERVER = ['command', 'cmd', 'url', 'serverUrl', 'httpUrl', 'uri', 'image'];

export function looksLikeServer(value: unknown): value is Entry {
  return isRecord(value) && OF_SERVER.some((key) => isFilled(value[key]));
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return Array.isArray(value) ? value.length > 0 : isRecord(value);
}

/** The servers in what was parsed, null where there are none. */
export function serversIn(value: unknown): ForeignFile | null {
  if (Array.isArray(value)) return file(listed(value), {});
  if (!isRecord(value)) return null;
  for (const path of ROOTS) {
    let inner: unknown = value;
    for (const key of path) inner = isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
    const servers = Array.isArray(inner) ? listed(inner) : isRecord(inner) ? named(inner) : [];
    if (servers.length > 0)
      return file(
        servers.map((server) => withPolicy(server, value)),
        value,
      );
  }
  // A server alone before a map of servers: it may have a key such as `env` whose values are objects, never the reverse.
  if (looksLikeServer(value)) return file(listed([value]), value);
  const servers = named(value);
  if (servers.length > 0) return file(servers, value);
  // `projects` of Claude Code, and whatever wraps a file one level deeper.
  return deeper(value);
}

function file(servers: readonly ForeignServer[], root: Entry): ForeignFile | null {
  return servers.length === 0 ? null : { servers, inputs: inputsOf(root) };
}

function deeper(value: Entry): ForeignFile | null {
  const wrapped = isRecord(value.projects) ? Object.values(value.projects) : Object.values(value);
  const found = wrapped.flatMap((inner) => {
    if (!isRecord(inner)) return [];
    const root = inner.mcpServers ?? inner.servers;
    return isRecord(root) ? named(root) : [];
  });
  return file(found, value);
}

function named(map: Entry): readonly ForeignServer[] {
  return Object.entries(map)
    .filter(([, entry]) => looksLikeServer(entry))
    .map(([name, entry]) => ({ name, entry: entry as Entry, policy: null, groups: [] }));
}

/** Lists carry the name inside (Continue, mcpproxy, `code --add-mcp`). */
function listed(list: readonly unknown[]): readonly ForeignServer[] {
  return list.filter(looksLikeServer).map(({ name, ...entry }) => ({
    name: typeof name === 'string' && name.trim() !== '' ? name : null,
    entry,
    policy: null,
    groups: [],
  }));
}

function withPolicy(server: ForeignServer, root: Entry): ForeignServer {
  const { orchestrator } = root;
  if (!isRecord(orchestrator) || server.name === null) return server;
  const { name } = server;
  const policies = isRecord(orchestrator.servers) ? orchestrator.servers : {};
  const policy = Object.hasOwn(policies, name) ? policies[name] : null;
  const groups = isRecord(orchestrator.groups) ? Object.entries(orchestrator.groups) : [];
  return {
    ...server,
    policy: isRecord(policy) ? policy : null,
    groups: groups
      .filter(([, members]) => Array.isArray(members) && members.includes(name))
      .map(([group]) => group),
  };
}

function inputsOf(root: Entry): readonly ForeignInput[] {
  const inputs = root.inputs ?? (isRecord(root.mcp) ? root.mcp.inputs : undefined);
  if (!Array.isArray(inputs)) return [];
  return inputs
    .filter(isRecord)
    .flatMap(({ id, description }) =>
      typeof id === 'string'
        ? [{ id, description: typeof description === 'string' ? description : null }]
        : [],
    );
}

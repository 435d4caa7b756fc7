import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import { type CheckIssue, checkNode } from '../../../src-shared/schema/check.ts';
import { type ServerEntry, serverEntrySchema } from '../../../src-shared/schema/config.ts';
import type { DocumentNode, PathSegment, Position } from '../../../src-shared/schema/document.ts';
import type { TransportKind } from '../../../src-shared/schema/status.ts';
import type { Endpoint, LaunchSpec } from './definition.ts';
import { foundText, quote, shortPath } from './problems.ts';
import { expandVariables } from './variables.ts';

/** What core must know about paths; the adapter knows the system's rules. */
export interface PathRules {
  /** Absolute folder of the configuration. */
  readonly folder: string;
  /** Absolute; a relative path is relative to `folder`. */
  resolve(path: string): string;
  /** Whether a command is a path (it has a slash) and not a name to look for in the PATH. */
  isPath(command: string): boolean;
}

export interface EntryFault {
  readonly at: Position;
  readonly path: readonly PathSegment[];
  readonly found: string | Message | null;
  readonly expected: Message | null;
  readonly text: Message;
}

export interface EntrySink {
  issue(issue: CheckIssue): void;
  fault(fault: EntryFault): void;
  warning(fault: EntryFault): void;
}

export interface ResolvedEntry {
  readonly transport: TransportKind;
  readonly launch: LaunchSpec | null;
  readonly endpoint: Endpoint | null;
  /** The entry's own switches, as other clients write them. */
  readonly disabled: boolean;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

export interface EntryContext {
  readonly variable: (name: string) => string | undefined;
  readonly paths: PathRules;
  readonly sink: EntrySink;
}

function transportOf(entry: ServerEntry): Endpoint['transport'] | 'stdio' {
  if (entry.type === 'stdio' || entry.type === 'sse') return entry.type;
  if (entry.type !== undefined) return 'http';
  return entry.url === undefined ? 'stdio' : 'auto';
}

/** A header's name is a token of RFC 9110; its value stays in one line. */
const headerName = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Everything that one entry of `mcpServers` says, its variables replaced. All faults are told; nothing throws. */
export function resolveEntry(
  node: DocumentNode,
  path: readonly PathSegment[],
  context: EntryContext,
): ResolvedEntry {
  const { sink } = context;
  if (node.kind !== 'object') {
    const expected = message('config.expected.entry');
    sink.issue({ kind: 'invalid', path, at: node.at, found: node, expected });
    return { transport: 'stdio', launch: null, endpoint: null, disabled: false, values: [] };
  }
  const entry = checkNode(serverEntrySchema, node, path, sink) as ServerEntry;
  const place = (key: string, inner?: PathSegment): DocumentNode => {
    const outer = node.entries.get(key)?.node ?? node;
    if (inner === undefined) return outer;
    if (outer.kind === 'array') return outer.items[Number(inner)] ?? outer;
    return outer.kind === 'object' ? (outer.entries.get(String(inner))?.node ?? outer) : outer;
  };
  const fault = (
    kind: 'fault' | 'warning',
    keys: readonly PathSegment[],
    text: Message,
    expected?: Message,
  ) => {
    const [key, inner] = keys;
    const where = key === undefined ? node : place(String(key), inner);
    const secret = key === 'env' || key === 'headers' || key === 'url';
    sink[kind]({
      at: where.at,
      path: [...path, ...keys],
      found: where === node ? null : foundText(where, secret),
      expected: expected ?? null,
      text,
    });
  };
  const nameOf = (keys: readonly PathSegment[]) => shortPath([...path, ...keys]);

  const values: { name: string; value: string }[] = [];
  /** Keys that are told already: what follows from their faults is not told again. */
  const broken = new Set<PathSegment | undefined>();
  const expand = (text: string, ...keys: PathSegment[]): string => {
    const expansion = expandVariables(text, context.variable);
    values.push(...expansion.values);
    for (const one of expansion.faults) {
      broken.add(keys[0]);
      if (one.kind === 'missing')
        fault(
          'fault',
          keys,
          message('config.variable.missing', {
            path: nameOf(keys),
            name: one.name,
            example: `\${${one.name}:-default}`,
          }),
        );
      else fault('fault', keys, message('config.variable.foreign', { path: nameOf(keys), form: one.form }));
    }
    if (expansion.text.includes('\0')) fault('fault', keys, message('config.nul', { path: nameOf(keys) }));
    return expansion.text;
  };
  const expandAll = (record: Readonly<Record<string, string>> | undefined, key: string) => {
    const result: Record<string, string> = Object.create(null);
    for (const [name, text] of Object.entries(record ?? {})) result[name] = expand(text, key, name);
    return result;
  };

  const type = transportOf(entry);
  const has = (key: string) => node.entries.has(key);
  const launch =
    entry.command === undefined ? null : resolveLaunch(entry, { expand, expandAll, fault, context, broken });
  if (launch === null && type === 'stdio' && !has('command')) tellMissing(node, entry, fault);
  if (launch === null && !has('command') && !has('url') && type !== 'stdio')
    fault('fault', [], message('config.entry.needs-url', { type: quote(entry.type ?? '') }));
  if (launch !== null && type !== 'stdio' && !has('url'))
    fault('fault', ['type'], message('config.entry.launched-needs-url', { type: quote(entry.type ?? '') }));
  if (type === 'stdio' && has('url') && launch !== null)
    fault('warning', ['url'], message('config.entry.url-unused'));

  let endpoint: Endpoint | null = null;
  if (entry.url !== undefined) {
    const url = expand(entry.url, 'url');
    const headers = expandAll(entry.headers, 'headers');
    for (const [name, value] of Object.entries(headers)) {
      if (!headerName.test(name) || !headerValue.test(value))
        fault('fault', ['headers', name], message('config.header', { path: nameOf(['headers', name]) }));
    }
    if (!broken.has('url') && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      fault('fault', ['url'], message('config.url'), message('config.expected.url'));
    else if (type !== 'stdio') endpoint = { url, transport: type, headers };
  }
  const transport = type === 'auto' ? 'http' : type;
  return {
    transport,
    launch,
    endpoint,
    disabled: entry.disabled === true || entry.enabled === false,
    values,
  };
}

interface LaunchTools {
  readonly expand: (text: string, ...keys: PathSegment[]) => string;
  readonly expandAll: (
    record: Readonly<Record<string, string>> | undefined,
    key: string,
  ) => Record<string, string>;
  readonly fault: (
    kind: 'fault' | 'warning',
    keys: readonly PathSegment[],
    text: Message,
    expected?: Message,
  ) => void;
  readonly context: EntryContext;
  readonly broken: ReadonlySet<PathSegment | undefined>;
}

function resolveLaunch(entry: ServerEntry, tools: LaunchTools): LaunchSpec {
  const { expand, expandAll, fault, context, broken } = tools;
  const { paths } = context;
  const command = expand(entry.command ?? '', 'command');
  if (command.trim() === '' && !broken.has('command'))
    fault('fault', ['command'], message('config.command.empty'));
  else if (/\s/.test(command.trim()) && !paths.isPath(command))
    fault('warning', ['command'], message('config.command.spaces', { command: quote(command) }));
  const args = (entry.args ?? []).map((arg, index) => expand(arg, 'args', index));
  const env = expandAll(entry.env, 'env');
  for (const name of Object.keys(env)) {
    if (name === '' || /[=\0]/.test(name)) fault('fault', ['env', name], message('config.env.name'));
  }
  const cwd = entry.cwd === undefined ? paths.folder : paths.resolve(expand(entry.cwd, 'cwd'));
  return { command: paths.isPath(command) ? paths.resolve(command) : command, args, env, cwd };
}

/** Neither command nor url: the nearest key says what was meant, another client's word for it first. */
function tellMissing(
  node: Extract<DocumentNode, { kind: 'object' }>,
  entry: ServerEntry,
  fault: LaunchTools['fault'],
): void {
  if (node.entries.has('url') && entry.type === 'stdio') {
    fault('fault', ['type'], message('config.entry.stdio-needs-command'));
    return;
  }
  if (node.entries.has('url')) return;
  for (const key of node.entries.keys()) {
    if (Object.hasOwn(serverEntrySchema.shape, key)) continue;
    const meant = /^(serverUrl|httpUrl|uri|endpoint)$/.test(key) ? 'url' : nearest(key, ['command', 'url']);
    if (meant === null) continue;
    fault('fault', [key], message('config.entry.misspelt', { key: quote(key), meant }));
    return;
  }
  fault('fault', [], message('config.entry.needs-command'));
}

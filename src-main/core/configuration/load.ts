import { message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import { nameFault } from '../../../src-shared/model/server-name.ts';
import { checkNode } from '../../../src-shared/schema/check.ts';
import { orchestratorSchema } from '../../../src-shared/schema/config.ts';
import type { DocumentEntry, DocumentNode, ObjectNode } from '../../../src-shared/schema/document.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { Configuration } from './definition.ts';
import type { PathRules } from './entries.ts';
import { Findings, tellName } from './findings.ts';
import { linkAliases, linkDependencies, resolveGroups } from './links.ts';
import { issueProblem, quote } from './problems.ts';
import { readPolicies, section, warnUnknownPolicies } from './sections.ts';
import { type Draft, draftServer, finishServer } from './servers.ts';

export interface LoadOptions {
  /** Absolute path of the file, for the errors. */
  readonly file: string;
  /** The value of an environment variable: the instance's, then the login shell's. */
  readonly variable: (name: string) => string | undefined;
  readonly paths: PathRules;
  /** A stable digest of a text that does not give the text away (it is kept on disk), such as SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** `ok: false`: the file as a whole says nothing that could be put in force, so the last good one stays. */
export type LoadResult =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

interface Settings {
  readonly startConcurrency?: { readonly direct?: number; readonly wrappers?: number };
  readonly http?: { readonly port?: number; readonly host?: string };
}

/** From a parsed file to what is to run. Pure: everything outside comes with the options. */
export function loadConfiguration(document: DocumentNode, options: LoadOptions): LoadResult {
  const { file } = options;
  const broken = brokenStructure(document, file);
  if (broken.length > 0 || document.kind !== 'object') return { ok: false, problems: broken };
  const findings = new Findings(file);
  if (!document.entries.has('mcpServers')) warnNoServers(document, findings);
  const entries = section(document, 'mcpServers');
  const ours = section(document, 'orchestrator');

  const policies = readPolicies(ours, findings);
  const names = new Map<string, DocumentEntry>();
  for (const [name, entry] of entries.entries) {
    const fault = nameFault(name);
    if (fault === null) names.set(name, entry);
    else tellName(fault, name, entry.key, ['mcpServers', name], findings);
  }
  for (const { name, first, second } of entries.duplicates) {
    if (names.has(name))
      findings.issue({ kind: 'duplicate-key', path: ['mcpServers', name], name, first, second }, name);
  }
  warnUnknownPolicies(ours, names, findings);

  const drafts = new Map<string, Draft>();
  for (const [name, entry] of names) drafts.set(name, draftServer(name, entry, policies, findings, options));
  const aliases = linkAliases(drafts, findings);
  const dependencies = linkDependencies(drafts, aliases, findings);
  const groups = resolveGroups(ours, drafts, aliases, findings);
  const settings = readSettings(ours, findings);

  const aliasesOf = listsByKey([...aliases].map(([alias, server]) => [server, alias]));
  const groupsOf = listsByKey(groups.flatMap((group) => group.servers.map((server) => [server, group.name])));
  const servers = [...drafts.values()].map((draft) =>
    finishServer(draft, {
      aliases: aliasesOf.get(draft.name) ?? [],
      dependsOn: dependencies.get(draft.name)?.dependsOn ?? [],
      restartWith: dependencies.get(draft.name)?.restartWith ?? [],
      groups: groupsOf.get(draft.name) ?? [],
      problems: findings.of(draft.name),
      hash: options.hash,
    }),
  );
  // A disabled server is never started, so what is wrong with it keeps nobody from anything.
  const disabled = new Set(servers.filter((server) => !server.enabled).map((server) => server.name));
  const ofDisabled = (problem: ConfigProblem) => problem.server !== null && disabled.has(problem.server);
  return {
    ok: true,
    configuration: {
      file,
      exists: true,
      servers,
      groups,
      startConcurrency: settings.startConcurrency,
      http: settings.http,
      errors: inOrder(findings.errors.filter((problem) => !ofDisabled(problem))),
      warnings: inOrder([...findings.warnings, ...findings.errors.filter(ofDisabled)]),
    },
  };
}

/** What is in force where there is no file. */
export function emptyConfiguration(file: string): Configuration {
  return {
    file,
    exists: false,
    servers: [],
    groups: [],
    startConcurrency: { direct: null, wrappers: null },
    http: { port: null, host: '127.0.0.1' },
    errors: [],
    warnings: [],
  };
}

/** Where one of these is wrong, every server or every policy would be lost at once: the file is not put in force. */
function brokenStructure(document: DocumentNode, file: string): readonly ConfigProblem[] {
  const expected = message('config.expected.object');
  if (document.kind !== 'object')
    return [
      issueProblem(
        {
          kind: 'invalid',
          path: [],
          at: document.at,
          found: document,
          expected: message('config.expected.file'),
        },
        file,
        null,
      ),
    ];
  const problems: ConfigProblem[] = [];
  for (const name of ['mcpServers', 'orchestrator']) {
    const node = document.entries.get(name)?.node;
    if (node !== undefined && node.kind !== 'object')
      problems.push(
        issueProblem({ kind: 'invalid', path: [name], at: node.at, found: node, expected }, file, null),
      );
  }
  for (const { name, first, second } of document.duplicates) {
    if (name === 'mcpServers' || name === 'orchestrator')
      problems.push(issueProblem({ kind: 'duplicate-key', path: [name], name, first, second }, file, null));
  }
  return problems;
}

function warnNoServers(document: ObjectNode, findings: Findings): void {
  const others = ['servers', 'context_servers', 'mcp', 'mcp_servers', 'amp.mcpServers', 'extensions'];
  const other =
    others.find((name) => document.entries.has(name)) ??
    nearest('mcpServers', document.entries.keys()) ??
    null;
  const at = other === null ? document.at : (document.entries.get(other)?.key ?? document.at);
  const text =
    other === null ? message('config.no-servers') : message('config.no-servers.other', { key: quote(other) });
  findings.warn(at, null, ['mcpServers'], text);
}

function readSettings(
  ours: ObjectNode,
  findings: Findings,
): Pick<Configuration, 'startConcurrency' | 'http'> {
  const own = new Set(['defaults', 'servers', 'groups']);
  const entries = new Map([...ours.entries].filter(([name]) => !own.has(name)));
  const settings = checkNode(orchestratorSchema, { ...ours, entries }, ['orchestrator'], {
    issue: (issue) => findings.issue(issue, null),
  }) as Settings;
  let host = settings.http?.host ?? '127.0.0.1';
  if (!isLoopback(host)) {
    const http = section(ours, 'http');
    const at = http.entries.get('host')?.node.at ?? http.at;
    findings.error(
      at,
      null,
      ['orchestrator', 'http', 'host'],
      message('config.host', { host: quote(host) }),
      quote(host),
    );
    host = '127.0.0.1';
  }
  return {
    startConcurrency: {
      direct: settings.startConcurrency?.direct ?? null,
      wrappers: settings.startConcurrency?.wrappers ?? null,
    },
    http: { port: settings.http?.port ?? null, host },
  };
}

function listsByKey(pairs: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const [key = '', value = ''] of pairs) {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return lists;
}

function isLoopback(host: string): boolean {
  return /^(localhost|::1|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i.test(host);
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return [...problems].sort(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}

import { message } from '../../../src-shared/i18n/message.ts';
import type {
  DocumentEntry,
  DocumentNode,
  PathSegment,
  Position,
} from '../../../src-shared/schema/document.ts';
import type { Dependency, Policy } from '../../../src-shared/schema/policy.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { ServerDefinition } from './definition.ts';
import { type EntryFault, type PathRules, type ResolvedEntry, resolveEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import { type KeyLines, mergePolicy, originsOf } from './policies.ts';
import { configProblem, quote } from './problems.ts';
import { collectSecrets } from './secrets.ts';
import type { CheckedPolicies, PolicyReading } from './sections.ts';

/** A server before its names and dependencies are looked up among the others. */
export interface Draft {
  readonly name: string;
  /** Where its name stands. */
  readonly at: Position;
  readonly entry: ResolvedEntry;
  readonly policy: Policy;
  /** What `inheritEnv` hands on, as far as it is known here. */
  readonly inherited: readonly { readonly name: string; readonly value: string }[];
  readonly own: PolicyReading;
  readonly defaults: PolicyReading;
  /** Values of the policy that the entry decides, by the line of what it says. */
  readonly entryLines: KeyLines;
}

export interface DraftOptions {
  readonly variable: (name: string) => string | undefined;
  readonly paths: PathRules;
}

export function draftServer(
  name: string,
  { key, node }: DocumentEntry,
  policies: CheckedPolicies,
  findings: Findings,
  options: DraftOptions,
): Draft {
  const { file } = findings;
  const problem = (fault: EntryFault) => configProblem({ ...fault, file, server: name });
  const entry = resolveEntry(node, ['mcpServers', name], {
    ...options,
    sink: {
      issue: (issue) => findings.issue(issue, name),
      fault: (fault) => findings.add(problem(fault)),
      warning: (fault) => findings.warnings.push(problem(fault)),
    },
  });
  const own = policies.own(name);
  const merged = mergePolicy(policies.base, own.policy);
  const policy = { ...merged, enabled: merged.enabled && !entry.disabled };
  const inherited = policy.inheritEnv.flatMap((variable) => {
    const value = options.variable(variable);
    return value === undefined ? [] : [{ name: variable, value }];
  });
  const fitted = fitPort(policy, entry);
  const entryLines = new Map<string, number>();
  const noteLine = (path: string, ...names: readonly string[]) => {
    const found = node.kind === 'object' && names.map((each) => node.entries.get(each)).find(Boolean);
    if (found) entryLines.set(path, found.key.line);
  };
  if (entry.disabled) noteLine('enabled', 'disabled', 'enabled');
  if (fitted !== policy) noteLine('port.fixed', 'url');
  const draft = {
    name,
    at: key,
    entry,
    policy: fitted,
    inherited,
    own,
    defaults: policies.defaults,
    entryLines,
  };
  checkPolicy(draft, findings);
  return draft;
}

function urlPort(entry: ResolvedEntry): number | null {
  if (entry.launch === null || entry.endpoint === null) return null;
  const url = URL.parse(entry.endpoint.url);
  return url === null || url.port === '' ? null : Number(url.port);
}

/** A server that is launched and reached by URL listens where its URL says, whatever port would be free. */
function fitPort(policy: Policy, entry: ResolvedEntry): Policy {
  const port = urlPort(entry);
  if (port === null || policy.port === null || policy.port.fixed !== null) return policy;
  return { ...policy, port: { ...policy.port, fixed: port } };
}

/** The node of a key of the server's policy, else of `defaults`, for the place of an error. */
export function policyPlace(
  draft: Pick<Draft, 'own' | 'defaults' | 'at'>,
  keys: readonly PathSegment[],
): { readonly at: Position; readonly path: readonly PathSegment[] } {
  for (const reading of [draft.own, draft.defaults]) {
    let node: DocumentNode | undefined = reading.node;
    for (const key of keys) {
      if (node?.kind === 'object') node = node.entries.get(String(key))?.node;
      else if (node?.kind === 'array') node = node.items[Number(key)];
      else node = undefined;
    }
    if (node !== undefined) return { at: node.at, path: [...reading.path, ...keys] };
  }
  return { at: draft.at, path: [...draft.own.path, ...keys] };
}

function checkPolicy(draft: Draft, findings: Findings): void {
  const { policy, name, entry } = draft;
  const tell = (
    kind: 'error' | 'warn',
    keys: readonly PathSegment[],
    text: Parameters<Findings['error']>[3],
  ) => {
    const { at, path } = policyPlace(draft, keys);
    findings[kind](at, name, path, text);
  };
  const port = urlPort(entry);
  const fixed = policy.port?.fixed ?? null;
  if (port !== null && fixed !== null && fixed !== port)
    tell('error', ['port', 'fixed'], message('config.port-differs', { fixed, port }));
  const variable = policy.port?.env;
  if (variable !== undefined && (variable === '' || /[=\0]/.test(variable)))
    tell('error', ['port', 'env'], message('config.env.name'));
  const { url } = policy.health;
  if (url !== null && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    tell('error', ['health', 'url'], message('config.health-url', { url: quote(url) }));
  if (policy.replicas > 1) tell('warn', ['replicas'], message('config.replicas', { count: policy.replicas }));
}

export interface Links {
  readonly aliases: readonly string[];
  readonly dependsOn: readonly Dependency[];
  readonly restartWith: readonly string[];
  readonly groups: readonly string[];
  readonly problems: readonly ConfigProblem[];
  readonly hash: (text: string) => string;
}

export function finishServer(draft: Draft, links: Links): ServerDefinition {
  const { name, entry } = draft;
  const { aliases, groups, problems } = links;
  const { launch, endpoint, transport } = entry;
  const policy = { ...draft.policy, aliases, dependsOn: links.dependsOn, restartWith: links.restartWith };
  return {
    name,
    aliases,
    groups,
    transport,
    launch,
    endpoint,
    enabled: policy.enabled,
    policy,
    problems,
    launchHash: links.hash(launchText(entry, policy)),
    secrets: collectSecrets({
      env: launch?.env ?? {},
      headers: endpoint?.headers ?? {},
      url: endpoint?.url ?? null,
      values: [...entry.values, ...draft.inherited],
    }),
    line: draft.at.line,
    originOf: originsOf(draft.defaults.lines, draft.own.lines, draft.entryLines),
  };
}

/** The same text for the same launch: names in order, so that sorting an env by hand restarts nothing. */
function launchText(entry: ResolvedEntry, policy: Policy): string {
  const sorted = (record: Readonly<Record<string, string>> | undefined) =>
    Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const { launch, endpoint } = entry;
  return JSON.stringify([
    entry.transport,
    launch && [launch.command, launch.args, sorted(launch.env), launch.cwd],
    endpoint && [endpoint.url, endpoint.transport, sorted(endpoint.headers)],
    policy.port && [policy.port.env, policy.port.fixed],
    [...policy.inheritEnv].sort(),
  ]);
}

import { message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import { nameFault } from '../../../src-shared/model/server-name.ts';
import { checkNode } from '../../../src-shared/schema/check.ts';
import type { DocumentEntry, ObjectNode, PathSegment } from '../../../src-shared/schema/document.ts';
import { type Policy, policyInputSchema } from '../../../src-shared/schema/policy.ts';
import type { Findings } from './findings.ts';
import { basePolicy, type CheckedPolicy, type KeyLines } from './policies.ts';
import { quote } from './problems.ts';

const nothing: ObjectNode = {
  kind: 'object',
  at: { line: 1, column: 1 },
  entries: new Map(),
  duplicates: [],
};

export function section(parent: ObjectNode, name: string): ObjectNode {
  const node = parent.entries.get(name)?.node;
  return node?.kind === 'object' ? node : nothing;
}

export interface CheckedPolicies {
  readonly defaults: PolicyReading;
  /** Ours and `defaults` together: what every server begins with. */
  readonly base: Policy;
  readonly own: (server: string) => PolicyReading;
}

/** One policy of the file, checked. */
export interface PolicyReading {
  readonly policy: CheckedPolicy;
  /** Where each key that was accepted stands, by its dotted path. */
  readonly lines: KeyLines;
  readonly path: readonly PathSegment[];
  readonly node: ObjectNode;
}

export function readPolicies(ours: ObjectNode, findings: Findings): CheckedPolicies {
  const read = (
    entry: DocumentEntry | undefined,
    path: readonly PathSegment[],
    server: string | null,
  ): PolicyReading => {
    const lines = new Map<string, number>();
    if (entry === undefined) return { policy: {}, lines, path, node: nothing };
    const policy = checkNode(policyInputSchema, entry.node, path, {
      issue: (issue) => findings.issue(issue, server),
      value: (inner, at) => lines.set(inner.slice(path.length).join('.'), at.line),
    }) as CheckedPolicy | undefined;
    const node = entry.node.kind === 'object' ? entry.node : nothing;
    return { policy: policy ?? {}, lines, path, node };
  };
  const defaults = read(ours.entries.get('defaults'), ['orchestrator', 'defaults'], null);
  const servers = section(ours, 'servers');
  const wrong = ours.entries.get('servers')?.node;
  if (wrong !== undefined && wrong.kind !== 'object') {
    const expected = message('config.expected.object');
    const path = ['orchestrator', 'servers'];
    findings.issue({ kind: 'invalid', path, at: wrong.at, found: wrong, expected }, null);
  }
  for (const duplicate of servers.duplicates)
    findings.issue(
      { kind: 'duplicate-key', path: ['orchestrator', 'servers', duplicate.name], ...duplicate },
      nameFault(duplicate.name) === null ? duplicate.name : null,
    );
  return {
    defaults,
    base: basePolicy(defaults.policy),
    own: (server) => read(servers.entries.get(server), ['orchestrator', 'servers', server], server),
  };
}

export function warnUnknownPolicies(
  ours: ObjectNode,
  names: ReadonlyMap<string, unknown>,
  findings: Findings,
): void {
  for (const [name, entry] of section(ours, 'servers').entries) {
    if (names.has(name)) continue;
    const close = nearest(name, names.keys());
    const text =
      close === null
        ? message('config.policy-unused', { name: quote(name) })
        : message('config.policy-unused.near', { name: quote(name), near: quote(close) });
    findings.warn(entry.key, null, ['orchestrator', 'servers', name], text);
  }
}

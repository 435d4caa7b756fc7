import type { ConfigChange, ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { isRecord } from '../../../src-shared/model/snippet/types.ts';
import { type Draft, draftOf, entryOf, policyOf, type Written } from './draft.ts';
import { type Json, leafOf, same } from './values.ts';

/** What a save asks for; empty where the form says what the file says. `before` null: it is new. */
export function changesFor(before: Written | null, draft: Draft): readonly ConfigChange[] {
  const name = draft.name.trim();
  if (before === null) {
    const policy = policyOf(draft);
    return [
      {
        kind: 'put-server',
        name,
        entry: { ...entryOf(draft) },
        ...(Object.keys(policy).length === 0 ? {} : { policy: { ...policy } }),
        ...(draft.groups.length === 0 ? {} : { groups: [...draft.groups] }),
      },
    ];
  }
  const entry = entryOf(draft, before.entry);
  const policy = policyOf(draft, before.policy);
  const policyChanged = !same(policy, before.policy);
  const groupsChanged = !same([...draft.groups].sort(), [...before.groups].sort());
  const changes: ConfigChange[] = [];
  if (name !== before.name) changes.push({ kind: 'rename-server', name: before.name, to: name });
  if (!same(entry, before.entry) || policyChanged || groupsChanged)
    changes.push({
      kind: 'put-server',
      name,
      entry: { ...entry },
      ...(policyChanged ? { policy: { ...policy } } : {}),
      ...(groupsChanged ? { groups: [...draft.groups] } : {}),
    });
  return changes;
}

const OF_LAUNCH = ['type', 'command', 'args', 'env', 'cwd', 'url', 'headers'];
const POLICY_OF_LAUNCH = ['port.env', 'port.fixed', 'inheritEnv'];

/** Whether a save starts it anew: only where what is started, or where it is reached, changes. */
export function changesLaunch(before: Written, draft: Draft): boolean {
  if (draft.name.trim() !== before.name) return true;
  const entry = entryOf(draft, before.entry);
  const policy = policyOf(draft, before.policy);
  return (
    OF_LAUNCH.some((key) => !same(entry[key], before.entry[key])) ||
    POLICY_OF_LAUNCH.some((path) => !same(leafOf(policy, path), leafOf(before.policy, path)))
  );
}

/** The server in the file; null where it is not there. */
export function writtenIn(document: ConfigDocument, name: string): Written | null {
  return document.servers.find((server) => server.name === name) ?? null;
}

/** Names that a new server, or one that is renamed, cannot have. */
export function takenNames(document: ConfigDocument, except: string | null): ReadonlySet<string> {
  const { groups } = document.orchestrator;
  return new Set([
    ...document.servers.flatMap(({ name, policy }) => [
      ...(name === except ? [] : [name]),
      ...(name !== except && Array.isArray(policy.aliases) ? policy.aliases.map(String) : []),
    ]),
    ...(isRecord(groups) ? Object.keys(groups) : []),
  ]);
}

export function groupsIn(document: ConfigDocument): readonly string[] {
  const { groups } = document.orchestrator;
  return isRecord(groups) ? Object.keys(groups) : [];
}

/**
 * My edits put on top of theirs: every value that I changed is mine, every other one is theirs. A server that they took
 * out is added again as I have it.
 */
export function rebased(before: Written, mine: Draft, theirs: Written | null): Draft {
  if (theirs === null) return mine;
  const entry = onTop(before.entry, entryOf(mine, before.entry), theirs.entry);
  const policy = onTop(before.policy, policyOf(mine, before.policy), theirs.policy);
  const groups = same(mine.groups, before.groups) ? theirs.groups : mine.groups;
  return draftOf({ name: mine.name, entry, policy, groups });
}

function onTop(before: Json, mine: Json, theirs: Json): Json {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  return Object.fromEntries(
    [...keys].flatMap((key): readonly (readonly [string, unknown])[] => {
      const [old, own, other] = [before[key], mine[key], theirs[key]];
      const value =
        isRecord(own) && isRecord(other)
          ? onTop(isRecord(old) ? old : {}, own, other)
          : same(old, own)
            ? other
            : own;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

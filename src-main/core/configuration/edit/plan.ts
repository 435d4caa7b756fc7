import type { ConfigChange } from '../../../../src-shared/contract/configuration.ts';
import { message } from '../../../../src-shared/i18n/message.ts';
import { nearest } from '../../../../src-shared/model/nearest.ts';
import { nameFault } from '../../../../src-shared/model/server-name.ts';
import { formatPath, type PathSegment } from '../../../../src-shared/schema/document.ts';
import type { Accepted, Refusal } from '../../orchestrator.ts';
import { refusal } from '../../refusal.ts';
import { quote } from '../problems.ts';
import { differences, withoutNulls } from './differences.ts';
import { type Model, type PathEdit, plainOf } from './path-edit.ts';

type Edits = Accepted<readonly PathEdit[]>;
type Change<K extends ConfigChange['kind']> = Extract<ConfigChange, { readonly kind: K }>;

const SERVERS = ['mcpServers'] as const;
const OURS = ['orchestrator'] as const;
const POLICIES = [...OURS, 'servers'] as const;
const GROUPS = [...OURS, 'groups'] as const;

/** What a change means on a document as it is now. Nothing that it does not name is touched. */
export function planChange(document: Model, change: ConfigChange): Edits {
  switch (change.kind) {
    case 'put-server':
      return putServer(document, change);
    case 'rename-server':
      return renameServer(document, change);
    case 'remove-server':
      return removeServer(document, change);
    case 'set-enabled':
      return setEnabled(document, change);
    case 'set-value':
      return setValue(document, change);
  }
}

function putServer(document: Model, change: Change<'put-server'>): Edits {
  const { name, entry, policy, groups, after } = change;
  const before = at(document, [...SERVERS, name]);
  const refusal =
    (before === undefined ? nameRefusal(name) : null) ??
    wayRefusal(document, SERVERS, name) ??
    (policy === undefined ? null : wayRefusal(document, POLICIES, name)) ??
    (groups === undefined ? null : wayRefusal(document, GROUPS, name));
  if (refusal !== null) return refused(refusal);
  const path = [...SERVERS, name];
  const own: readonly PathEdit[] =
    before === undefined
      ? [{ kind: 'set', path, value: plainOf(withoutNulls(entry)), after }]
      : differences(path, before, withoutNulls(entry));
  return planned([
    ...own,
    ...(policy === undefined ? [] : putPolicy(document, name, withoutNulls(policy))),
    ...(groups === undefined ? [] : putGroups(document, name, groups)),
  ]);
}

/** A policy that says nothing is not written. */
function putPolicy(document: Model, name: string, policy: Model): readonly PathEdit[] {
  const path = [...POLICIES, name];
  const before = at(document, path);
  if (!(policy instanceof Map) || policy.size > 0) return differences(path, before, policy);
  return before === undefined ? [] : [{ kind: 'remove', path }];
}

function putGroups(document: Model, name: string, wanted: readonly string[]): readonly PathEdit[] {
  const names = namesOf(document, name);
  const edits: PathEdit[] = [];
  for (const [group, members] of entriesOf(at(document, GROUPS))) {
    const path = [...GROUPS, group];
    const isMember = Array.isArray(members) && members.some((one) => names.has(String(one)));
    if (isMember && !wanted.includes(group)) edits.push(...withoutItems(path, members, names));
    else if (!isMember && wanted.includes(group)) {
      if (Array.isArray(members))
        edits.push({ kind: 'insert', path: [...path, members.length], value: name });
      else edits.push({ kind: 'set', path, value: [name] });
    }
  }
  const known = new Set(entriesOf(at(document, GROUPS)).map(([group]) => group));
  for (const group of new Set(wanted)) {
    if (!known.has(group)) edits.push({ kind: 'set', path: [...GROUPS, group], value: [name] });
  }
  return edits;
}

function renameServer(document: Model, { name, to }: Change<'rename-server'>): Edits {
  const unknown = unknownRefusal(document, name);
  if (unknown !== null) return refused(unknown);
  if (to === name) return planned([]);
  const fault = nameRefusal(to);
  if (fault !== null) return refused(fault);
  if (at(document, [...SERVERS, to]) !== undefined)
    return refused(invalid(message('configuration-edit.name-taken', { name: to }), to));
  const edits: PathEdit[] = [{ kind: 'rename', path: [...SERVERS, name], to }];
  if (at(document, [...POLICIES, name]) !== undefined) {
    // A policy that waited under the new name meant no server until now.
    if (at(document, [...POLICIES, to]) !== undefined)
      edits.push({ kind: 'remove', path: [...POLICIES, to] });
    edits.push({ kind: 'rename', path: [...POLICIES, name], to });
  }
  const renamed = (path: readonly PathSegment[]): void => {
    edits.push({ kind: 'set', path, value: to });
  };
  for (const [group, members] of entriesOf(at(document, GROUPS)))
    for (const index of indexesOf(members, name)) renamed([...GROUPS, group, index]);
  // Policies by their new name: the edit before this one has renamed the server's own.
  const policies = entriesOf(at(document, POLICIES))
    .filter(([server]) => server !== to)
    .map(([server, policy]) => ({ path: [...POLICIES, server === name ? to : server], policy }));
  const defaults = { path: [...OURS, 'defaults'], policy: at(document, [...OURS, 'defaults']) };
  for (const { path, policy } of [defaults, ...policies]) {
    for (const index of indexesOf(at(policy, ['restartWith']), name))
      renamed([...path, 'restartWith', index]);
    for (const [index, one] of itemsOf(at(policy, ['dependsOn'])).entries()) {
      if (one === name) renamed([...path, 'dependsOn', index]);
      else if (at(one, ['server']) === name) renamed([...path, 'dependsOn', index, 'server']);
    }
  }
  return planned(edits);
}

/** Who depends on it keeps saying so: that is for a person to decide, and a problem until then. */
function removeServer(document: Model, { name }: Change<'remove-server'>): Edits {
  const unknown = unknownRefusal(document, name);
  if (unknown !== null) return refused(unknown);
  const names = namesOf(document, name);
  const edits: PathEdit[] = [{ kind: 'remove', path: [...SERVERS, name] }];
  if (at(document, [...POLICIES, name]) !== undefined)
    edits.push({ kind: 'remove', path: [...POLICIES, name] });
  for (const [group, members] of entriesOf(at(document, GROUPS)))
    edits.push(...withoutItems([...GROUPS, group], members, names));
  return planned(edits);
}

/**
 * The file may say it in three places: `disabled` and `enabled` of the entry, as other clients write them, and `enabled`
 * of the policy. The one that is there is used; `disabled: true` is what is added, and what goes again.
 */
function setEnabled(document: Model, { name, enabled }: Change<'set-enabled'>): Edits {
  const unknown = unknownRefusal(document, name) ?? wayRefusal(document, [...SERVERS, name], 'disabled');
  if (unknown !== null) return refused(unknown);
  const path = [...SERVERS, name];
  const entry = at(document, path);
  const policyPath = [...POLICIES, name, 'enabled'];
  const own = at(document, policyPath);
  const shared = at(document, [...OURS, 'defaults', 'enabled']);
  const edits: PathEdit[] = [];
  const set = (where: readonly PathSegment[], value: boolean): void => {
    if (at(document, where) !== value) edits.push({ kind: 'set', path: where, value });
  };
  const [disabledKey, enabledKey] = [at(entry, ['disabled']), at(entry, ['enabled'])];
  if (enabled) {
    if (disabledKey === true) edits.push({ kind: 'remove', path: [...path, 'disabled'] });
    if (enabledKey !== undefined) set([...path, 'enabled'], true);
    if (own === false || (own === undefined && shared === false)) {
      const refusal = wayRefusal(document, [...POLICIES, name], 'enabled');
      if (refusal !== null) return refused(refusal);
      set(policyPath, true);
    }
    return planned(edits);
  }
  if (disabledKey !== undefined) set([...path, 'disabled'], true);
  else if (enabledKey !== undefined) set([...path, 'enabled'], false);
  else if (own !== undefined) set(policyPath, false);
  // Where all servers are disabled there is nothing to add.
  else if (shared !== false) set([...path, 'disabled'], true);
  return planned(edits);
}

function setValue(document: Model, { path: keys, value }: Change<'set-value'>): Edits {
  const path: PathSegment[] = [...OURS];
  let node = at(document, OURS);
  for (const key of keys.slice(0, -1)) {
    const refusal = containerRefusal(node, path);
    if (refusal !== null) return refused(refusal);
    path.push(segmentOf(node, key));
    node = at(node, path.slice(-1));
  }
  const refusal = containerRefusal(node, path) ?? wayRefusal(document, OURS, keys[0] ?? '');
  if (refusal !== null) return refused(refusal);
  const last = segmentOf(node, keys.at(-1) ?? '');
  const full = [...path, last];
  const before = at(node, [last]);
  if (value === null || value === undefined)
    return planned(before === undefined ? [] : [{ kind: 'remove', path: full }]);
  if (Array.isArray(node) && before === undefined) {
    // Only the place behind the last item is one that a list can grow at.
    if (last !== node.length) return refused(invalid(notThere(full), null));
    return planned([{ kind: 'insert', path: full, value }]);
  }
  return planned(differences(full, before, withoutNulls(value)));
}

function segmentOf(node: Model | undefined, key: string): PathSegment {
  return Array.isArray(node) && /^\d{1,9}$/.test(key) ? Number(key) : key;
}

function planned(edits: readonly PathEdit[]): Edits {
  return { ok: true, value: edits };
}

function refused(refusal: Refusal): Edits {
  return { ok: false, refusal };
}

function invalid(text: ReturnType<typeof message>, server: string | null): Refusal {
  return refusal('INVALID', server, text);
}

function nameRefusal(name: string): Refusal | null {
  const fault = nameFault(name);
  return fault === null ? null : invalid(message(`config.name.${fault}`, { name: quote(name) }), null);
}

function unknownRefusal(document: Model, name: string): Refusal | null {
  const servers = at(document, SERVERS);
  if (at(servers, [name]) !== undefined) return null;
  const close = nearest(
    name,
    entriesOf(servers).map(([one]) => one),
  );
  const text =
    close === null
      ? message('configuration-edit.unknown', { name })
      : message('configuration-edit.unknown-near', { name, near: close });
  return refusal('UNKNOWN_SERVER', name, text);
}

/** Everything on the way to a new key must be an object, or not be there yet. */
function wayRefusal(document: Model, path: readonly PathSegment[], key: string): Refusal | null {
  for (let length = 0; length <= path.length; length++) {
    const way = path.slice(0, length);
    const node = at(document, way);
    if (node === undefined) return null;
    if (!(node instanceof Map)) return invalid(notAnObject(way, [...path, key]), null);
  }
  return null;
}

/** As above, for a path that may lead through lists. */
function containerRefusal(node: Model | undefined, path: readonly PathSegment[]): Refusal | null {
  if (node === undefined || node instanceof Map || Array.isArray(node)) return null;
  return invalid(notAnObject(path, path), null);
}

function notAnObject(way: readonly PathSegment[], path: readonly PathSegment[]) {
  return way.length === 0
    ? message('configuration-edit.no-object-file')
    : message('configuration-edit.no-object', { path: formatPath(way), key: formatPath(path) });
}

function notThere(path: readonly PathSegment[]) {
  return message('configuration-edit.no-place', { path: formatPath(path) });
}

/** What stands at the path; undefined where there is nothing. */
export function at(root: Model | undefined, path: readonly PathSegment[]): Model | undefined {
  let node = root;
  for (const segment of path) {
    if (node instanceof Map) node = node.get(String(segment));
    else if (Array.isArray(node) && typeof segment === 'number') node = node[segment];
    else return undefined;
  }
  return node;
}

export function entriesOf(model: Model | undefined): readonly (readonly [string, Model])[] {
  return model instanceof Map ? [...model] : [];
}

function itemsOf(model: Model | undefined): readonly Model[] {
  return Array.isArray(model) ? model : [];
}

function indexesOf(list: Model | undefined, text: string): readonly number[] {
  return itemsOf(list).flatMap((item, index) => (item === text ? [index] : []));
}

/** Its name, and the aliases by which groups may have it too. */
export function namesOf(document: Model, server: string): ReadonlySet<string> {
  const aliases = itemsOf(at(document, [...POLICIES, server, 'aliases']));
  const others = at(document, SERVERS);
  // A server's name goes before every alias.
  const own = aliases.filter((alias) => typeof alias === 'string' && at(others, [alias]) === undefined);
  return new Set([server, ...own.map(String)]);
}

/** From the last to the first, so that the indexes stay right. */
function withoutItems(
  path: readonly PathSegment[],
  list: Model | undefined,
  names: ReadonlySet<string>,
): readonly PathEdit[] {
  return itemsOf(list)
    .flatMap((item, index) => (typeof item === 'string' && names.has(item) ? [index] : []))
    .reverse()
    .map((index) => ({ kind: 'remove', path: [...path, index] }));
}

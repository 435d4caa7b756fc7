import { nameFault } from '../../../src-shared/model/server-name.ts';
import { isRecord } from '../../../src-shared/model/snippet/types.ts';
import { policyKeys } from './policy-keys.ts';
import { type Json, leafOf, merged, objectIn, same, textOf, withLeaf } from './values.ts';

/** A server as the file has it. */
export interface Written {
  readonly name: string;
  readonly entry: Json;
  readonly policy: Json;
  readonly groups: readonly string[];
}

export interface Pair {
  readonly name: string;
  readonly value: string;
}

export type Way = 'command' | 'url' | 'both';

/** A server as the form has it: everything is text until it is saved. */
export interface Draft {
  readonly name: string;
  /** Started here, reached at an address, or both. */
  readonly way: Way;
  readonly type: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: readonly Pair[];
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly groups: readonly string[];
  /** Keys of the entry that have no field, as JSON. */
  readonly more: string;
  /** By path; an empty text means that it is not said here. */
  readonly policy: Readonly<Record<string, string>>;
  /** The rest of the policy, as JSON. */
  readonly morePolicy: string;
}

const OF_FORM = ['type', 'command', 'args', 'env', 'cwd', 'url', 'headers'];
/** Said by a button of its own. */
const SWITCHES = ['disabled', 'enabled'];

export const emptyDraft: Draft = {
  name: '',
  way: 'command',
  type: '',
  command: '',
  args: [],
  cwd: '',
  env: [],
  url: '',
  headers: [],
  groups: [],
  more: '',
  policy: {},
  morePolicy: '',
};

export function draftOf({ name, entry, policy, groups }: Written): Draft {
  const text = (key: string) => (entry[key] === undefined ? '' : textOf(entry[key]));
  const more = Object.entries(entry).filter(([key]) => !OF_FORM.includes(key) && !SWITCHES.includes(key));
  const fields: Record<string, string> = {};
  let rest = policy;
  for (const { path } of policyKeys) {
    const leaf = leafOf(policy, path);
    if (leaf === undefined || (typeof leaf === 'object' && leaf !== null)) continue;
    fields[path] = textOf(leaf);
    rest = withLeaf(rest, path.split('.'), undefined);
  }
  const hasCommand = text('command') !== '';
  const hasUrl = text('url') !== '';
  return {
    name,
    way: hasCommand && hasUrl ? 'both' : hasUrl ? 'url' : 'command',
    type: text('type'),
    command: text('command'),
    args: Array.isArray(entry.args) ? entry.args.map(textOf) : [],
    cwd: text('cwd'),
    env: pairsOf(entry.env),
    url: text('url'),
    headers: pairsOf(entry.headers),
    groups,
    more: jsonOf(Object.fromEntries(more)),
    policy: fields,
    morePolicy: jsonOf(rest),
  };
}

function pairsOf(value: unknown): readonly Pair[] {
  return isRecord(value) ? Object.entries(value).map(([name, each]) => ({ name, value: textOf(each) })) : [];
}

function jsonOf(value: Json): string {
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2);
}

/** The entry that the form says. What was not touched stays the very value it was. */
export function entryOf(draft: Draft, before: Json = {}): Json {
  const launched = draft.way !== 'url';
  const reached = draft.way !== 'command';
  const entry: Record<string, unknown> = {};
  const put = (key: string, value: unknown, said: boolean) => {
    // An empty list that stood there says the same as none: it stays.
    const old = before[key];
    const hollow = typeof old === 'object' && old !== null && Object.keys(old).length === 0;
    if (said) entry[key] = same(loosely(old), value) ? old : value;
    else if (hollow) entry[key] = old;
  };
  put('type', draft.type, draft.type !== '');
  put('command', draft.command, launched && draft.command !== '');
  put('args', draft.args, launched && draft.args.length > 0);
  put(
    'env',
    objectOf(draft.env, before.env),
    draft.env.some(({ name }) => name !== ''),
  );
  put('cwd', draft.cwd, draft.cwd !== '');
  put('url', draft.url, reached && draft.url !== '');
  put(
    'headers',
    objectOf(draft.headers, before.headers),
    reached && draft.headers.some(({ name }) => name !== ''),
  );
  for (const key of SWITCHES) if (Object.hasOwn(before, key)) entry[key] = before[key];
  return { ...entry, ...(objectIn(draft.more) ?? {}) };
}

/** Arguments as the form shows them. */
function loosely(value: unknown): unknown {
  return Array.isArray(value) ? value.map(textOf) : value;
}

function objectOf(pairs: readonly Pair[], before: unknown): Json {
  const old = isRecord(before) ? before : {};
  return Object.fromEntries(
    pairs
      .filter(({ name }) => name !== '')
      .map(({ name, value }) => {
        const kept = Object.hasOwn(old, name) && textOf(old[name]) === value;
        return [name, kept ? old[name] : value] as const;
      }),
  );
}

/** The policy that the form says. */
export function policyOf(draft: Draft, before: Json = {}): Json {
  let fields: Json = {};
  for (const { path, kind } of policyKeys) {
    const text = draft.policy[path]?.trim() ?? '';
    if (text === '') continue;
    const old = leafOf(before, path);
    const value =
      kind === 'flag'
        ? text === 'true'
        : /^\d+(?:\.\d+)?$/.test(text) && kind !== 'text'
          ? Number(text)
          : text;
    fields = withLeaf(fields, path.split('.'), old !== undefined && textOf(old) === text ? old : value);
  }
  return merged(objectIn(draft.morePolicy) ?? {}, fields);
}

export type DraftFault =
  | { readonly field: 'name'; readonly kind: ReturnType<typeof nameFault> | 'taken' }
  | { readonly field: 'command' | 'url' | 'more' | 'morePolicy'; readonly kind: 'empty' | 'json' | 'scheme' }
  | { readonly field: 'env' | 'headers'; readonly kind: 'double' };

/** What keeps the form from being saved; what the orchestrator finds is told by the preview. */
export function faultsOf(draft: Draft, taken: ReadonlySet<string>): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  const name = nameFault(draft.name);
  if (name !== null) faults.push({ field: 'name', kind: name });
  else if (taken.has(draft.name)) faults.push({ field: 'name', kind: 'taken' });
  if (draft.way !== 'url' && draft.command.trim() === '') faults.push({ field: 'command', kind: 'empty' });
  if (draft.way !== 'command') {
    if (draft.url.trim() === '') faults.push({ field: 'url', kind: 'empty' });
    else if (!/^(?:https?:\/\/|.*\$\{)/i.test(draft.url.trim()))
      faults.push({ field: 'url', kind: 'scheme' });
  }
  for (const field of ['env', 'headers'] as const) {
    const names = draft[field].map((pair) => pair.name).filter((each) => each !== '');
    if (new Set(names).size < names.length) faults.push({ field, kind: 'double' });
  }
  for (const field of ['more', 'morePolicy'] as const)
    if (objectIn(draft[field]) === null) faults.push({ field, kind: 'json' });
  return faults;
}

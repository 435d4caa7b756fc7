import { isRecord } from '../../../src-shared/model/snippet/types.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Whether two values of JSON say the same; the order of keys says nothing. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => same(each, other[index]));
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The value at `a.b.c`, undefined where there is none. */
export function leafOf(value: Json, path: string): unknown {
  let inner: unknown = value;
  for (const key of path.split('.'))
    inner = isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  return inner;
}

/** With the leaf set, or taken out where `leaf` is undefined; objects that become empty by that go too. */
export function withLeaf(value: Json, path: readonly string[], leaf: unknown): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = Object.hasOwn(value, key) ? value[key] : undefined;
  const next = rest.length === 0 ? leaf : withLeaf(isRecord(inner) ? inner : {}, rest, leaf);
  const empty = next === undefined || (rest.length > 0 && isRecord(next) && Object.keys(next).length === 0);
  const entries = Object.entries(value);
  if (empty) return Object.fromEntries(entries.filter(([each]) => each !== key));
  return Object.fromEntries(
    Object.hasOwn(value, key)
      ? entries.map(([each, old]) => [each, each === key ? next : old] as const)
      : [...entries, [key, next] as const],
  );
}

/** One object written over another at every depth. */
export function merged(under: Json, over: Json): Json {
  let result = under;
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(result, key) ? result[key] : undefined;
    result = withLeaf(result, [key], isRecord(below) && isRecord(value) ? merged(below, value) : value);
  }
  return result;
}

/** `{…}` of a field that holds JSON; empty means `{}`; null where it is none. */
export function objectIn(text: string): Json | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

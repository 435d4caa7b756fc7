export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy with one key set, or without it. Also of a key such as `__proto__`, which an assignment would not keep. */
export function withKey<T>(
  object: Readonly<Record<string, T>>,
  key: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  const rest = Object.entries(object).filter(([each]) => each !== key);
  if (value === undefined) return Object.fromEntries(rest);
  const index = Object.keys(object).indexOf(key);
  return Object.fromEntries(rest.toSpliced(index < 0 ? rest.length : index, 0, [key, value]));
}

/** A JSON pointer's part: `a/b` → `a~1b`. */
export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
export const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

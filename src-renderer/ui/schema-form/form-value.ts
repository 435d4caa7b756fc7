import { readField } from './field.ts';
import { escapePart, isRecord, type Json } from './json.ts';
import type { Schema } from './usable-schema.ts';

/** What was typed and is no value yet: half a number, broken JSON. */
export class Draft {
  readonly text: string;
  readonly of: 'number' | 'json';
  constructor(text: string, of: 'number' | 'json') {
    this.text = text;
    this.of = of;
  }
}

/** Keys and values as they were typed: while one types, two may have the same key. */
export class Rows {
  readonly rows: readonly (readonly [key: string, value: FormValue])[];
  constructor(rows: Rows['rows']) {
    this.rows = rows;
  }
}

/** undefined: not given. */
export type FormValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | Draft
  | Rows
  | readonly FormValue[]
  | { readonly [key: string]: FormValue };

export const isFields = (value: FormValue): value is Readonly<Record<string, FormValue>> =>
  isRecord(value) && !(value instanceof Draft) && !(value instanceof Rows);

export interface Unfinished {
  /** A JSON pointer. */
  readonly at: string;
  readonly what: 'number' | 'json' | 'empty' | 'duplicate';
}

/** The arguments as they would be sent; `unfinished` must be empty for that. */
export function toJson(value: FormValue): {
  readonly json: Json;
  readonly unfinished: readonly Unfinished[];
} {
  const unfinished: Unfinished[] = [];
  const walk = (each: FormValue, at: string): Json | undefined => {
    if (each instanceof Draft) {
      unfinished.push({ at, what: each.of });
      return each.text;
    }
    if (each instanceof Rows) {
      const seen = new Set<string>();
      for (const [key] of each.rows) {
        if (seen.has(key)) unfinished.push({ at, what: 'duplicate' });
        seen.add(key);
      }
      return object(each.rows, at);
    }
    if (Array.isArray(each)) {
      return each.map((item: FormValue, index) => {
        const json = walk(item, `${at}/${index}`);
        if (json === undefined) unfinished.push({ at: `${at}/${index}`, what: 'empty' });
        return json ?? null;
      });
    }
    return isFields(each) ? object(Object.entries(each), at) : (each as Json | undefined);
  };
  const object = (entries: Rows['rows'], at: string): Json =>
    Object.fromEntries(
      entries.flatMap(([key, each]) => {
        const json = walk(each, `${at}/${escapePart(key)}`);
        return json === undefined ? [] : [[key, json]];
      }),
    );
  return { json: walk(value, '') ?? {}, unfinished };
}

const MOST_STARTED = 500;
const DEEPEST_STARTED = 6;
const MOST_ITEMS = 10;

/** What a form begins with: what the schema says, and what cannot be left out. */
export function startValue(schema: Schema, root: Schema, required = true): FormValue {
  let left = MOST_STARTED;
  const start = (given: Schema, needed: boolean, depth: number): FormValue => {
    left--;
    if (left < 0 || depth > DEEPEST_STARTED) return undefined;
    const field = readField(given, root);
    const { default: preset } = field.schema;
    if (preset !== undefined) return preset as Json;
    if (!needed) return undefined;
    switch (field.kind) {
      case 'object':
        return Object.fromEntries(
          field.properties.flatMap(({ name, schema: each, required: must }) => {
            const value = start(each, must, depth + 1);
            return value === undefined ? [] : [[name, value]];
          }),
        );
      case 'array':
        return Array.from({ length: Math.min(field.min, MOST_ITEMS) }, () =>
          start(field.items, true, depth + 1),
        );
      case 'boolean':
        return false;
      case 'choice':
        return field.choices.length === 1 ? (field.choices[0]?.value as Json) : undefined;
      case 'variants':
        return start(field.variants[0]?.schema ?? {}, true, depth + 1);
      default:
        return undefined;
    }
  };
  return start(schema, required, 0);
}

/** Text of a number field. */
export function numberOf(text: string): FormValue {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  // A number that would become another one on its way is none.
  if (!Number.isFinite(value) || (/^[-+]?\d+$/.test(trimmed) && !Number.isSafeInteger(value)))
    return new Draft(text, 'number');
  return value;
}

/** Text of a JSON field. */
export function jsonOf(text: string): FormValue {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return new Draft(text, 'json');
  }
}

import { isWithin } from '../../../src-shared/model/is-within.ts';
import { escapePart, isRecord, unescapePart } from './json.ts';

export const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;
export type SchemaType = (typeof types)[number];
type Schemas = Readonly<Record<string, Schema>>;

/** A JSON Schema of which every keyword has the type it must have. `{}` is anything, `{ not: {} }` is nothing. */
export interface Schema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly $defs?: Schemas;
  readonly definitions?: Schemas;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly contentMediaType?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly properties?: Schemas;
  readonly patternProperties?: Schemas;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly prefixItems?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
}

/** What a foreign schema may cost. Beyond, a part of it is "anything", and the server itself has the last word. */
export const LIMITS = {
  depth: 24,
  nodes: 4000,
  references: 500,
  keys: 500,
  choices: 500,
  patternLength: 300,
  textLength: 10_000,
  valueDepth: 16,
} as const;

type Read = (value: unknown, copy: Copy, depth: number) => unknown;

const text: Read = (value) => (typeof value === 'string' ? value.slice(0, LIMITS.textLength) : undefined);
const flag: Read = (value) => (typeof value === 'boolean' ? value : undefined);
const number: Read = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const count: Read = (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined);
const positive: Read = (value) => (typeof value === 'number' && value > 0 ? value : undefined);
const anyValue: Read = (value, copy) => (isWithin(value, LIMITS.valueDepth) ? value : copy.leaveOut());
const names: Read = (value) =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, LIMITS.keys) : undefined;
const pattern: Read = (value, copy) =>
  typeof value !== 'string' ? undefined : isPattern(value) ? value : copy.leaveOut();
const type: Read = (value) => {
  const known = [value].flat().filter((each) => (types as readonly unknown[]).includes(each));
  return known.length === 0 ? undefined : known.length === 1 ? known[0] : [...new Set(known)];
};
const choices: Read = (value, copy) => {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.length > LIMITS.choices || !isWithin(value, LIMITS.valueDepth)) return copy.leaveOut();
  return value;
};
const schema: Read = (value, copy, depth) =>
  isRecord(value) || typeof value === 'boolean' ? copy.schema(value, depth + 1) : undefined;
const schemaList: Read = (value, copy, depth) =>
  Array.isArray(value) && value.length > 0
    ? value.slice(0, LIMITS.keys).map((each) => copy.schema(each, depth + 1))
    : undefined;
const schemaMap =
  (accepts: (key: string) => boolean): Read =>
  (value, copy, depth) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value).filter(([key]) => isName(key) && accepts(key));
    if (entries.length > LIMITS.keys) copy.leaveOut();
    return Object.fromEntries(
      entries.slice(0, LIMITS.keys).map(([key, each]) => [key, copy.schema(each, depth + 1)]),
    );
  };
const schemasByName = schemaMap(() => true);
const schemasByPattern = schemaMap(isPattern);
const nameMap: Read = (value) =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([key, each]) => isName(key) && Array.isArray(each))
          .slice(0, LIMITS.keys)
          .map(([key, each]) => [key, (each as unknown[]).filter((one) => typeof one === 'string')]),
      )
    : undefined;

const READERS: Readonly<Record<string, Read>> = {
  $ref: (value, copy) => copy.reference(value),
  $defs: schemasByName,
  definitions: schemasByName,
  type,
  title: text,
  description: text,
  default: anyValue,
  const: anyValue,
  enum: choices,
  format: text,
  pattern,
  contentMediaType: text,
  minLength: count,
  maxLength: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: positive,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  minProperties: count,
  maxProperties: count,
  minContains: count,
  maxContains: count,
  properties: schemasByName,
  patternProperties: schemasByPattern,
  additionalProperties: schema,
  propertyNames: schema,
  unevaluatedProperties: schema,
  required: names,
  dependentRequired: nameMap,
  dependentSchemas: schemasByName,
  items: (value, copy, depth) => (Array.isArray(value) ? schemaList : schema)(value, copy, depth),
  prefixItems: schemaList,
  additionalItems: schema,
  unevaluatedItems: schema,
  contains: schema,
  allOf: schemaList,
  anyOf: schemaList,
  oneOf: schemaList,
  not: schema,
  if: schema,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: schema,
  else: schema,
};

/** Names that a validator can write into a pointer, and that are no trap for those who write objects. */
const isName = (key: string): boolean => key !== '__proto__' && key.isWellFormed();

function isPattern(source: string): boolean {
  if (source.length > LIMITS.patternLength) return false;
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

interface Copy {
  schema(value: unknown, depth: number): Schema;
  reference(value: unknown): string | undefined;
  leaveOut(): undefined;
}

/**
 * Copies what we understand, within bounds. References lead to parts of the same schema or are left out.
 * `whole`: nothing was left out that a validator would have judged.
 */
export function usableSchema(raw: unknown): { readonly schema: Schema; readonly whole: boolean } {
  let whole = true;
  let nodes = 0;
  let references = 0;
  const copy: Copy = {
    leaveOut() {
      whole = false;
      return undefined;
    },
    reference(value) {
      if (typeof value !== 'string') return undefined;
      references++;
      return references > LIMITS.references || !isLocal(value) ? copy.leaveOut() : value;
    },
    schema(value, depth) {
      nodes++;
      if (depth > LIMITS.depth || nodes > LIMITS.nodes) {
        copy.leaveOut();
        return {};
      }
      if (value === false) return { not: {} };
      if (!isRecord(value)) return {};
      return read(value, copy, depth);
    },
  };
  const schemaOfAll = copy.schema(raw, 0);
  const rooted = isRecord(raw) && typeof raw.$schema === 'string' ? { $schema: raw.$schema } : {};
  const root: Schema = { ...schemaOfAll, ...rooted };
  if (!dropLostReferences(root)) whole = false;
  return { schema: root, whole };
}

function read(value: Readonly<Record<string, unknown>>, copy: Copy, depth: number): Schema {
  const entries: [string, unknown][] = [];
  for (const [key, given] of Object.entries(value)) {
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    const usable = given === undefined ? undefined : reader?.(given, copy, depth);
    if (usable !== undefined) entries.push([key, usable]);
  }
  return Object.fromEntries(fromDraft4(value, entries));
}

/** Draft 4 wrote `minimum: 0, exclusiveMinimum: true`. */
function fromDraft4(
  value: Readonly<Record<string, unknown>>,
  entries: readonly [string, unknown][],
): readonly [string, unknown][] {
  return entries.map(([key, each]) => {
    if (key === 'minimum' && value.exclusiveMinimum === true) return ['exclusiveMinimum', each];
    if (key === 'maximum' && value.exclusiveMaximum === true) return ['exclusiveMaximum', each];
    return [key, each];
  });
}

const isLocal = (reference: string): boolean => reference === '#' || reference.startsWith('#/');

function partsOf(reference: string): readonly string[] | null {
  try {
    return reference
      .split('/')
      .slice(1)
      .map((part) => unescapePart(decodeURIComponent(part)));
  } catch {
    return null;
  }
}

const reading = (...readers: readonly Read[]): ReadonlySet<string> =>
  new Set(Object.keys(READERS).filter((key) => readers.some((reader) => reader === READERS[key])));
/** Keywords that hold schemas, each under a name or a number, and those that hold one; `items` does either. */
const MANY = reading(schemaList, schemasByName, schemasByPattern);
const ONE = reading(schema);

/** Where a reference leads; null where nowhere, or to what is no schema: a map of them, a default, a choice. */
export function schemaAt(root: Schema, reference: string): Schema | null {
  const parts = partsOf(reference);
  let at: unknown = parts === null ? undefined : root;
  let within: 'schema' | 'schemas' = 'schema';
  for (const part of parts ?? []) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return null;
    if (within === 'schema' && part !== 'items' && !MANY.has(part) && !ONE.has(part)) return null;
    at = (at as Readonly<Record<string, unknown>>)[part];
    within = within === 'schema' && (MANY.has(part) || Array.isArray(at)) ? 'schemas' : 'schema';
  }
  return within === 'schema' && isRecord(at) ? at : null;
}

/** As the validator writes them, so that it finds them. */
function canonical(reference: string): string {
  const parts = (partsOf(reference) ?? []).map((part) => encodeURI(escapePart(part)).replaceAll('#', '%23'));
  return ['#', ...parts].join('/');
}

/** Keywords whose values are values, not schemas. */
const VALUES = new Set(['default', 'const', 'enum']);

/** Also of schemas inside of values: `properties` may be named `default`. */
function dropLostReferences(root: Schema): boolean {
  let whole = true;
  const visit = (node: object, isMap: boolean): void => {
    for (const [key, each] of Object.entries(node)) {
      if (!isMap && key === '$ref') {
        const found = schemaAt(root, String(each)) !== null;
        whole &&= found;
        if (found) Object.assign(node, { $ref: canonical(String(each)) });
        else Reflect.deleteProperty(node, '$ref');
      } else if (typeof each === 'object' && each !== null && (isMap || !VALUES.has(key))) {
        visit(each, !isMap && MAPS.has(key));
      }
    }
  };
  visit(root, false);
  return whole;
}

const MAPS = new Set(['$defs', 'definitions', 'properties', 'patternProperties', 'dependentSchemas']);

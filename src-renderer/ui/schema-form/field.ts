import { isRecord } from './json.ts';
import { type Schema, type SchemaType, schemaAt } from './usable-schema.ts';

export interface Choice {
  readonly text: string;
  readonly help: string | null;
  readonly value: unknown;
}

export interface Property {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

export type TextInput = 'line' | 'lines' | 'date' | 'email' | 'url' | 'secret';

type Shape =
  | { readonly kind: 'text'; readonly input: TextInput }
  | {
      readonly kind: 'number';
      readonly integer: boolean;
      readonly min: number | null;
      readonly max: number | null;
      readonly step: number | null;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  /** `rest`: what keys beside the properties may hold; null: none. */
  | { readonly kind: 'object'; readonly properties: readonly Property[]; readonly rest: Schema | null }
  | { readonly kind: 'array'; readonly items: Schema; readonly min: number; readonly max: number }
  | {
      readonly kind: 'variants';
      readonly variants: readonly { readonly title: string | null; readonly schema: Schema }[];
    }
  /** Whatever has no form of its own is written as JSON. */
  | { readonly kind: 'json' };

export type Field = Shape & {
  readonly title: string | null;
  readonly help: string | null;
  readonly nullable: boolean;
  /** With its references followed. */
  readonly schema: Schema;
};

/** References to references, and parts of parts. */
const MOST_STEPS = 20;

/** How one part of a schema is asked for. Parts within it are read when they are shown: a schema may hold itself. */
export function readField(given: Schema, root: Schema): Field {
  const { schema, nullable } = withoutNull(resolve(given, root), root);
  const shape = shapeOf(schema, root);
  return {
    ...shape,
    title: schema.title ?? null,
    help: schema.description ?? null,
    nullable,
    schema,
  };
}

/** Follows references; what stands beside one holds too. Parts that must all hold become one where they are plain. */
export function resolve(given: Schema, root: Schema): Schema {
  let schema = given;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { $ref, ...beside } = schema;
    if ($ref !== undefined) {
      schema = { ...(schemaAt(root, $ref) ?? {}), ...beside };
      continue;
    }
    const merged = mergeAll(schema, root);
    if (merged === null) return schema;
    schema = merged;
  }
  return {};
}

/** Keywords that can be put together without judging what they mean together. */
const PLAIN = new Set([
  'type',
  'title',
  'description',
  'default',
  'properties',
  'required',
  '$defs',
  'definitions',
]);

function mergeAll(schema: Schema, root: Schema): Schema | null {
  const { allOf, ...own } = schema;
  if (allOf === undefined) return null;
  const parts = allOf.map((part) => (part.$ref === undefined ? part : followed(part, root)));
  if (parts.length === 1) return { ...parts[0], ...own };
  if (![own, ...parts].every((part) => Object.keys(part).every((key) => PLAIN.has(key)))) return null;
  const all = [...parts, own];
  const types = new Set(all.flatMap(({ type }) => (type === undefined ? [] : [String(type)])));
  if (types.size > 1) return null;
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map(({ properties }) => properties)),
    required: [...new Set(all.flatMap(({ required }) => required ?? []))],
  };
}

function followed(part: Schema, root: Schema): Schema {
  const { $ref, ...beside } = part;
  return { ...($ref === undefined ? {} : schemaAt(root, $ref)), ...beside };
}

function withoutNull(schema: Schema, root: Schema): { readonly schema: Schema; readonly nullable: boolean } {
  const { type } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    const rest = type.filter((each: SchemaType) => each !== 'null');
    const { enum: choices } = schema;
    const left = choices?.filter((each) => each !== null);
    return {
      schema: {
        ...schema,
        type: rest.length === 1 ? rest[0] : rest,
        ...(left === undefined ? {} : { enum: left }),
      } as Schema,
      nullable: true,
    };
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    const { [key]: variants, ...own } = schema;
    if (variants === undefined) continue;
    const left = variants.filter((variant) => !isNull(resolve(variant, root)));
    if (left.length === variants.length || left.length === 0) continue;
    const [only] = left;
    if (left.length === 1 && only !== undefined)
      return { schema: { ...resolve(only, root), ...own }, nullable: true };
    return { schema: { ...own, [key]: left }, nullable: true };
  }
  return { schema, nullable: false };
}

const isNull = ({ type, const: constant }: Schema): boolean => type === 'null' || constant === null;

function shapeOf(schema: Schema, root: Schema): Shape {
  const choices = choicesOf(schema, root);
  if (choices !== null) return { kind: 'choice', choices };
  const variants = variantsOf(schema, root);
  if (variants !== null) return variants;
  switch (typeOf(schema)) {
    case 'string':
      return { kind: 'text', input: inputOf(schema) };
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return { kind: 'boolean' };
    case 'object':
      return objectOf(schema);
    case 'array':
      return arrayOf(schema);
    default:
      return { kind: 'json' };
  }
}

/** Without a type, what the other keywords speak of. */
function typeOf({
  type,
  properties,
  additionalProperties,
  items,
  format,
  pattern,
  minimum,
  maximum,
}: Schema) {
  if (typeof type === 'string') return type;
  if (type !== undefined) return null;
  if (properties !== undefined || additionalProperties !== undefined) return 'object';
  if (items !== undefined) return 'array';
  if (format !== undefined || pattern !== undefined) return 'string';
  return minimum !== undefined || maximum !== undefined ? 'number' : null;
}

function choicesOf(schema: Schema, root: Schema): readonly Choice[] | null {
  if (schema.const !== undefined) return [choice(schema.const, schema)];
  if (schema.enum !== undefined) return schema.enum.map((value) => choice(value, {}));
  const variants = (schema.oneOf ?? schema.anyOf)?.map((each) => resolve(each, root));
  if (variants === undefined || schema.properties !== undefined) return null;
  const all = variants.flatMap((each) => {
    if (each.const !== undefined) return [choice(each.const, each)];
    return each.enum !== undefined ? each.enum.map((value) => choice(value, {})) : [null];
  });
  return all.every((each) => each !== null) ? all : null;
}

function choice(value: unknown, { title, description }: Schema): Choice {
  return {
    text: title ?? (typeof value === 'string' ? value : JSON.stringify(value)),
    help: description ?? null,
    value,
  };
}

function variantsOf(schema: Schema, root: Schema): Shape | null {
  const { oneOf, anyOf, type, ...own } = schema;
  if (Array.isArray(type)) {
    const list = type.map((each: SchemaType) => ({ title: null, schema: { ...own, type: each } }));
    return oneOf === undefined && anyOf === undefined && list.length > 0
      ? { kind: 'variants', variants: list }
      : { kind: 'json' };
  }
  const variants = oneOf ?? anyOf;
  if (variants === undefined) return null;
  // Both at once, or properties beside the variants: what they mean together is written, not clicked.
  if ((oneOf !== undefined && anyOf !== undefined) || own.properties !== undefined)
    return hasRequirementsOnly(variants) ? null : { kind: 'json' };
  return {
    kind: 'variants',
    variants: variants.map((each) => ({
      title: resolve(each, root).title ?? null,
      schema:
        type === undefined || each.type !== undefined || each.$ref !== undefined
          ? each
          : { ...each, type: type as SchemaType },
    })),
  };
}

/** `anyOf: [{ required: ['a'] }, { required: ['b'] }]` beside properties changes nothing of what is asked for. */
function hasRequirementsOnly(variants: readonly Schema[]): boolean {
  return variants.every((each) => Object.keys(each).every((key) => key === 'required' || key === 'title'));
}

function inputOf({ format, maxLength, contentMediaType }: Schema): TextInput {
  if (format === 'date') return 'date';
  if (format === 'email' || format === 'idn-email') return 'email';
  if (format === 'uri' || format === 'url' || format === 'iri') return 'url';
  if (format === 'password') return 'secret';
  if (
    format !== undefined &&
    !/^(textarea|multiline|markdown|text)$/.test(format) &&
    contentMediaType === undefined
  )
    return 'line';
  return maxLength !== undefined && maxLength <= 80 ? 'line' : 'lines';
}

function numberOf(schema: Schema): Shape {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const integer = type === 'integer';
  // The next whole number; of others the bound itself, which the check then refuses.
  const above =
    exclusiveMinimum === undefined ? null : integer ? Math.floor(exclusiveMinimum) + 1 : exclusiveMinimum;
  const below =
    exclusiveMaximum === undefined ? null : integer ? Math.ceil(exclusiveMaximum) - 1 : exclusiveMaximum;
  return {
    kind: 'number',
    integer,
    min: minimum ?? above,
    max: maximum ?? below,
    step: multipleOf ?? (integer ? 1 : null),
  };
}

function objectOf(schema: Schema): Shape {
  const { properties = {}, required = [], additionalProperties, patternProperties } = schema;
  if (patternProperties !== undefined) return { kind: 'json' };
  const list = Object.entries(properties).map(([name, each]) => ({
    name,
    schema: each,
    required: required.includes(name),
  }));
  // Required, but not described: still asked for.
  const others = required
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => ({ name, schema: additionalProperties ?? {}, required: true }));
  const closed = isRecord(additionalProperties?.not);
  const rest = closed
    ? null
    : (additionalProperties ?? (list.length === 0 && others.length === 0 ? {} : null));
  return { kind: 'object', properties: [...list, ...others], rest };
}

function arrayOf({ items, prefixItems, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Schema): Shape {
  if (prefixItems !== undefined || Array.isArray(items)) return { kind: 'json' };
  return { kind: 'array', items: (items as Schema | undefined) ?? {}, min: minItems, max: maxItems };
}

/** Which of the variants a value is of: by its type, then by what is fixed in it, then by what it must hold. */
export function variantOf(
  variants: readonly { readonly schema: Schema }[],
  value: unknown,
  root: Schema,
): number {
  const scores = variants.map(({ schema }) => score(resolve(schema, root), value));
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

function score(schema: Schema, value: unknown): number {
  if (!matchesType(schema, value)) return -1;
  if (!isRecord(value)) return 1;
  const fixed = Object.entries(schema.properties ?? {}).filter(([, each]) => each.const !== undefined);
  if (fixed.some(([key, each]) => Object.hasOwn(value, key) && value[key] !== each.const)) return 0;
  const held = (schema.required ?? []).filter((key) => Object.hasOwn(value, key)).length;
  return 1 + fixed.filter(([key]) => Object.hasOwn(value, key)).length * 100 + held;
}

function matchesType(schema: Schema, value: unknown): boolean {
  const { type } = schema;
  const wanted = type === undefined ? typeOf(schema) : type;
  if (wanted === null) return true;
  return [wanted].flat().some((each) => {
    if (each === 'integer') return Number.isInteger(value);
    if (each === 'null') return value === null;
    if (each === 'array') return Array.isArray(value);
    return each === 'object' ? isRecord(value) : typeof value === each;
  });
}

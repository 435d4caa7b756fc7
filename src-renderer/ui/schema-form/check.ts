import {
  type Schema as CheckSchema,
  dereference,
  type OutputUnit,
  type SchemaDraft,
  validate,
} from '@cfworker/json-schema';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { escapePart, isRecord, type Json, unescapePart } from './json.ts';
import { type Schema, schemaAt } from './usable-schema.ts';

export interface Finding {
  /** A JSON pointer into the value. */
  readonly at: string;
  readonly text: Message;
}

/** More help nobody. */
const MOST_FINDINGS = 50;
const MOST_NAMES = 5;

/**
 * Where a value breaks its schema, in our words. Takes as long as the schema makes it, and may throw: run it where it can be
 * ended (`run-check.ts`).
 */
export function findings(schema: Schema, value: Json): readonly Finding[] {
  const root = schema as CheckSchema;
  const { errors } = validate(value, root, draftOf(schema), dereference(root), false);
  const places = new Map<string, Finding>();
  for (const unit of withoutOtherVariants(errors)) {
    for (const found of explain(unit, schema, value)) {
      // One sentence a place: the first says most.
      if (!places.has(found.at)) places.set(found.at, found);
      if (places.size >= MOST_FINDINGS) return [...places.values()];
    }
  }
  return [...places.values()];
}

function draftOf({ $schema = '' }: Schema): SchemaDraft {
  if ($schema.includes('draft-04')) return '4';
  if ($schema.includes('draft-07') || $schema.includes('draft-06')) return '7';
  return $schema.includes('2019-09') ? '2019-09' : '2020-12';
}

const BRANCH = /^(.*\/(?:anyOf|oneOf))\/(\d+)(?:\/|$)/;
/** What says that the value was not meant for this variant. */
const OTHER_KIND = new Set(['type', 'const', 'enum']);

/**
 * Of variants the validator tells what is wrong with each. Told is what is wrong with the one that was meant, where that
 * is clear; else only that none fits.
 */
function withoutOtherVariants(units: readonly OutputUnit[]): readonly OutputUnit[] {
  const branches = new Map<string, Map<string, readonly OutputUnit[]>>();
  for (const unit of units) {
    const [, place, index] = BRANCH.exec(unit.keywordLocation) ?? [];
    if (place === undefined || index === undefined) continue;
    const of = branches.get(place) ?? new Map<string, readonly OutputUnit[]>();
    branches.set(place, of.set(index, [...(of.get(index) ?? []), unit]));
  }
  const meant = new Map<string, string>();
  for (const [place, of] of branches) {
    const own = units.find(({ keywordLocation }) => keywordLocation === place);
    const fits = [...of].filter(
      ([, found]) => !found.some((unit) => isOtherKind(unit, own?.instanceLocation ?? '#')),
    );
    const [only] = fits;
    if (fits.length === 1 && only !== undefined) meant.set(place, only[0]);
  }
  return units.filter(({ keywordLocation }) => {
    const [, place, index] = BRANCH.exec(keywordLocation) ?? [];
    if (place === undefined) return !meant.has(keywordLocation);
    return meant.get(place) === index;
  });
}

/** At the value itself, or at a property that tells variants apart. */
function isOtherKind({ keyword, instanceLocation }: OutputUnit, at: string): boolean {
  if (!OTHER_KIND.has(keyword)) return false;
  return (
    instanceLocation === at ||
    (keyword === 'const' && instanceLocation.split('/').length === at.split('/').length + 1)
  );
}

const pointerOf = (location: string): string =>
  location
    .split('/')
    .slice(1)
    .map((part) => `/${decodeURIComponent(part)}`)
    .join('');

function valueAt(value: Json, location: string): unknown {
  let at: unknown = value;
  for (const part of pointerOf(location).split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[unescapePart(part)];
  }
  return at;
}

/** What the schema says there, on the way that the validator took: `#/properties/a/$ref/minimum`. */
function keywordAt(root: Schema, location: string): unknown {
  let at: unknown = root;
  for (const part of location.split('/').slice(1)) {
    if (!isRecord(at) && !Array.isArray(at)) return undefined;
    const key = unescapePart(decodeURIComponent(part));
    const next = (at as Readonly<Record<string, unknown>>)[key];
    at = key === '$ref' && typeof next === 'string' ? schemaAt(root, next) : next;
  }
  return at;
}

/** The limit is the whole of the sentence's other half. */
const LIMITED = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);

function explain(unit: OutputUnit, root: Schema, value: Json): readonly Finding[] {
  const { keyword, instanceLocation, keywordLocation } = unit;
  const at = pointerOf(instanceLocation);
  const said = keywordAt(root, keywordLocation);
  const one = (key: string, params: Message['params'] = {}): readonly Finding[] => [
    { at, text: message(key, params) },
  ];
  if (LIMITED.has(keyword) && typeof said === 'number') return one(`form.error.${keyword}`, { limit: said });
  switch (keyword) {
    case 'required':
      return missing(said, valueAt(value, instanceLocation)).map((name) => ({
        at: `${at}/${escapePart(name)}`,
        text: message('form.error.required'),
      }));
    case 'type':
      return one('form.error.type', { type: [said].flat().length === 1 ? String(said) : 'several' });
    case 'const':
      return one('form.error.const', { value: shortJson(said) });
    case 'enum':
      return one('form.error.enum');
    case 'pattern':
      return one('form.error.pattern', { pattern: String(said) });
    case 'format':
      return one('form.error.format', { kind: String(said).replaceAll(/\W/g, ''), format: String(said) });
    case 'uniqueItems':
      return one('form.error.uniqueItems');
    case 'dependentRequired':
      return one('form.error.dependentRequired');
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownKeys(unit, root, value, at);
    case 'anyOf':
    case 'oneOf':
      return one('form.error.variants');
    case 'not':
    case 'if':
    case 'contains':
    case 'propertyNames':
      return one('form.error.rule', { rule: keyword });
    default:
      return [];
  }
}

function missing(required: unknown, value: unknown): readonly string[] {
  if (!Array.isArray(required) || !isRecord(value)) return [];
  return required.filter((name): name is string => typeof name === 'string' && !Object.hasOwn(value, name));
}

/** Only where the schema says that there are no others; what others must be is told at them. */
function unknownKeys(
  { keyword, instanceLocation, keywordLocation }: OutputUnit,
  root: Schema,
  value: Json,
  at: string,
): readonly Finding[] {
  const said = keywordAt(root, keywordLocation);
  const object = valueAt(value, instanceLocation);
  if (!isRecord(said) || !isRecord(said.not) || !isRecord(object)) return [];
  const owner = keywordAt(root, keywordLocation.slice(0, -keyword.length - 1));
  const known = isRecord(owner) && isRecord(owner.properties) ? owner.properties : {};
  const names = Object.keys(object).filter((key) => !Object.hasOwn(known, key));
  return [{ at, text: message('form.error.unknown', { names: names.slice(0, MOST_NAMES).join(', ') }) }];
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

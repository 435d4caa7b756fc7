import { count, say } from '../words.ts';
import { type Field, readField } from './field.ts';
import type { Schema } from './usable-schema.ts';

const DEFAULT_LENGTH = 40;

/** `integer, 1 to 1000, default 100` */
export function typeWords(field: Field, root: Schema, required: boolean): string {
  const preset = presetOf(field);
  return [kindOf(field, root), rangeOf(field), required ? say('form.required') : null, preset]
    .filter((each) => each !== null)
    .join(', ');
}

function kindOf(field: Field, root: Schema): string {
  switch (field.kind) {
    case 'text':
      return field.schema.format === undefined ? say('form.type.string') : formatName(field.schema.format);
    case 'number':
      return say(field.integer ? 'form.type.integer' : 'form.type.number');
    case 'choice':
      return say('form.type.choice', { count: field.choices.length });
    case 'array':
      return say('form.type.array', { of: kindOfItems(readField(field.items, root)) });
    case 'variants':
      return say('form.type.variants', { count: field.variants.length });
    default:
      return say(`form.type.${field.kind}`);
  }
}

/** One level: of what hides deeper, the form itself tells. */
function kindOfItems(field: Field): string {
  if (field.kind === 'number') return say(field.integer ? 'form.type.integer' : 'form.type.number');
  if (field.kind === 'text') return say('form.type.string');
  if (field.kind === 'choice') return say('form.type.choice', { count: field.choices.length });
  if (field.kind === 'variants') return say('form.type.variants', { count: field.variants.length });
  return say(field.kind === 'array' ? 'form.type.list' : `form.type.${field.kind}`);
}

const formatName = (format: string): string =>
  say('form.type.format', { format: format.slice(0, DEFAULT_LENGTH) });

function rangeOf(field: Field): string | null {
  if (field.kind === 'number') return range(field.min, field.max);
  if (field.kind === 'array') {
    const { min, max } = field;
    return range(min === 0 ? null : min, Number.isFinite(max) ? max : null);
  }
  return null;
}

function range(min: number | null, max: number | null): string | null {
  if (min !== null && max !== null) return say('form.range', { min: count(min), max: count(max) });
  if (min !== null) return say('form.range.from', { min: count(min) });
  return max === null ? null : say('form.range.to', { max: count(max) });
}

function presetOf({ schema }: Field): string | null {
  if (schema.default === undefined) return null;
  const text = typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default);
  if (text === '') return null;
  return say('form.default', {
    value: text.length > DEFAULT_LENGTH ? `${text.slice(0, DEFAULT_LENGTH)}…` : text,
  });
}

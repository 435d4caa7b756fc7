import { z } from 'zod';
import { type Message, message } from '../i18n/message.ts';
import { type DocumentNode, formatPath, type PathSegment, type Position, toPlain } from './document.ts';
import { dependencySchema } from './policy.ts';
import { byteSize, durationMs, positiveDurationMs } from './quantities.ts';

export type CheckIssue =
  | {
      readonly kind: 'invalid';
      readonly path: readonly PathSegment[];
      readonly at: Position;
      readonly found: DocumentNode;
      readonly expected: Message;
    }
  | {
      readonly kind: 'unknown-key';
      readonly path: readonly PathSegment[];
      readonly at: Position;
      readonly name: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: 'duplicate-key';
      readonly path: readonly PathSegment[];
      readonly name: string;
      readonly first: Position;
      readonly second: Position;
    };

export interface CheckSink {
  issue(issue: CheckIssue): void;
  /** Every value that was accepted and is not an object of named keys: where it stands. */
  value?(path: readonly PathSegment[], at: Position): void;
}

/** What a person is told that a schema wants, where the schema's own kind does not say it. */
const sentences = new Map<z.ZodType, Message>([
  [durationMs, message('config.expected.duration')],
  [positiveDurationMs, message('config.expected.positive-duration')],
  [byteSize, message('config.expected.size')],
  [dependencySchema, message('config.expected.dependency')],
]);

function oneOf(values: readonly unknown[]): Message {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop() ?? '';
  return message('config.expected.one-of', { values: quoted.join(', '), last, others: quoted.length });
}

function expectation(schema: z.ZodType, issue: z.core.$ZodIssue | undefined): Message {
  const sentence = sentences.get(schema);
  if (sentence !== undefined) return sentence;
  if (issue?.code === 'too_small' && issue.inclusive === false)
    return message('config.expected.above', { limit: Number(issue.minimum) });
  if (issue?.code === 'too_small')
    return message('config.expected.at-least', { limit: Number(issue.minimum) });
  if (issue?.code === 'too_big') return message('config.expected.at-most', { limit: Number(issue.maximum) });
  if (schema instanceof z.ZodEnum) return oneOf(schema.options);
  if (schema instanceof z.ZodNumberFormat) return message('config.expected.whole-number');
  if (schema instanceof z.ZodNumber) return message('config.expected.number');
  if (schema instanceof z.ZodBoolean) return message('config.expected.boolean');
  if (schema instanceof z.ZodArray) return message('config.expected.list');
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord)
    return message('config.expected.object');
  return message('config.expected.text');
}

/** The kinds that the schemas of the file are made of; told apart by `type`, since zod's `instanceof` is slow. */
type CheckedSchema =
  | z.ZodObject
  | z.ZodRecord
  | z.ZodArray
  | z.ZodOptional
  | z.ZodDefault
  | z.ZodUnion
  | z.ZodString
  | z.ZodPipe;

/**
 * Checks a document against a schema and tells everything that is wrong, not just the first: a bad value is left out,
 * its neighbours stay. Keys that a strict object does not know are told as `unknown-key` and left out; a loose
 * object accepts them silently. Returns the transformed value, or undefined where nothing of it can be used.
 */
export function checkNode(
  schema: z.core.$ZodType,
  node: DocumentNode,
  path: readonly PathSegment[],
  sink: CheckSink,
): unknown {
  const type = schema as CheckedSchema;
  switch (type.type) {
    case 'optional':
    case 'default':
      return checkNode(type.def.innerType, node, path, sink);
    case 'object':
      return node.kind === 'object'
        ? checkObject(type, node, path, sink)
        : tellInvalid(type, node, path, sink);
    case 'record':
      return node.kind === 'object'
        ? checkRecord(type, node, path, sink)
        : tellInvalid(type, node, path, sink);
    case 'array':
      return node.kind === 'array' ? checkArray(type, node, path, sink) : tellInvalid(type, node, path, sink);
    case 'union': {
      // The option for an object tells what is wrong inside it; the others are single values.
      const option = type.def.options.find((one) => (one as CheckedSchema).type === 'object');
      if (node.kind === 'object' && option !== undefined) return checkNode(option, node, path, sink);
    }
  }
  const result = type.safeParse(toPlain(node));
  if (!result.success) return tellInvalid(type, node, path, sink, result.error.issues[0]);
  sink.value?.(path, node.at);
  return result.data;
}

function tellInvalid(
  schema: z.ZodType,
  node: DocumentNode,
  path: readonly PathSegment[],
  sink: CheckSink,
  issue?: z.core.$ZodIssue,
): undefined {
  sink.issue({ kind: 'invalid', path, at: node.at, found: node, expected: expectation(schema, issue) });
}

function checkArray(
  schema: z.ZodArray,
  node: Extract<DocumentNode, { kind: 'array' }>,
  path: readonly PathSegment[],
  sink: CheckSink,
): readonly unknown[] {
  sink.value?.(path, node.at);
  return node.items
    .map((item, index) => checkNode(schema.element, item, [...path, index], sink))
    .filter((item) => item !== undefined);
}

function tellDuplicates(
  node: Extract<DocumentNode, { kind: 'object' }>,
  path: readonly PathSegment[],
  sink: CheckSink,
): void {
  for (const duplicate of node.duplicates)
    sink.issue({ kind: 'duplicate-key', path: [...path, duplicate.name], ...duplicate });
}

function checkObject(
  schema: z.ZodObject,
  node: Extract<DocumentNode, { kind: 'object' }>,
  path: readonly PathSegment[],
  sink: CheckSink,
): Record<string, unknown> | undefined {
  const shape = schema.shape;
  const strict = schema.def.catchall?._zod.def.type === 'never';
  let whole = true;
  const checked: Record<string, unknown> = {};
  tellDuplicates(node, path, sink);
  for (const [name, entry] of node.entries) {
    const inner = [...path, name];
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known === undefined) {
      if (strict)
        sink.issue({ kind: 'unknown-key', path: inner, at: entry.key, name, known: Object.keys(shape) });
      continue;
    }
    const value = checkNode(known, entry.node, inner, sink);
    if (value !== undefined) checked[name] = value;
  }
  for (const name in shape) {
    // Only `server` of a dependency is required; everything else in the file has a default.
    const type = shape[name]?._zod.def.type;
    if (type === 'optional' || type === 'default' || node.entries.has(name)) continue;
    whole = false;
    sink.issue({
      kind: 'invalid',
      path,
      at: node.at,
      found: node,
      expected:
        sentences.get(schema) ?? message('config.expected.key', { key: formatPath([name]), value: type }),
    });
  }
  return whole ? checked : undefined;
}

function checkRecord(
  schema: z.ZodRecord,
  node: Extract<DocumentNode, { kind: 'object' }>,
  path: readonly PathSegment[],
  sink: CheckSink,
): Record<string, unknown> {
  const checked: Record<string, unknown> = Object.create(null);
  tellDuplicates(node, path, sink);
  for (const [name, entry] of node.entries) {
    const value = checkNode(schema.valueType, entry.node, [...path, name], sink);
    if (value !== undefined) checked[name] = value;
  }
  return checked;
}

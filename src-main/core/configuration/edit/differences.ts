import type { PathSegment } from '../../../../src-shared/schema/document.ts';
import { type Model, modelOfValue, type PathEdit, plainOf, sameModel } from './path-edit.ts';

type Path = readonly PathSegment[];

/**
 * The fewest edits that make `before` what `wanted` says. What is equal is not touched, however it is written; keys that
 * `wanted` lacks go. A new key goes behind the one that it follows in `wanted`.
 */
export function differences(path: Path, before: Model | undefined, wanted: Model): readonly PathEdit[] {
  if (before === undefined) return [{ kind: 'set', path, value: plainOf(wanted) }];
  if (sameModel(before, wanted)) return [];
  if (before instanceof Map && wanted instanceof Map) return inObject(path, before, wanted);
  if (Array.isArray(before) && Array.isArray(wanted)) return inList(path, before, wanted);
  return [{ kind: 'set', path, value: plainOf(wanted) }];
}

function inObject(
  path: Path,
  before: ReadonlyMap<string, Model>,
  wanted: ReadonlyMap<string, Model>,
): readonly PathEdit[] {
  const edits: PathEdit[] = [];
  let after: string | undefined;
  for (const [name, value] of wanted) {
    const old = before.get(name);
    if (old !== undefined) edits.push(...differences([...path, name], old, value));
    else edits.push({ kind: 'set', path: [...path, name], value: plainOf(value), after });
    after = name;
  }
  // Last, so that an object is never empty in between: it would lose the way it is laid out.
  for (const name of before.keys()) {
    if (!wanted.has(name)) edits.push({ kind: 'remove', path: [...path, name] });
  }
  return edits;
}

function inList(path: Path, before: readonly Model[], wanted: readonly Model[]): readonly PathEdit[] {
  const shorter = Math.min(before.length, wanted.length);
  const same = (one: number, other: number): boolean => {
    const [old, next] = [before[one], wanted[other]];
    return old !== undefined && next !== undefined && sameModel(old, next);
  };
  let head = 0;
  while (head < shorter && same(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && same(before.length - 1 - tail, wanted.length - 1 - tail)) tail++;
  const [old, next] = [before.slice(head, before.length - tail), wanted.slice(head, wanted.length - tail)];
  const edits: PathEdit[] = [];
  for (const [index, value] of next.entries()) {
    const at = [...path, head + index];
    const replaced = old[index];
    if (replaced === undefined) edits.push({ kind: 'insert', path: at, value: plainOf(value) });
    else edits.push(...differences(at, replaced, value));
  }
  for (let index = old.length - 1; index >= next.length; index--)
    edits.push({ kind: 'remove', path: [...path, head + index] });
  return edits;
}

/** What a client sends: a key that is `null` is one that is to go, at every depth of objects. */
export function withoutNulls(value: unknown): Model {
  return strip(modelOfValue(value));
}

function strip(model: Model): Model {
  if (!(model instanceof Map)) return model;
  return new Map([...model].filter(([, one]) => one !== null).map(([name, one]) => [name, strip(one)]));
}

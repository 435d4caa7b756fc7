import type { DocumentNode, PathSegment } from '../../../../src-shared/schema/document.ts';

/** One step of an edit, on a document that has every step before it already. */
export type PathEdit =
  /**
   * The value at this place; objects on the way to it are made. A new key goes behind the key `after`, otherwise to the
   * end.
   */
  | {
      readonly kind: 'set';
      readonly path: readonly PathSegment[];
      readonly value: unknown;
      readonly after?: string | undefined;
    }
  /** A new item of a list; the path ends with its index. */
  | { readonly kind: 'insert'; readonly path: readonly PathSegment[]; readonly value: unknown }
  /** A key, however often it stands there, or an item of a list. */
  | { readonly kind: 'remove'; readonly path: readonly PathSegment[] }
  /** Another name for a key; its value and its place stay. */
  | { readonly kind: 'rename'; readonly path: readonly PathSegment[]; readonly to: string };

/** A document as data that keeps the order of its keys: a Map for an object. */
export type Model = string | number | boolean | null | Model[] | Map<string, Model>;

export function modelOf(node: DocumentNode): Model {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(modelOf);
  return new Map([...node.entries].map(([name, entry]) => [name, modelOf(entry.node)]));
}

export function modelOfValue(value: unknown): Model {
  if (Array.isArray(value)) return value.map(modelOfValue);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([name, inner]) => [name, modelOfValue(inner)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Plain data. `fromEntries` defines keys, so that a name such as "__proto__" is only a name. */
export function plainOf(model: Model): unknown {
  if (model instanceof Map) return Object.fromEntries([...model].map(([name, one]) => [name, plainOf(one)]));
  return Array.isArray(model) ? model.map(plainOf) : model;
}

/** Equal as JSON: the order of keys does not count. */
export function sameModel(one: Model, other: Model): boolean {
  if (one instanceof Map) {
    if (!(other instanceof Map) || one.size !== other.size) return false;
    return [...one].every(([name, value]) => {
      const found = other.get(name);
      return found !== undefined && sameModel(value, found);
    });
  }
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, index) => sameModel(value, other[index] ?? null))
    );
  return one === other;
}

/** The same names in the same order, as far as keys go. */
export function keysOf(model: Model): readonly string[] {
  return model instanceof Map ? [...model.keys()] : [];
}

/**
 * What the document is meant to be after the edit. The text is written by other means, and is compared with this before
 * anything reaches the disk.
 */
export function applyToModel(root: Model, edit: PathEdit): Model {
  return edited(root, edit, 0);
}

function edited(node: Model, edit: PathEdit, depth: number): Model {
  const segment = edit.path[depth];
  if (segment === undefined) return edit.kind === 'set' ? modelOfValue(edit.value) : node;
  const last = depth === edit.path.length - 1;
  if (Array.isArray(node)) {
    const items = [...node];
    const index = Number(segment);
    if (last && edit.kind === 'insert') items.splice(index, 0, modelOfValue(edit.value));
    else if (last && edit.kind === 'remove') items.splice(index, 1);
    else items[index] = edited(items[index] ?? null, edit, depth + 1);
    return items;
  }
  const name = String(segment);
  const entries = node instanceof Map ? [...node] : [];
  const at = entries.findIndex(([key]) => key === name);
  if (last && edit.kind === 'remove') return new Map(entries.filter(([key]) => key !== name));
  if (last && edit.kind === 'rename')
    return new Map(entries.map(([key, value]) => [key === name ? edit.to : key, value]));
  const value = edited(entries[at]?.[1] ?? new Map(), edit, depth + 1);
  if (at >= 0) entries[at] = [name, value];
  else
    entries.splice(newPlace(entries, last && edit.kind === 'set' ? edit.after : undefined), 0, [name, value]);
  return new Map(entries);
}

function newPlace(entries: readonly (readonly [string, Model])[], after: string | undefined): number {
  const at = after === undefined ? -1 : entries.findIndex(([key]) => key === after);
  return at < 0 ? entries.length : at + 1;
}

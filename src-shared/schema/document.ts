/** 1-based place in a text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A property of an object. `key` is where its name stands. */
export interface DocumentEntry {
  readonly key: Position;
  readonly node: DocumentNode;
}

/** A name that stands more than once in one object; the entries keep the last one, as every JSON parser does. */
export interface DuplicateKey {
  readonly name: string;
  readonly first: Position;
  readonly second: Position;
}

/**
 * A parsed JSON document that remembers where everything stands. A tree of Maps rather than plain objects: the order
 * of the file is kept also for names such as "10", and a name such as "__proto__" is a name like any other.
 */
export type DocumentNode =
  | {
      readonly kind: 'object';
      readonly at: Position;
      readonly entries: ReadonlyMap<string, DocumentEntry>;
      readonly duplicates: readonly DuplicateKey[];
    }
  | { readonly kind: 'array'; readonly at: Position; readonly items: readonly DocumentNode[] }
  | { readonly kind: 'scalar'; readonly at: Position; readonly value: string | number | boolean | null };

export type ObjectNode = Extract<DocumentNode, { kind: 'object' }>;

/** The node as plain data. Objects have no prototype, so that every name is only a name. */
export function toPlain(node: DocumentNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(toPlain);
  const plain: Record<string, unknown> = Object.create(null);
  for (const [name, entry] of node.entries) plain[name] = toPlain(entry.node);
  return plain;
}

export type PathSegment = string | number;

/** A key path as a person writes it: `servers.db.args[2]`, `servers["a.b"].cwd`. */
export function formatPath(path: readonly PathSegment[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (/^[\p{L}\p{N}_$-]+$/u.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}

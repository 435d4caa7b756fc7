export interface Placed<T> {
  /** Where it stands: the identity of what has no other, in lists that are replaced as a whole. */
  readonly place: string;
  readonly item: T;
}

export function placed<T>(items: Iterable<T>): readonly Placed<T>[] {
  return Array.from(items, (item, index) => ({ place: String(index), item }));
}

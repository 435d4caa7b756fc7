export interface RingOptions {
  readonly maxLines: number;
  readonly maxBytes: number;
}

/** Together with buffers and objects a server's log stays under 0.3 MB of memory (issue: speed). */
export const defaultRing: RingOptions = { maxLines: 2000, maxBytes: 192 * 1024 };

/** An entry's object, its two slots and its text's header: measured, V8 with pointers of 8 bytes. */
const ENTRY_OVERHEAD_BYTES = 112;

export interface Ring<T> {
  /** `bytes`: what the entry's text takes in memory. */
  push(entry: T, bytes: number): void;
  /** The newest `count`, oldest first. */
  last(count: number): readonly T[];
  readonly length: number;
  readonly bytes: number;
}

/** Keeps the newest entries, bounded by number and by size; begins with nothing and doubles while it fills. */
export function createRing<T>(options: RingOptions = defaultRing): Ring<T> {
  // Two plain arrays: an object around each entry would cost more than a short line's text.
  let slots: (T | undefined)[] = [];
  let costs: number[] = [];
  let first = 0;
  let length = 0;
  let bytes = 0;

  function dropOldest(): void {
    bytes -= costs[first] ?? 0;
    slots[first] = undefined;
    first = (first + 1) % slots.length;
    length--;
  }

  function grow(): void {
    const capacity = Math.min(options.maxLines, Math.max(16, 2 * slots.length));
    slots = straight(slots, first, capacity, undefined);
    costs = straight(costs, first, capacity, 0);
    first = 0;
  }

  return {
    push(entry, entryBytes) {
      const cost = entryBytes + ENTRY_OVERHEAD_BYTES;
      while (length > 0 && (length >= options.maxLines || bytes + cost > options.maxBytes)) dropOldest();
      if (length === slots.length) grow();
      const slot = (first + length) % slots.length;
      slots[slot] = entry;
      costs[slot] = cost;
      length++;
      bytes += cost;
    },
    last(count) {
      const entries: T[] = [];
      for (let i = Math.max(0, length - Math.max(0, count)); i < length; i++) {
        entries.push(slots[(first + i) % slots.length] as T);
      }
      return entries;
    },
    get length() {
      return length;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** The ring from its first entry on, in a longer array. */
function straight<V>(ring: readonly V[], first: number, capacity: number, empty: V): V[] {
  const longer = [...ring.slice(first), ...ring.slice(0, first)];
  while (longer.length < capacity) longer.push(empty);
  return longer;
}

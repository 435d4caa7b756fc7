import type { Level } from './levels.ts';
import { type Chunk, isRule, type LineStore, levelIn, streamOf } from './line-store.ts';

export interface LineFilter {
  readonly stream: 'all' | 'stdout' | 'stderr' | 'orchestrator';
  /** What is at least shown: `info` is everything. */
  readonly level: Level;
}

export const ALL_LINES: LineFilter = { stream: 'all', level: 'info' };

/** Heights in px. `columns`: characters that fit beside each other where long lines are wrapped; null: they are not. */
export interface Metrics {
  readonly line: number;
  readonly rule: number;
  readonly day: number;
  readonly columns: number | null;
}

export interface Row {
  readonly number: number;
  /** The first that is shown of its day. */
  readonly newDay: boolean;
}

export interface RowWindow {
  readonly rows: readonly Row[];
  /** Where its first row begins. */
  readonly top: number;
}

interface Block {
  readonly chunk: Chunk;
  /** Places in the chunk of the lines that are shown; null: all of them. */
  places: number[] | null;
  /** How many lines of the chunk were looked at. */
  seen: number;
  /** Estimated, then measured. */
  readonly heights: number[];
  height: number;
  /** The day of the row before its first one, and of its last. */
  dayBefore: number;
  lastDay: number;
}

export interface Rows {
  readonly count: number;
  readonly height: number;
  /** Takes over what the store has now. */
  sync(): void;
  setFilter(filter: LineFilter): void;
  setMetrics(metrics: Metrics): void;
  passes(flags: number): boolean;
  /** Rows between two heights. */
  window(top: number, bottom: number): RowWindow;
  /** Where a line's row begins, or where it would: the next one that is shown. */
  offsetOf(number: number): number;
  /** The first line whose row reaches below this height. */
  numberAt(offset: number): number | null;
  heightOf(number: number): number;
  /** The real height of a row. True where it was not known. */
  measure(number: number, height: number): boolean;
  /** The line `count` rows further, at most the first or last one. */
  step(number: number, count: number): number | null;
  first(): number | null;
  last(): number | null;
  /** Numbers of the shown lines from one to another, both included. */
  between(from: number, to: number): Iterable<number>;
  /** Shown lines of a chunk from a place on; for who looks through all of them in slices. */
  shownOf(chunk: Chunk): readonly number[];
}

/**
 * Which lines are shown, and where. Heights are summed up chunk by chunk, so that a million lines cost a walk over two
 * thousand sums; lines that wrap are estimated by their length until they are drawn and measured.
 */
export function createRows(store: LineStore): Rows {
  let blocks: Block[] = [];
  let filter: LineFilter = ALL_LINES;
  let metrics: Metrics = { line: 20, rule: 40, day: 32, columns: null };
  const dayOf = createDayReader();

  const passes = (flags: number): boolean => {
    if (filter.stream !== 'all' && streamOf(flags) !== filter.stream) return false;
    return filter.level === 'info' || levelIn(flags) === 'error' || levelIn(flags) === filter.level;
  };
  const filtered = (): boolean => filter.stream !== 'all' || filter.level !== 'info';

  const emptyBlock = (chunk: Chunk): Block => ({
    chunk,
    places: filtered() ? [] : null,
    seen: 0,
    heights: [],
    height: 0,
    dayBefore: Number.NaN,
    lastDay: Number.NaN,
  });

  function estimate(chunk: Chunk, place: number): number {
    const flags = chunk.flags[place] ?? 0;
    if (isRule(flags)) return metrics.rule;
    if (metrics.columns === null) return metrics.line;
    const length = Math.min(chunk.texts[place]?.length ?? 0, DISPLAY_CHARS);
    return metrics.line * Math.max(1, Math.ceil(length / metrics.columns));
  }

  /** Takes over the lines of its chunk that are new. */
  function grow(block: Block): void {
    const { chunk } = block;
    for (; block.seen < chunk.texts.length; block.seen++) {
      const place = block.seen;
      if (block.places !== null) {
        if (!passes(chunk.flags[place] ?? 0)) continue;
        block.places.push(place);
      }
      const day = dayOf(chunk.times[place] ?? Number.NaN);
      const height = estimate(chunk, place) + (day === block.lastDay ? 0 : metrics.day);
      block.lastDay = day;
      block.heights.push(height);
      block.height += height;
    }
  }

  function rebuild(old: ReadonlyMap<Chunk, Block> | null): void {
    let day = Number.NaN;
    blocks = store.chunks.map((chunk) => {
      let block = old?.get(chunk);
      // NaN is no day, and equal to none: Object.is tells whether the day before is still the same.
      if (block === undefined || !Object.is(block.dayBefore, day)) {
        block = emptyBlock(chunk);
        block.dayBefore = day;
        block.lastDay = day;
      }
      grow(block);
      day = block.lastDay;
      return block;
    });
  }

  const placeOf = (block: Block, index: number): number =>
    block.places === null ? index : (block.places[index] ?? 0);
  const rowsOf = (block: Block): number => block.heights.length;
  const numberOf = (block: Block, index: number): number => block.chunk.first + placeOf(block, index);

  /** The block and the row in it of a line, or of the next that is shown; null: there is none. */
  function find(number: number): { readonly at: number; readonly index: number } | null {
    for (let at = blockIndex(number); at < blocks.length; at++) {
      const block = blocks[at];
      if (block === undefined) return null;
      const index = indexIn(block, number - block.chunk.first);
      if (index < rowsOf(block)) return { at, index };
    }
    return null;
  }

  /** The first block that ends behind this line. */
  function blockIndex(number: number): number {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = blocks[middle]?.chunk;
      if (chunk !== undefined && number >= chunk.first + chunk.texts.length) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function indexIn(block: Block, place: number): number {
    if (block.places === null) return Math.max(0, place);
    let low = 0;
    let high = block.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((block.places[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rowAt(block: Block, index: number): Row {
    const place = placeOf(block, index);
    const before =
      index === 0 ? block.dayBefore : dayOf(block.chunk.times[placeOf(block, index - 1)] ?? Number.NaN);
    return {
      number: block.chunk.first + place,
      newDay: dayOf(block.chunk.times[place] ?? Number.NaN) !== before,
    };
  }

  const sum = (to: number): number => {
    let height = 0;
    for (let at = 0; at < to; at++) height += blocks[at]?.height ?? 0;
    return height;
  };

  function offsetOf(number: number): number {
    const found = find(number);
    if (found === null) return sum(blocks.length);
    let offset = sum(found.at);
    const heights = blocks[found.at]?.heights ?? [];
    for (let index = 0; index < found.index; index++) offset += heights[index] ?? 0;
    return offset;
  }

  /** The row that reaches below this height. */
  function rowBelow(offset: number): { readonly at: number; readonly index: number; readonly top: number } {
    let top = 0;
    for (let at = 0; at < blocks.length; at++) {
      const block = blocks[at];
      if (block === undefined) break;
      if (top + block.height <= offset) {
        top += block.height;
        continue;
      }
      for (let index = 0; index < rowsOf(block); index++) {
        const height = block.heights[index] ?? 0;
        if (top + height > offset) return { at, index, top };
        top += height;
      }
    }
    return { at: blocks.length, index: 0, top };
  }

  return {
    get count() {
      return blocks.reduce((count, block) => count + rowsOf(block), 0);
    },
    get height() {
      return sum(blocks.length);
    },
    sync() {
      rebuild(new Map(blocks.map((block) => [block.chunk, block])));
    },
    setFilter(next) {
      filter = next;
      rebuild(null);
    },
    setMetrics(next) {
      metrics = next;
      rebuild(null);
    },
    passes,
    window(top, bottom) {
      const start = rowBelow(Math.max(0, top));
      const rows: Row[] = [];
      let height = start.top;
      let index = start.index;
      for (let at = start.at; at < blocks.length && height < bottom; at++, index = 0) {
        const block = blocks[at];
        if (block === undefined) break;
        for (; index < rowsOf(block) && height < bottom; index++) {
          rows.push(rowAt(block, index));
          height += block.heights[index] ?? 0;
        }
      }
      return { rows, top: start.top };
    },
    offsetOf,
    numberAt(offset) {
      const { at, index } = rowBelow(offset);
      const block = blocks[at];
      return block === undefined ? null : numberOf(block, index);
    },
    heightOf(number) {
      const found = find(number);
      return found === null ? 0 : (blocks[found.at]?.heights[found.index] ?? 0);
    },
    measure(number, height) {
      const found = find(number);
      const block = found === null ? undefined : blocks[found.at];
      if (found === null || block === undefined || numberOf(block, found.index) !== number) return false;
      const known = block.heights[found.index] ?? 0;
      if (Math.abs(known - height) < 0.5) return false;
      block.heights[found.index] = height;
      block.height += height - known;
      return true;
    },
    step(number, count) {
      let found = find(number);
      if (found === null) return null;
      let left = count;
      while (left !== 0) {
        const next: { at: number; index: number } = { at: found.at, index: found.index + Math.sign(left) };
        while (next.index < 0 || next.index >= rowsOf(blocks[next.at] ?? EMPTY)) {
          next.at += Math.sign(left);
          const block = blocks[next.at];
          if (block === undefined) return numberOf(blocks[found.at] ?? EMPTY, found.index);
          next.index = left > 0 ? 0 : rowsOf(block) - 1;
        }
        found = next;
        left -= Math.sign(left);
      }
      const block = blocks[found.at];
      return block === undefined ? null : numberOf(block, found.index);
    },
    first() {
      const block = blocks.find((each) => rowsOf(each) > 0);
      return block === undefined ? null : numberOf(block, 0);
    },
    last() {
      const block = blocks.findLast((each) => rowsOf(each) > 0);
      return block === undefined ? null : numberOf(block, rowsOf(block) - 1);
    },
    *between(from, to) {
      const start = find(from);
      let index = start?.index ?? 0;
      for (let at = start?.at ?? blocks.length; at < blocks.length; at++, index = 0) {
        const block = blocks[at];
        if (block === undefined) return;
        for (; index < rowsOf(block); index++) {
          const number = numberOf(block, index);
          if (number > to) return;
          yield number;
        }
      }
    },
    shownOf(chunk) {
      const block = blocks[blockIndex(chunk.first)];
      if (block?.chunk !== chunk) return [];
      return block.places ?? chunk.texts.map((_, place) => place);
    },
  };
}

const EMPTY: Block = {
  chunk: { first: 0, texts: [], times: [], flags: [], marks: [], chars: 0 },
  places: null,
  seen: 0,
  heights: [],
  height: 0,
  dayBefore: 0,
  lastDay: 0,
};

/** Characters of a line that are drawn; the whole of a longer one is shown when it is asked for. */
export const DISPLAY_CHARS = 2000;

/** The local day of a time, as when it began. Successive times are mostly of one day: it is worked out once. */
function createDayReader(): (atMs: number) => number {
  let from = Number.NaN;
  let to = Number.NaN;
  return (atMs) => {
    if (atMs >= from && atMs < to) return from;
    if (Number.isNaN(atMs)) return -1;
    const date = new Date(atMs);
    from = date.setHours(0, 0, 0, 0);
    to = date.setHours(24, 0, 0, 0);
    return from;
  };
}

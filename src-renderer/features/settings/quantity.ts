import { parseByteSize, parseDurationMs } from '../../../src-shared/model/quantities.ts';

export type QuantityKind = 'duration' | 'size' | 'percent' | 'count';

/** As people write it and as the file takes it: `30s`, `1GB`, `90`. */
export function writeQuantity(kind: QuantityKind, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return '';
  if (kind === 'duration') return inUnits(value, DURATIONS);
  if (kind === 'size') return inUnits(value, SIZES);
  return String(value);
}

export type Read =
  | {
      readonly ok: true /** null: nothing is set, the built-in value holds. */;
      readonly value: string | number | null;
    }
  | { readonly ok: false };

/** What was typed, as it goes into the file; with the spaces and signs that people put between figure and unit. */
export function readQuantity(kind: QuantityKind, text: string, least: number, most: number): Read {
  const typed = text.replace(/[\s\u202f]+/g, '').replace(/^(\d+),(\d+)/, '$1.$2');
  if (typed === '') return { ok: true, value: null };
  const value = meaningOf(kind, typed);
  if (value === undefined || value < least || value > most) return { ok: false };
  if (kind === 'duration' || kind === 'size') return { ok: true, value: typed };
  return { ok: true, value };
}

function meaningOf(kind: QuantityKind, typed: string): number | undefined {
  switch (kind) {
    case 'duration':
      // A bare figure would be milliseconds; nobody who types 30 means those.
      return /\d$/.test(typed) ? undefined : parseDurationMs(typed);
    case 'size':
      return /\d$/.test(typed) ? undefined : parseByteSize(typed);
    case 'percent':
      return /^\d+(\.\d+)?%?$/.test(typed) ? Number(typed.replace('%', '')) : undefined;
    case 'count':
      return /^\d+$/.test(typed) ? Number(typed) : undefined;
  }
}

const DURATIONS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
] as const;
const SIZES = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
] as const;

/** In the largest unit in which it is a whole number; half a gigabyte as 500 MB. */
function inUnits(value: number, units: readonly (readonly [number, string])[]): string {
  const found = units.find(([size]) => value >= size && value % size === 0);
  return found === undefined ? `${value}${units.at(-1)?.[1]}` : `${value / found[0]}${found[1]}`;
}

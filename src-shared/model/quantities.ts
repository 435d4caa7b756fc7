/** What people write for times and sizes, and what it means. Apart from the schemas, so that a page can use it without them. */
const durationUnits = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const sizeUnits = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
} as const;

/** Milliseconds of `1500`, `"1500"`, `"30s"`, `"1.5m"`, `"2h"`; undefined when it is no duration. */
export function parseDurationMs(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?\s*$/.exec(value);
  if (!match) return undefined;
  const unit = (match[2] ?? 'ms') as keyof typeof durationUnits;
  return Number(match[1]) * durationUnits[unit];
}

/** Bytes of `1048576`, `"10MB"` (decimal), `"1GiB"` (binary); undefined when it is no size. */
export function parseByteSize(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?i?b)?\s*$/i.exec(value);
  if (!match) return undefined;
  const unit = (match[2] ?? 'B').toUpperCase() as keyof typeof sizeUnits;
  return Math.floor(Number(match[1]) * sizeUnits[unit]);
}

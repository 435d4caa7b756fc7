const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of `30s`, `5m`, `2h`; a bare number means seconds, as people type it. Here and not with the schema's
 * durations, because loading the schema would cost every command its start-up time.
 */
export function parseDurationMs(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?\s*$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * (units[match[2] ?? 's'] ?? 1000);
}

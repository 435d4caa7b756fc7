import { cpus, release, totalmem } from 'node:os';

export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  /** null: there is no target. */
  readonly met: boolean | null;
  /** The numbers themselves, for whoever compares runs. */
  readonly data: Readonly<Record<string, number | readonly number[]>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

export function machine(): Readonly<Record<string, string | number>> {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
  };
}

/** A table for people, then one line of JSON for programs. */
export function report(figures: readonly Figure[]): string {
  const facts = machine();
  const rows = figures.map(({ what, measured, target, met }) => [
    what,
    measured,
    target,
    met === null ? '' : met ? 'met' : 'MISSED',
  ]);
  const head = ['', 'measured', 'target', ''];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const title = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
  return `${title.join(' · ')}\n${lines.join('\n')}\n\n${JSON.stringify({ machine: facts, figures })}\n`;
}

import { maskSecrets } from '../../../src-shared/model/snippet/secrets.ts';
import { plainText } from '../../ui/words.ts';

/** Far more than a window shows; a file may be one line of megabytes. */
const MOST_CHARACTERS = 1000;
const MOST_MASKED = 100_000;

/** A line of the file as it is shown. Cut after it was masked: of a secret that is cut in two the beginning would stay. */
export function shownLine(text: string): string {
  return plainText(maskSecrets(text.slice(0, MOST_MASKED)).slice(0, MOST_CHARACTERS));
}

/** A stretch of lines that is shown; what lies between two of them is left out. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The stretches around the lines that matter, joined where they meet. Lines are counted from 1. */
export function stretchesAround(
  lines: readonly number[],
  total: number,
  context: number,
): readonly Stretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (const line of lines.toSorted((one, other) => one - other)) {
    if (line < 1 || line > total) continue;
    const [from, to] = [Math.max(1, line - context), Math.min(total, line + context)];
    const last = stretches.at(-1);
    // A gap of one line would take as much place as the line.
    if (last !== undefined && from <= last.to + 2) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

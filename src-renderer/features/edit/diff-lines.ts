import { diffLines as compare } from 'diff';
import type { DiffLine } from './fold.ts';

/** Beyond this many edits, or this long, two files are not the same file: each is shown whole. */
const MOST_EDITS = 2000;
const LONGEST_MS = 250;

/** Line by line what was taken out and what was put in. Its own chunk: it brings the comparison along. */
export function linesOf(before: string, after: string): readonly DiffLine[] {
  const parts = compare(before, after, {
    maxEditLength: MOST_EDITS,
    timeout: LONGEST_MS,
    stripTrailingCr: true,
  }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  let [left, right] = [1, 1];
  for (const { value, added, removed } of parts) {
    const texts = value.split('\n');
    if (texts.at(-1) === '') texts.pop();
    for (const text of texts) {
      const kind = added ? 'added' : removed ? 'removed' : 'same';
      lines.push({ kind, before: added ? null : left, after: removed ? null : right, text });
      if (!added) left++;
      if (!removed) right++;
    }
  }
  return lines;
}

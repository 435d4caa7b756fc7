/** Longer names are cut in the middle: what differs stands at the beginning or at the end. */
const LONGEST_NAME = 40;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A name that leaves room for what is said of it; never cut within a character. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const parts = Array.from(graphemes.segment(name), ({ segment }) => segment);
  if (parts.length <= LONGEST_NAME) return name;
  const end = Math.floor(LONGEST_NAME / 3);
  return `${parts.slice(0, LONGEST_NAME - end - 1).join('')}…${parts.slice(-end).join('')}`;
}

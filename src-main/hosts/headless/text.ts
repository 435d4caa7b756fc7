import { stripVTControlCharacters } from 'node:util';
import { replaceUnseen, spelled } from '../../../src-shared/model/unseen.ts';

/** One column each: no wide, combining or joined characters among them. */
const simple = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027]*$/;

/**
 * Text of a stranger (a name, a line of output) on one line of a terminal: colours are dropped; what would not be seen, or
 * would turn the whole line around, is shown as `\u{…}`.
 */
export function plain(text: string): string {
  return replaceUnseen(stripVTControlCharacters(text).replaceAll('\t', '    '), spelled);
}

export type Measure = (text: string) => number;

/** Columns of a text on a terminal. Knowing wide characters costs 40 ms to load, so only for texts that need it. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (simple.test(text)) continue;
    const { default: stringWidth } = await import('string-width');
    return (some) => (simple.test(some) ? some.length : stringWidth(some));
  }
  return (text) => text.length;
}

/** At most `width` columns; what is cut off is told by `…`. */
export function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  const parts = simple.test(text)
    ? text
    : Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
  for (const part of parts) {
    used += measure(part);
    if (used > width - 1) break;
    kept += part;
  }
  return `${kept}…`;
}

/** Words on lines of at most `width` columns; a longer word has a line of its own. */
export function wrap(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measure(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

import { shortName as shorten } from '../../../../src-shared/model/short-name.ts';
import { replaceUnseen, spelled } from '../../../../src-shared/model/unseen.ts';

/** A sentence in a menu is broken into lines, for a menu does not wrap. */
const LONGEST_LINE = 64;
/** Windows cuts a tooltip behind that many UTF-16 units, in the middle of a word. */
const LONGEST_TOOLTIP = 127;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const lengthOf = (text: string): number => [...graphemes.segment(text)].length;

/** Text of a stranger on one line: breaks become spaces, what would not be seen is written as `\u{…}`. */
export function plain(text: string): string {
  return replaceUnseen(text.replace(/[\r\n\t]+/g, ' '), spelled);
}

/** A name as menus show it. */
export function shortName(name: string): string {
  return shorten(plain(name));
}

/** What an item is labelled with: a single `&` would underline the letter behind it. */
export function menuLabel(text: string): string {
  return text.replaceAll('&', '&&');
}

/** A sentence on as many lines as it needs, at most `most`; a longer word is cut. */
export function lines(text: string, most = 4): readonly string[] {
  const found: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && lengthOf(longer) > LONGEST_LINE) {
      found.push(line);
      line = word;
    } else line = longer;
  }
  const all = [...found, line].map((each) => cut(each, LONGEST_LINE)).filter((each) => each !== '');
  return all.length <= most
    ? all
    : [...all.slice(0, most - 1), `${cut(all[most - 1] ?? '', LONGEST_LINE - 2)} …`];
}

function cut(text: string, longest: number): string {
  if (lengthOf(text) <= longest) return text;
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return `${parts.slice(0, longest - 1).join('')}…`;
}

/** A tooltip that no system cuts: sentences that do not fit any more are left out, the first is cut. */
export function tooltip(sentences: readonly string[]): string {
  let text = '';
  for (const sentence of sentences.filter((each) => each !== '')) {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    if (longer.length > LONGEST_TOOLTIP) break;
    text = longer;
  }
  const [first = ''] = sentences;
  if (text !== '' || first === '') return text;
  return `${first.slice(0, LONGEST_TOOLTIP - 1).toWellFormed()}…`;
}

/** Where a text matches, and how well: higher is better. `ranges` are half open, in order, and do not overlap. */
export interface Match {
  readonly score: number;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Nobody types further into a name than this; what a server calls its tools may be of any length. */
const MOST_LENGTH = 200;

const WHOLE = 120;
const AT_BEGINNING = 100;
const AT_WORD = 80;
const INSIDE = 50;
const SCATTERED = 20;

/**
 * Every word of the query is found in the text, in whatever order: as a whole at its beginning, at a word of it or inside
 * one, or letter by letter from a word on. null: it does not match. An empty query matches everything.
 */
export function fuzzyMatch(query: string, text: string): Match | null {
  const words = query
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const haystack = foldCase(text.slice(0, MOST_LENGTH));
  let score = 0;
  const ranges: (readonly [number, number])[] = [];
  for (const word of words) {
    const found = matchWord(word, haystack);
    if (found === null) return null;
    score += found.score;
    ranges.push(...found.ranges);
  }
  // Of two that match alike, the shorter one is nearer to what was typed.
  return {
    score: words.length === 0 ? 0 : score / words.length - haystack.length / 20,
    ranges: merged(ranges),
  };
}

/** As many characters as before, so that places in it are places in the text. */
function foldCase(text: string): string {
  const lower = text.toLocaleLowerCase();
  return lower.length === text.length ? lower : text;
}

function matchWord(word: string, text: string): Match | null {
  if (word === text) return { score: WHOLE, ranges: [[0, word.length]] };
  let inside = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isWordStart(text, at))
      return { score: at === 0 ? AT_BEGINNING : AT_WORD, ranges: [[at, at + word.length]] };
    if (inside < 0) inside = at;
  }
  if (inside >= 0) return { score: INSIDE, ranges: [[inside, inside + word.length]] };
  return scattered(word, text);
}

/** `pgr` in `postgres`: from the start of a word on, and not over half the text. */
function scattered(word: string, text: string): Match | null {
  const mostSpan = word.length * 2 + 4;
  let best: Match | null = null;
  for (let start = 0; start < text.length; start++) {
    if (text[start] !== word[0] || !isWordStart(text, start)) continue;
    const ranges = lettersFrom(word, text, start);
    const last = ranges?.at(-1)?.[1];
    if (ranges === null || last === undefined) continue;
    // Letters that begin words count like neighbours: `ms` finds `multidimensional-stochastic`.
    const jumps = ranges.slice(1).filter(([at]) => !isWordStart(text, at)).length;
    if (jumps > 0 && last - start > mostSpan) continue;
    const score = SCATTERED - ranges.length - jumps;
    if (best === null || score > best.score) best = { score, ranges };
  }
  return best;
}

function lettersFrom(word: string, text: string, start: number): Match['ranges'] | null {
  const ranges: [number, number][] = [[start, start + 1]];
  let at = start + 1;
  for (const letter of [...word].slice(1)) {
    const next = nextPlace(letter, text, at);
    if (next < 0) return null;
    const current = ranges.at(-1);
    if (current !== undefined && current[1] === next) current[1] = next + letter.length;
    else ranges.push([next, next + letter.length]);
    at = next + letter.length;
  }
  return ranges;
}

/** The neighbour, else the next word that begins with it, else wherever it comes next. */
function nextPlace(letter: string, text: string, from: number): number {
  if (text.startsWith(letter, from)) return from;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) {
    if (isWordStart(text, at)) return at;
  }
  return text.indexOf(letter, from);
}

const LETTER = /[\p{L}\p{N}]/u;

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !LETTER.test(text[at - 1] ?? '');
}

function merged(ranges: readonly (readonly [number, number])[]): Match['ranges'] {
  const result: [number, number][] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

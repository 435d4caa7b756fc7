/** What a terminal's colour comes to here: a hue of our own palette, which is legible in every theme. */
export type Hue = 'text' | 'muted' | 'red' | 'orange' | 'yellow' | 'green' | 'cyan' | 'blue' | 'magenta';

export interface Token {
  readonly text: string;
  /** Class names, '' for plain text: `f-red g-blue bold`. */
  readonly look: string;
}

const ESCAPE = 0x1b;
const BELL = 0x07;
const BACKSLASH = 0x5c;
const CSI_8BIT = 0x9b;
/** A line of a hundred thousand colour changes is decoration: beyond so many, its text goes on in the last look. */
const MAX_TOKENS = 2000;

/** What is not shown as it is: control characters, and what would break a line that must stay one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const SPECIAL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/;

export function hasControls(text: string): boolean {
  return SPECIAL.test(text);
}

/** A line as it is read: without colour codes and control characters; a tab stays. */
export function visibleText(text: string): string {
  if (!hasControls(text)) return text;
  let visible = '';
  scan(text, Number.POSITIVE_INFINITY, (piece) => {
    visible += piece;
  });
  return visible;
}

/**
 * The text of a line with its colours, at most `limit` characters of it. Every line begins without colour, so that a
 * broken code does not spill into the next one. Each character is looked at once, whatever the line holds.
 */
export function tokenize(text: string, limit = Number.POSITIVE_INFINITY): readonly Token[] {
  if (!hasControls(text)) return text === '' ? [] : [{ text: text.slice(0, limit), look: '' }];
  const tokens: { text: string; look: string }[] = [];
  const pen: Pen = { ...PLAIN };
  let look = '';
  const put = (piece: string) => {
    const last = tokens.at(-1);
    if (last !== undefined && (last.look === look || tokens.length >= MAX_TOKENS)) last.text += piece;
    else tokens.push({ text: piece, look });
  };
  const change = (params: string) => {
    applySgr(pen, params);
    look = lookOf(pen);
  };
  scan(text, limit, put, change);
  return tokens;
}

/** Reads a line: runs of text to `put`, parameters of `ESC [ … m` to `change`; all other sequences are dropped. */
function scan(
  text: string,
  limit: number,
  put: (piece: string) => void,
  change: (params: string) => void = () => undefined,
): void {
  let left = limit;
  let from = 0;
  let at = 0;
  const flush = (to: number) => {
    if (to <= from || left <= 0) return;
    const piece = text.slice(from, Math.min(to, from + left));
    left -= piece.length;
    put(piece);
  };
  const mark = (sign: string) => {
    if (left <= 0) return;
    left -= sign.length;
    put(sign);
  };
  while (at < text.length && left > 0) {
    const code = text.charCodeAt(at);
    if (!isSpecial(code)) {
      at++;
      continue;
    }
    flush(at);
    if (code === ESCAPE || code === CSI_8BIT) at = readSequence(text, at, change);
    else {
      mark(substitute(code));
      at++;
    }
    from = at;
  }
  flush(at);
}

function isSpecial(code: number): boolean {
  if (code < 0x20) return code !== 0x09;
  return (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029;
}

/** A line end inside a line is shown as a sign, what a progress bar returns to as a space, the rest not at all. */
function substitute(code: number): string {
  if (code === 0x0d) return ' ';
  if (code === 0x0a || code === 0x0b || code === 0x0c || code === 0x85 || code >= 0x2028) return '↵';
  return '';
}

/** Where the text goes on after the sequence that begins at `at`. */
function readSequence(text: string, at: number, change: (params: string) => void): number {
  if (text.charCodeAt(at) === CSI_8BIT) return readCsi(text, at + 1, change);
  const kind = text[at + 1];
  if (kind === '[') return readCsi(text, at + 2, change);
  if (kind !== undefined && ']PX^_'.includes(kind)) return readString(text, at + 2);
  let end = at + 1;
  while (inRange(text.charCodeAt(end), 0x20, 0x2f)) end++;
  return inRange(text.charCodeAt(end), 0x30, 0x7e) ? end + 1 : end;
}

function readCsi(text: string, start: number, change: (params: string) => void): number {
  let end = start;
  while (inRange(text.charCodeAt(end), 0x30, 0x3f)) end++;
  const params = end;
  while (inRange(text.charCodeAt(end), 0x20, 0x2f)) end++;
  const final = text.charCodeAt(end);
  if (!inRange(final, 0x40, 0x7e)) return end; // broken off: what follows is text again
  if (text[end] === 'm' && params === end) change(text.slice(start, params));
  return end + 1;
}

/** A string for the terminal (title, link, …) ends at BEL, ST or the next escape. One that never ends hides nothing. */
function readString(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === BELL || code === 0x9c) return end + 1;
    if (code === ESCAPE) return text.charCodeAt(end + 1) === BACKSLASH ? end + 2 : end;
    end++;
  }
  return start;
}

const inRange = (code: number, low: number, high: number): boolean => code >= low && code <= high;

interface Pen {
  fore: Hue | null;
  back: Hue | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  under: boolean;
  strike: boolean;
  inverse: boolean;
}

const PLAIN: Pen = {
  fore: null,
  back: null,
  bold: false,
  dim: false,
  italic: false,
  under: false,
  strike: false,
  inverse: false,
};

function lookOf(pen: Pen): string {
  const names: string[] = [];
  if (pen.fore !== null) names.push(`f-${pen.fore}`);
  if (pen.back !== null) names.push(`g-${pen.back}`);
  for (const name of ['bold', 'dim', 'italic', 'under', 'strike', 'inverse'] as const) {
    if (pen[name]) names.push(name);
  }
  return names.join(' ');
}

const MAX_PARAMS = 64;

function applySgr(pen: Pen, text: string): void {
  if (/^[<-?]/.test(text)) return; // a private sequence, not a colour
  const params = text.length > 1000 ? [] : text.split(/[;:]/, MAX_PARAMS).map(Number);
  for (let at = 0; at < Math.max(1, params.length); at++) {
    const code = params[at] ?? 0;
    if (code === 38 || code === 48) at += applyExtended(pen, code === 38 ? 'fore' : 'back', params, at + 1);
    else applySimple(pen, code);
  }
}

/** `5;N` or `2;R;G;B` after 38 or 48. How many parameters it took. */
function applyExtended(pen: Pen, place: 'fore' | 'back', params: readonly number[], at: number): number {
  const [kind, a = 0, b = 0, c = 0] = params.slice(at, at + 4);
  if (kind === 5) pen[place] = hueOfIndex(a);
  if (kind === 2) pen[place] = hueOfColour(a, b, c);
  return kind === 5 ? 2 : kind === 2 ? 4 : 0;
}

function applySimple(pen: Pen, code: number): void {
  if (code >= 30 && code <= 37) pen.fore = hueOfIndex(code - 30);
  else if (code >= 90 && code <= 97) pen.fore = hueOfIndex(code - 82);
  else if (code >= 40 && code <= 47) pen.back = hueOfIndex(code - 40);
  else if (code >= 100 && code <= 107) pen.back = hueOfIndex(code - 92);
  else
    switch (code) {
      case 0:
        Object.assign(pen, PLAIN);
        return;
      case 1:
        pen.bold = true;
        return;
      case 2:
        pen.dim = true;
        return;
      case 3:
        pen.italic = true;
        return;
      case 4:
        pen.under = true;
        return;
      case 7:
        pen.inverse = true;
        return;
      case 9:
        pen.strike = true;
        return;
      case 22:
        pen.bold = false;
        pen.dim = false;
        return;
      case 23:
        pen.italic = false;
        return;
      case 24:
        pen.under = false;
        return;
      case 27:
        pen.inverse = false;
        return;
      case 29:
        pen.strike = false;
        return;
      case 39:
        pen.fore = null;
        return;
      case 49:
        pen.back = null;
        return;
    }
}

/** Black and white mean "the text's own colour" where the paper may be either. */
const SIXTEEN: readonly Hue[] = ['text', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'text'];

function hueOfIndex(index: number): Hue {
  if (index === 8) return 'muted';
  if (index < 16) return SIXTEEN[index % 8] ?? 'text';
  if (index < 232) {
    const cube = index - 16;
    return hueOfColour(step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6));
  }
  const grey = 8 + 10 * (index - 232);
  return hueOfColour(grey, grey, grey);
}

const step = (level: number): number => (level === 0 ? 0 : 55 + 40 * level);

const UP_TO: readonly (readonly [number, Hue])[] = [
  [18, 'red'],
  [42, 'orange'],
  [72, 'yellow'],
  [160, 'green'],
  [205, 'cyan'],
  [260, 'blue'],
  [335, 'magenta'],
  [360, 'red'],
];

/** The nearest of our hues: the themes choose how light it is. */
export function hueOfColour(red: number, green: number, blue: number): Hue {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (!(spread >= 32)) return most > 64 && most < 180 ? 'muted' : 'text';
  let angle: number;
  if (most === red) angle = ((green - blue) / spread) * 60;
  else if (most === green) angle = ((blue - red) / spread) * 60 + 120;
  else angle = ((red - green) / spread) * 60 + 240;
  const turned = (angle + 360) % 360;
  return UP_TO.find(([limit]) => turned <= limit)?.[1] ?? 'red';
}

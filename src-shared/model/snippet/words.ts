/** A word of a command line; `quoted`: part of it stood in quotes, so it is no operator and no assignment. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const OPERATORS = ['&&', '||', ';', '|', '>', '<', '&'];

/** `C:\…`, `\\server\…`, `.\…`, `%APPDATA%\…`: here a backslash is part of a path and escapes nothing. */
const BEGINS_PATH = /^(?:[A-Za-z]:|\\|\.{1,2}$|\.{1,2}\\|%[^%]{1,100}%|~)/;
/** No word before a backslash is looked at further than this. */
const LOOKED_AT = 300;

/**
 * Splits a command line as a shell does: quotes, escapes, lines that go on. A backslash within what looks like a path of
 * Windows stays. Returns null where a quote is never closed.
 */
export function splitWords(text: string): readonly Word[] | null {
  const words: Word[] = [];
  const flat = text.replace(/[ \t]*[\\^`]\r?\n[ \t]*/g, ' ');
  let current = '';
  let open = false;
  let quoted = false;
  // Once a backslash of the word is part of a path, all of them are.
  let path = false;
  const end = () => {
    if (open) words.push({ text: current, quoted });
    current = '';
    open = false;
    quoted = false;
    path = false;
  };
  for (let at = 0; at < flat.length; at++) {
    const char = flat[at] ?? '';
    if (char === "'" || char === '"') {
      const close = closingQuote(flat, at, char);
      if (close === -1) return null;
      const inner = flat.slice(at + 1, close);
      // Within double quotes a backslash escapes only what would mean something there.
      current += char === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
      open = true;
      quoted = true;
      at = close;
    } else if (char === '\\') {
      const next = flat[at + 1] ?? '';
      const literal: boolean = next === '' || (/[\w.%-]/.test(next) && (path || isWindows(current, next)));
      path ||= literal;
      if (literal || (next === '\\' && current === '')) current += char;
      else {
        current += next;
        at++;
      }
      open = true;
    } else if (/\s/.test(char)) {
      end();
      if (char === '\n') words.push({ text: '\n', quoted: false });
    } else {
      const operator = OPERATORS.find((each) => flat.startsWith(each, at));
      // In the middle of a word only what a shell would take as an operator there: `a=b&c=d` of a URL is none here.
      if (
        operator !== undefined &&
        (!open || operator === ';' || operator.length === 2) &&
        !/^<[\w -]+>/.test(flat.slice(at, at + 100))
      ) {
        end();
        words.push({ text: operator, quoted: false });
        at += operator.length - 1;
      } else {
        current += char;
        open = true;
      }
    }
  }
  end();
  return words;
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === quote) return at;
    if (quote === '"' && text[at] === '\\' && !endsPath(text, from, at)) at++;
  }
  return -1;
}

/** A backslash before the closing quote of a Windows path. */
function endsPath(text: string, from: number, at: number): boolean {
  return (
    text[at + 1] === '"' &&
    /^[A-Za-z]:\\/.test(text.slice(from + 1, at + 1)) &&
    /^(?:\s|$)/.test(text.slice(at + 2))
  );
}

function isWindows(current: string, next: string): boolean {
  if (current.length > LOOKED_AT) return false;
  // `src\server.py`: a shell of Unix would need no escape before a letter.
  return BEGINS_PATH.test(current) || /^[\w.-]+$/.test(current + next);
}

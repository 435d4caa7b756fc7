export type TokenKind = 'key' | 'string' | 'number' | 'word' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

export interface Line {
  readonly indent: number;
  readonly tokens: readonly Token[];
}

/** Deeper ones stand under each other. */
const MOST_INDENT = 40;
/** What is no text. Texts are found by their ends: a pattern over a megabyte of text would fill the stack. */
const OTHER = /-?\d[\d.eE+-]*|true|false|null|[{}[\],:"]/g;

/** Whether it is JSON that is worth being laid out: an object or a list. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * JSON line by line, as it was written: numbers keep all their digits, keys their order. A generator, so that of a megabyte only
 * what is shown is looked at.
 */
export function* prettyLines(text: string): Generator<Line> {
  const tokens = peekable(text);
  let indent = 0;
  let line: Token[] = [];
  const cut = (): Line => {
    const done = { indent: Math.min(indent, MOST_INDENT), tokens: line };
    line = [];
    return done;
  };
  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    if (token === '{' || token === '[') {
      line.push({ kind: 'mark', text: token });
      const close = token === '{' ? '}' : ']';
      if (tokens.peek() === close) {
        tokens.next();
        line.push({ kind: 'mark', text: close });
      } else {
        yield cut();
        indent++;
      }
    } else if (token === '}' || token === ']') {
      if (line.length > 0) yield cut();
      indent--;
      line.push({ kind: 'mark', text: token });
    } else if (token === ',') {
      line.push({ kind: 'mark', text: token });
      yield cut();
    } else if (token === ':') line.push({ kind: 'mark', text: ': ' });
    else line.push({ kind: kindOf(token, tokens.peek()), text: token });
  }
  if (line.length > 0) yield cut();
}

function peekable(text: string) {
  let at = 0;
  const pull = (): string | null => {
    OTHER.lastIndex = at;
    const found = OTHER.exec(text);
    if (found === null) return null;
    at = found[0] === '"' ? endOfText(text, found.index) : OTHER.lastIndex;
    return text.slice(found.index, at);
  };
  let ahead = pull();
  return {
    peek: (): string | null => ahead,
    next(): string | null {
      const now = ahead;
      ahead = now === null ? null : pull();
      return now;
    },
  };
}

/** After its closing quote: the first one with an even number of backslashes before it. */
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text[before] === '\\') before--;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}

function kindOf(token: string, next: string | null): TokenKind {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'string';
  return /^[tfn]/.test(token) ? 'word' : 'number';
}

import { type Message, message } from '../../i18n/message.ts';
import type { Parsed } from './types.ts';

const DEEPEST = 100;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORD = /[^\s,:{}[\]"'/#]+/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

class Fault extends Error {
  readonly fault: Message;
  readonly at: number;

  constructor(fault: Message, at: number) {
    super(fault.key);
    this.fault = fault;
    this.at = at;
  }
}

/**
 * JSON as people paste it: comments, trailing and missing last commas, single quotes, keys without quotes, a byte order
 * mark. What follows the value is an error, so that half of a snippet is never taken for the whole.
 */
export function parseLenientJson(text: string): Parsed {
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.whole() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: error.fault, line: lineAt(text, error.at) };
  }
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index !== -1 && index < at; index = text.indexOf('\n', index + 1))
    line++;
  return line;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): unknown {
    const value = this.#value(0);
    this.#blank();
    if (this.#char() === ',' || this.#char() === ';') this.#at++;
    this.#blank();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #char(): string {
    return this.#text[this.#at] ?? '';
  }

  #unexpected(): Fault {
    const found = this.#char();
    return found === ''
      ? new Fault(message('edit.fault.json-ends'), this.#at)
      : new Fault(message('edit.fault.json-unexpected', { found }), this.#at);
  }

  /** Spaces and comments. */
  #blank(): void {
    for (;;) {
      while (/[\s\ufeff]/.test(this.#char())) this.#at++;
      const two = this.#text.slice(this.#at, this.#at + 2);
      if (two === '//') this.#skipTo('\n', this.#text.length);
      else if (two === '/*') this.#skipTo('*/', this.#text.length);
      else return;
    }
  }

  #skipTo(end: string, otherwise: number): void {
    const found = this.#text.indexOf(end, this.#at + 2);
    this.#at = found === -1 ? otherwise : found + end.length;
  }

  #value(depth: number): unknown {
    if (depth > DEEPEST) throw new Fault(message('edit.fault.json-deep', { depth: DEEPEST }), this.#at);
    this.#blank();
    const char = this.#char();
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '"' || char === "'") return this.#string(char);
    return this.#word();
  }

  #object(depth: number): unknown {
    this.#at++;
    const entries: [string, unknown][] = [];
    for (;;) {
      this.#blank();
      if (this.#char() === '}') break;
      const char = this.#char();
      const key = char === '"' || char === "'" ? this.#string(char) : this.#bareWord();
      this.#blank();
      if (this.#char() !== ':') throw this.#unexpected();
      this.#at++;
      entries.push([key, this.#value(depth + 1)]);
      if (this.#closed('}')) break;
    }
    this.#at++;
    // Not by assignment: a key such as `__proto__` is a key like any other.
    return Object.fromEntries(entries);
  }

  #array(depth: number): unknown {
    this.#at++;
    const items: unknown[] = [];
    for (;;) {
      this.#blank();
      if (this.#char() === ']') break;
      items.push(this.#value(depth + 1));
      if (this.#closed(']')) break;
    }
    this.#at++;
    return items;
  }

  /** Behind a member: true at the end of the list. */
  #closed(end: string): boolean {
    this.#blank();
    if (this.#char() === end) return true;
    if (this.#char() !== ',') throw this.#unexpected();
    this.#at++;
    return false;
  }

  #string(quote: string): string {
    const from = this.#at++;
    let result = '';
    for (;;) {
      const char = this.#char();
      if (char === '' || char === '\n')
        throw new Fault(message('edit.fault.json-open-string'), char === '' ? from : this.#at - 1);
      this.#at++;
      if (char === quote) return result;
      result += char === '\\' ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#char();
    this.#at++;
    if (char !== 'u') return ESCAPES[char] ?? char;
    const code = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(code)) throw this.#unexpected();
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  #bareWord(): string {
    WORD.lastIndex = this.#at;
    const [word] = WORD.exec(this.#text) ?? [];
    if (word === undefined) throw this.#unexpected();
    this.#at += word.length;
    return word;
  }

  #word(): unknown {
    const from = this.#at;
    const word = this.#bareWord();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    if (NUMBER.test(word)) return Number(word);
    this.#at = from;
    // `...` is how readmes say "what you have already".
    throw /^(\.{3}|…)/.test(word) ? new Fault(message('edit.fault.json-dots'), from) : this.#unexpected();
  }
}

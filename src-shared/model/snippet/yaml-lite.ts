import { message } from '../../i18n/message.ts';
import { parseLenientJson } from './lenient-json.ts';
import type { Parsed } from './types.ts';

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

class Fault extends Error {
  readonly line: number;
  constructor(line: number) {
    super('yaml');
    this.line = line;
  }
}

const DEEPEST = 50;
const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s:#'"[\]{}][^:#]*?)\s*:(?:\s+(.*))?$/;

/** The part of YAML that configurations of clients use: maps, lists, scalars, quotes, lists and maps in one line. */
export function parseYaml(text: string): Parsed {
  const lines = text
    .split(/\r?\n/)
    .map((raw, index) => ({
      number: index + 1,
      indent: raw.search(/\S/),
      text: withoutComment(raw.trim()),
    }))
    .filter(({ text: each }) => each !== '' && each !== '---');
  const reader = new Reader(lines);
  try {
    return { ok: true, value: reader.whole() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: message('edit.fault.yaml'), line: error.line };
  }
}

/** Without ` # …`, unless it stands in quotes. */
function withoutComment(text: string): string {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) return text.slice(0, at).trimEnd();
  }
  return text;
}

class Reader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = [...lines];
  }

  whole(): unknown {
    const first = this.#lines[0];
    if (first === undefined) return null;
    const value = this.#block(first.indent, 0);
    const left = this.#lines[this.#at];
    if (left !== undefined) throw new Fault(left.number);
    return value;
  }

  #block(indent: number, depth: number): unknown {
    const line = this.#lines[this.#at];
    if (line === undefined || depth > DEEPEST) throw new Fault(line?.number ?? 1);
    return isItem(line.text) ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  #list(indent: number, depth: number): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      const line = this.#lines[this.#at];
      if (line === undefined || line.indent < indent || !isItem(line.text)) return items;
      if (line.indent > indent) throw new Fault(line.number);
      const rest = line.text.slice(1).trim();
      if (rest === '') {
        this.#at++;
        items.push(this.#nested(indent, depth));
      } else if (KEY.test(rest) && !/^[[{]/.test(rest)) {
        // `- name: x`: a map whose first key stands behind the dash.
        const inner = line.indent + line.text.length - rest.length;
        this.#lines[this.#at] = { ...line, indent: inner, text: rest };
        items.push(this.#map(inner, depth + 1));
      } else {
        this.#at++;
        items.push(scalar(rest, line.number));
      }
    }
  }

  #map(indent: number, depth: number): unknown {
    const entries: [string, unknown][] = [];
    for (;;) {
      const line = this.#lines[this.#at];
      if (line === undefined || line.indent < indent) break;
      const [, key, rest = ''] = KEY.exec(line.text) ?? [];
      if (key === undefined || line.indent > indent) throw new Fault(line.number);
      this.#at++;
      entries.push([
        unquoted(key),
        rest === '' ? this.#nested(indent, depth) : this.#value(rest, indent, line),
      ]);
    }
    return Object.fromEntries(entries);
  }

  /** What belongs to a key or dash that ends its line: deeper lines, or a list at the key's own depth. */
  #nested(indent: number, depth: number): unknown {
    const next = this.#lines[this.#at];
    if (next === undefined || next.indent < indent) return null;
    if (next.indent === indent)
      return isItem(next.text) && depth >= 0 && this.#mayHang() ? this.#list(indent, depth + 1) : null;
    return this.#block(next.indent, depth + 1);
  }

  /** A list may stand at the depth of its key, but not at that of the dash it would be a sibling of. */
  #mayHang(): boolean {
    const before = this.#lines[this.#at - 1];
    return before !== undefined && !isItem(before.text);
  }

  #value(rest: string, indent: number, line: Line): unknown {
    if (!/^[|>][+-]?$/.test(rest)) return scalar(rest, line.number);
    const parts: string[] = [];
    for (
      let next = this.#lines[this.#at];
      next !== undefined && next.indent > indent;
      next = this.#lines[this.#at]
    ) {
      parts.push(next.text);
      this.#at++;
    }
    return parts.join(rest.startsWith('|') ? '\n' : ' ');
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function unquoted(text: string): string {
  const value = scalar(text, 1);
  return typeof value === 'string' ? value : text;
}

function scalar(text: string, line: number): unknown {
  if (/^["[{]/.test(text)) {
    const parsed = parseLenientJson(text);
    if (parsed.ok) return parsed.value;
    const words = flowWords(text);
    if (words !== null) return words;
    throw new Fault(line);
  }
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null' || text === '~') return null;
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `[-y, mcp-server]`: words without quotes. */
function flowWords(text: string): readonly unknown[] | null {
  if (!/^\[[^[\]{}]*\]$/.test(text)) return null;
  return text
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => scalar(part, 1));
}

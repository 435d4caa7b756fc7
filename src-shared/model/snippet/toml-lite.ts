import { message } from '../../i18n/message.ts';
import { parseLenientJson } from './lenient-json.ts';
import type { Parsed } from './types.ts';

type Table = { [key: string]: unknown };

const HEADER = /^\[([^[\]]+)\]\s*(?:#.*)?$/;
const PAIR =
  /^((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+))*)\s*=\s*([\s\S]+)$/;
const KEY = /"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)/g;

/** The part of TOML that Codex' servers use: tables, strings, lists, tables in one line. */
export function parseToml(text: string): Parsed {
  const root: Table = Object.create(null);
  let table = root;
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const number = at + 1;
    let line = (lines[at] ?? '').trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = HEADER.exec(line);
    if (header?.[1] !== undefined) {
      const inner = tableAt(root, keysOf(header[1]));
      if (inner === null) return fault(number);
      table = inner;
      continue;
    }
    // A list may go on over several lines.
    while (/=\s*\[/.test(line) && !balanced(line) && at + 1 < lines.length) line += `\n${lines[++at] ?? ''}`;
    const [, key, given] = PAIR.exec(line) ?? [];
    if (key === undefined || given === undefined) return fault(number);
    const value = readValue(given.trim());
    const keys = keysOf(key);
    const inner = tableAt(table, keys.slice(0, -1));
    if (value === undefined || inner === null) return fault(number);
    inner[keys.at(-1) ?? ''] = value;
  }
  return { ok: true, value: root };
}

function fault(line: number): Parsed {
  return { ok: false, fault: message('edit.fault.toml'), line };
}

function keysOf(text: string): readonly string[] {
  return Array.from(text.matchAll(KEY), ([, double, single, bare]) => double ?? single ?? bare ?? '');
}

function tableAt(root: Table, keys: readonly string[]): Table | null {
  let table = root;
  for (const key of keys) {
    table[key] ??= Object.create(null);
    const next = table[key];
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return null;
    table = next as Table;
  }
  return table;
}

function balanced(text: string): boolean {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*$/gm, '');
  return plain.split('[').length === plain.split(']').length;
}

/** undefined where it is nothing that we read. */
function readValue(text: string): unknown {
  // Notations differ by `=` for `:` in tables of one line and `#` for comments; strings are kept as they are.
  const json = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#[^\n]*|=/g, (part) =>
    part === '='
      ? ':'
      : part.startsWith('#')
        ? ''
        : part.startsWith("'")
          ? JSON.stringify(part.slice(1, -1))
          : part,
  );
  const parsed = parseLenientJson(json);
  return parsed.ok ? parsed.value : undefined;
}

import type { Node } from 'jsonc-parser';

/** How a text is laid out, as far as new parts of it should look alike. */
export interface Style {
  /** `\n`, `\r\n` or `\r`. */
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Between a key and its value, and between two of them in one line. */
  readonly colon: ': ' | ':';
  readonly comma: ', ' | ',';
}

const LINE_BREAK = /\r\n|\r|\n/;
/** A list of texts and numbers stays in one line up to here. */
const LONGEST_LINE = 100;

export function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isLineBreak(text[at])) return true;
  return false;
}

function isLineBreak(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

/** Where the line begins in which `at` is. */
export function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isLineBreak(text[start - 1])) start--;
  return start;
}

/** Behind the line break at `at`; `at` itself where there is none. */
export function behindBreak(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return isLineBreak(text[at]) ? at + 1 : at;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at++;
  return at;
}

export function backBlanks(text: string, from: number): number {
  let at = from;
  while (at > 0 && isBlank(text[at - 1])) at--;
  return at;
}

/** `at` is at the end of a line or of the text. */
export function endsLine(text: string, at: number): boolean {
  return at >= text.length || isLineBreak(text[at]);
}

/** The blanks that the line of `at` begins with. */
export function indentAt(text: string, at: number): string {
  const start = lineStart(text, at);
  return text.slice(start, Math.min(skipBlanks(text, start), Math.max(start, at)));
}

/** Nothing but blanks stands before it in its line. */
export function beginsLine(text: string, at: number): boolean {
  return backBlanks(text, at) === lineStart(text, at);
}

export function styleOf(text: string, root: Node | undefined): Style {
  const eol = LINE_BREAK.exec(text)?.[0] ?? '\n';
  const spaced = firstColon(text, root);
  return {
    eol,
    unit: unitOf(text, root) ?? '  ',
    colon: spaced ? ': ' : ':',
    comma: spaced ? ', ' : ',',
  };
}

/** Whether a blank follows the first colon; so it does where there is none yet. */
function firstColon(text: string, root: Node | undefined): boolean {
  const colon = root?.children?.find((child) => child.colonOffset !== undefined)?.colonOffset;
  return colon === undefined || /\s/.test(text[colon + 1] ?? ' ');
}

/** What the first member that begins a line is further in than the line of its container. */
function unitOf(text: string, node: Node | undefined): string | null {
  if (node === undefined) return null;
  const value = node.type === 'property' ? node.children?.[1] : node;
  if (value?.type !== 'object' && value?.type !== 'array') return null;
  const outer = indentAt(text, value.offset);
  for (const child of value.children ?? []) {
    const inner = indentAt(text, child.offset);
    if (beginsLine(text, child.offset) && inner.length > outer.length && inner.startsWith(outer))
      return inner.slice(outer.length);
    const deeper = unitOf(text, child);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** A value as text. `indent`: of the line that it begins in; null: all of it in one line. */
export function printValue(value: unknown, indent: string | null, style: Style): string {
  if (Array.isArray(value)) return printList(value, indent, style);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const inner = indent === null ? null : indent + style.unit;
    const members = entries.map(([name, one]) => `${printKey(name, style)}${printValue(one, inner, style)}`);
    return enclosed('{', members, '}', indent, style);
  }
  return JSON.stringify(value) ?? 'null';
}

export function printKey(name: string, style: Style): string {
  return `${JSON.stringify(name)}${style.colon}`;
}

function printList(items: readonly unknown[], indent: string | null, style: Style): string {
  const flat = items.every((item) => typeof item !== 'object' || item === null);
  const line = flat ? oneLine(items, style) : '';
  if (flat && (indent === null || indent.length + line.length <= LONGEST_LINE)) return line;
  const inner = indent === null ? null : indent + style.unit;
  const members = items.map((item) => printValue(item, inner, style));
  return enclosed('[', members, ']', indent, style);
}

function oneLine(items: readonly unknown[], style: Style): string {
  const members = items.map((item) => printValue(item, null, style));
  return enclosed('[', members, ']', null, style);
}

function enclosed(
  open: string,
  members: readonly string[],
  close: string,
  indent: string | null,
  { eol, unit, comma }: Style,
): string {
  if (members.length === 0) return open + close;
  if (indent === null) return `${open}${members.join(comma)}${close}`;
  const inner = eol + indent + unit;
  return `${open}${inner}${members.join(`,${inner}`)}${eol}${indent}${close}`;
}

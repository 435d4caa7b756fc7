import type { Node } from 'jsonc-parser';
import { beginsLine, hasLineBreak } from './layout.ts';

/** A piece of the text and what takes its place. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Token {
  readonly kind: 'comma' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** What stands between two members, or between one and a brace. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  readonly comma: Token | null;
}

export function membersOf(container: Node): readonly Node[] {
  return container.children ?? [];
}

export function innerOf(container: Node): { readonly start: number; readonly end: number } {
  return { start: container.offset + 1, end: container.offset + container.length - 1 };
}

export function endOf(node: Node): number {
  return node.offset + node.length;
}

/** Before the member of that index; behind the last one with the number of members. */
export function gapBefore(text: string, container: Node, index: number): Gap {
  const members = membersOf(container);
  const inner = innerOf(container);
  const [before, after] = [members[index - 1], members[index]];
  return gapOf(text, before === undefined ? inner.start : endOf(before), after?.offset ?? inner.end);
}

function gapOf(text: string, start: number, end: number): Gap {
  const tokens: Token[] = [];
  for (let at = start; at < end; at++) {
    if (text[at] === ',') tokens.push({ kind: 'comma', start: at, end: at + 1 });
    if (text[at] !== '/') continue;
    const stop = endOfComment(text, at);
    tokens.push({ kind: 'comment', start: at, end: stop });
    at = stop - 1;
  }
  return { start, end, tokens, comma: tokens.find(({ kind }) => kind === 'comma') ?? null };
}

/** A line comment ends before its line break. */
function endOfComment(text: string, start: number): number {
  if (text[start + 1] === '*') return text.indexOf('*/', start + 2) + 2;
  let at = start;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** Its members stand on lines of their own, or would if it had any. */
export function isBlock(text: string, container: Node): boolean {
  const members = membersOf(container);
  for (let index = 0; index <= members.length; index++) {
    const { start, end } = gapBefore(text, container, index);
    if (hasLineBreak(text, start, end)) return true;
  }
  if (members.length > 0) return false;
  const { parent } = container;
  const outer = parent?.type === 'property' ? parent.parent : parent;
  return outer === undefined || isBlock(text, outer);
}

/** The first of the members that begins a line; the others are indented alike. */
export function lineMember(text: string, container: Node): Node | undefined {
  return membersOf(container).find((member) => beginsLine(text, member.offset));
}

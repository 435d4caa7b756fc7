import type { Node } from 'jsonc-parser';
import {
  endOf,
  type Gap,
  gapBefore,
  innerOf,
  isBlock,
  lineMember,
  membersOf,
  type TextEdit,
} from './edit-members.ts';
import { hasLineBreak, indentAt, type Style } from './layout.ts';

export interface NewMember {
  /** Before the member that has this index now. */
  readonly index: number;
  /** A short item: an empty list need not become lines for it. */
  readonly inline: boolean;
  /** `indent` null: in one line. */
  readonly print: (indent: string | null) => string;
  readonly style: Style;
}

const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

/** A new member, laid out as its neighbours are. Comments stay with the member that they are about. */
export function insertMember(text: string, container: Node, member: NewMember): readonly TextEdit[] {
  const members = membersOf(container);
  if (members.length === 0) return insertOnly(text, container, member);
  const block = isBlock(text, container);
  if (member.index === 0) return insertFirst(text, container, member, block);
  const before = members[member.index - 1];
  if (before === undefined) throw new Error(`no member before ${member.index}`);
  const gap = gapBefore(text, container, member.index);
  return block
    ? insertLine(text, container, member, { gap, before: endOf(before) })
    : insertInLine(text, container, member, { gap, before: endOf(before) });
}

interface Place {
  /** Behind the member before. */
  readonly gap: Gap;
  readonly before: number;
}

function insertLine(
  text: string,
  container: Node,
  { print, style }: NewMember,
  { gap, before }: Place,
): readonly TextEdit[] {
  const indent = memberIndent(text, container, style);
  const line = style.eol + indent + print(indent);
  const at = behindOwnComments(text, gap, gap.comma?.end ?? before);
  if (gap.comma !== null) return [insertion(at, `${line},`)];
  if (at === before) return [insertion(at, `,${line}`)];
  return [insertion(before, ','), insertion(at, line)];
}

function insertInLine(
  text: string,
  container: Node,
  { print, style }: NewMember,
  { gap, before }: Place,
): readonly TextEdit[] {
  // One line of many, as in `}, "next": {`, need not make what it gets one line too.
  const compact = !hasLineBreak(text, container.offset, endOf(container));
  const printed = print(compact ? null : indentAt(text, before));
  const blank = style.comma.slice(1);
  if (gap.comma === null) return [insertion(before, `,${blank}${printed}`)];
  return [insertion(gap.comma.end, `${blank}${printed},`)];
}

function insertFirst(
  text: string,
  container: Node,
  { print, style }: NewMember,
  block: boolean,
): readonly TextEdit[] {
  const gap = gapBefore(text, container, 0);
  if (!block || !hasLineBreak(text, gap.start, gap.end)) {
    const compact = !hasLineBreak(text, container.offset, endOf(container));
    const printed = print(compact ? null : indentAt(text, container.offset));
    return [insertion(gap.end, `${printed},${style.comma.slice(1)}`)];
  }
  const indent = memberIndent(text, container, style);
  return [insertion(behindOwnComments(text, gap, gap.start), `${style.eol}${indent}${print(indent)},`)];
}

function insertOnly(text: string, container: Node, { print, style, inline }: NewMember): readonly TextEdit[] {
  const inner = innerOf(container);
  const gap = gapBefore(text, container, 0);
  const outer = indentAt(text, container.offset);
  const indent = outer + style.unit;
  const lines = isBlock(text, container);
  const last = gap.tokens.at(-1);
  if (last === undefined) {
    const inLine = !lines || (inline && !hasLineBreak(text, inner.start, inner.end));
    const printed = inLine ? print(null) : `${style.eol}${indent}${print(indent)}${style.eol}${outer}`;
    return [{ ...inner, text: printed }];
  }
  // Behind the comments; of a line comment the line break is there already.
  if (!lines) return [insertion(last.end, ` ${print(null)}`)];
  const closed = hasLineBreak(text, last.end, inner.end) ? '' : style.eol + outer;
  return [insertion(last.end, `${style.eol}${indent}${print(indent)}${closed}`)];
}

function memberIndent(text: string, container: Node, style: Style): string {
  const sibling = lineMember(text, container);
  return sibling === undefined
    ? indentAt(text, container.offset) + style.unit
    : indentAt(text, sibling.offset);
}

/**
 * Behind the comments that belong to what ends at `from`: those in the rest of its line, unless the next member begins
 * there too and they may be about that one.
 */
function behindOwnComments(text: string, gap: Gap, from: number): number {
  let at = from;
  for (const { kind, start, end } of gap.tokens) {
    if (start < from || kind === 'comma') continue;
    if (hasLineBreak(text, at, start)) return at;
    at = end;
    if (hasLineBreak(text, start, end)) break;
  }
  return hasLineBreak(text, at, gap.end) || text[gap.end] === '}' || text[gap.end] === ']' ? at : from;
}

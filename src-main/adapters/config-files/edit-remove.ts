import type { Node } from 'jsonc-parser';
import { endOf, type Gap, gapBefore, innerOf, membersOf, type TextEdit } from './edit-members.ts';
import {
  backBlanks,
  beginsLine,
  behindBreak,
  endsLine,
  hasLineBreak,
  lineStart,
  skipBlanks,
} from './layout.ts';

/**
 * Takes a member out with its comma, its own lines and the comments behind it in its line, and nothing else. A comment
 * above it stays: nobody but its writer knows what it is about.
 */
export function removeMember(text: string, container: Node, index: number): readonly TextEdit[] {
  const members = membersOf(container);
  const member = members[index];
  if (member === undefined) return [];
  const before = gapBefore(text, container, index);
  const after = gapBefore(text, container, index + 1);
  const isLast = index === members.length - 1;
  const own = ownEnd(text, endOf(member), after, isLast);
  const cuts = [cutOf(text, member.offset, own, { before, after, isLast })];
  // The comma that the rest of the list needs no more.
  const comma = after.comma ?? (isLast ? before.comma : null);
  if (comma !== null && !cuts.some((cut) => cut.start <= comma.start && comma.end <= cut.end))
    cuts.push(comma);
  const inner = innerOf(container);
  const isEmpty = members.length === 1 && inside(text, inner.start, inner.end, cuts).trim() === '';
  return isEmpty ? [{ ...inner, text: '' }] : cuts.map(({ start, end }) => ({ start, end, text: '' }));
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** The end of the member with its comma and its own comments: those before the comma, and those that end the line. */
function ownEnd(text: string, end: number, after: Gap, isLast: boolean): number {
  let at = end;
  let beforeTrailing = end;
  let trailing = after.comma === null;
  for (const token of after.tokens) {
    if (hasLineBreak(text, at, token.end)) break;
    at = token.end;
    if (!trailing) beforeTrailing = at;
    if (token.kind === 'comma') trailing = true;
  }
  const endsOwnLine = endsLine(text, skipBlanks(text, at));
  const endsContainer = isLast && skipBlanks(text, at) === after.end;
  return endsOwnLine || endsContainer ? at : beforeTrailing;
}

function cutOf(
  text: string,
  start: number,
  end: number,
  around: { readonly before: Gap; readonly after: Gap; readonly isLast: boolean },
): Cut {
  const rest = skipBlanks(text, end);
  const lineEnds = endsLine(text, rest);
  if (beginsLine(text, start) && hasLineBreak(text, around.before.start, start)) {
    if (lineEnds) return withBlankLine(text, lineStart(text, start), behindBreak(text, rest));
    return { start, end: rest === around.after.end && around.isLast ? end : rest };
  }
  if (lineEnds || around.isLast) return { start: backBlanks(text, start), end };
  return { start, end: rest };
}

/** Of two empty lines that would come together one goes as well. */
function withBlankLine(text: string, start: number, end: number): Cut {
  if (start === 0) return { start, end };
  const above = lineStart(text, start - (text[start - 1] === '\n' && text[start - 2] === '\r' ? 2 : 1));
  const isEmptyAbove = above > 0 && endsLine(text, skipBlanks(text, above));
  const next = skipBlanks(text, end);
  const isEmptyBelow = endsLine(text, next) || text[next] === '}' || text[next] === ']';
  return isEmptyAbove && isEmptyBelow ? { start: above, end } : { start, end };
}

function inside(text: string, start: number, end: number, cuts: readonly Cut[]): string {
  let left = '';
  for (let at = start; at < end; at++)
    if (!cuts.some((cut) => cut.start <= at && at < cut.end)) left += text[at];
  return left;
}

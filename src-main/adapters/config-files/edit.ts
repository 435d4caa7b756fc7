import { type Node, parseTree } from 'jsonc-parser';
import type { PathSegment } from '../../../src-shared/schema/document.ts';
import type { PathEdit } from '../../core/configuration/edit/path-edit.ts';
import { insertMember } from './edit-insert.ts';
import { endOf, membersOf, type TextEdit } from './edit-members.ts';
import { removeMember } from './edit-remove.ts';
import { hasLineBreak, indentAt, printKey, printValue, type Style, styleOf } from './layout.ts';

/**
 * The text with the edits in it. Everything else stays as it is, byte for byte: comments, order, unknown keys, the way
 * lines are indented and ended, trailing commas. jsonc-parser's own `modify` is not used: it takes a neighbour's comment
 * along when it removes, and gives it to another key when it adds. The text must be one that parses.
 */
export function applyEdits(text: string, edits: readonly PathEdit[]): string {
  if (edits.length === 0) return text;
  let result = withDocument(text);
  for (let done = 0; done < edits.length; ) {
    const scalars = replacedScalars(result, edits, done);
    if (scalars.length > 1) {
      result = splice(result, scalars);
      done += scalars.length;
      continue;
    }
    const edit = edits[done];
    if (edit !== undefined) result = applyEdit(result, edit);
    done++;
  }
  return result;
}

/**
 * The edits from `first` on that replace a text or a number by another: none of them moves a place of the next, so that
 * a server on which hundreds depend is renamed with one look at the file instead of hundreds.
 */
function replacedScalars(text: string, edits: readonly PathEdit[], first: number): readonly TextEdit[] {
  const found = new Map<number, TextEdit>();
  if (!replacesBy(edits[first]) || !replacesBy(edits[first + 1])) return [];
  const root = parse(text);
  for (const edit of edits.slice(first)) {
    const node = root !== undefined && replacesBy(edit) ? descend(root, edit.path) : undefined;
    if (node === undefined || node.type === 'object' || node.type === 'array' || found.has(node.offset))
      break;
    const value = edit.kind === 'set' ? JSON.stringify(edit.value) : '';
    found.set(node.offset, { start: node.offset, end: endOf(node), text: value });
  }
  return [...found.values()];
}

function replacesBy(edit: PathEdit | undefined): boolean {
  return edit?.kind === 'set' && ['string', 'number', 'boolean'].includes(typeof edit.value);
}

/** A text without a document gets an empty one, behind its comments. */
function withDocument(text: string): string {
  const root = parse(text);
  if (root !== undefined) return isTemplate(text, root) ? reprinted(root) : text;
  const { eol } = styleOf(text, undefined);
  const ended = text.trim() === '' ? '' : /[\r\n]$/.test(text) ? text : text + eol;
  return `${ended}{}${eol}`;
}

/** `{"mcpServers": {}}` in one line is no wish to have everything in one line. */
function isTemplate(text: string, root: Node): boolean {
  const isEmpty = (node: Node): boolean =>
    node.type === 'property'
      ? node.children?.[1] !== undefined && isEmpty(node.children[1])
      : node.type === 'object' && (node.children ?? []).every(isEmpty);
  return isEmpty(root) && !/[/,\r\n]/.test(text.trim());
}

function reprinted(root: Node): string {
  const style: Style = { eol: '\n', unit: '  ', colon: ': ', comma: ', ' };
  return `${printValue(dataOf(root), '', style)}\n`;
}

function dataOf(node: Node): unknown {
  return Object.fromEntries(
    (node.children ?? []).map((property) => {
      const [key, value] = property.children ?? [];
      return [String(key?.value), value === undefined ? {} : dataOf(value)];
    }),
  );
}

function parse(text: string): Node | undefined {
  return parseTree(text, [], { allowTrailingComma: true });
}

function applyEdit(text: string, edit: PathEdit): string {
  const root = parse(text);
  if (root === undefined) throw new Error('the text holds no document');
  const key = edit.path.at(-1);
  if (key === undefined) throw new Error('the document itself cannot be replaced');
  switch (edit.kind) {
    case 'set':
      return splice(text, setValue(text, root, edit));
    case 'insert': {
      const list = descend(root, edit.path.slice(0, -1));
      if (list?.type !== 'array') throw new Error(`no list to add to: ${edit.path.join('.')}`);
      return splice(text, insertValue(text, list, Number(key), null, edit.value, styleOf(text, root)));
    }
    case 'remove':
      return removeAll(text, edit.path);
    case 'rename': {
      const properties = propertiesOf(descend(root, edit.path.slice(0, -1)), String(key));
      const name = JSON.stringify(edit.to);
      return splice(
        text,
        properties.flatMap(({ children: [found] = [] }) =>
          found === undefined ? [] : [{ start: found.offset, end: found.offset + found.length, text: name }],
        ),
      );
    }
  }
}

function setValue(text: string, root: Node, edit: Extract<PathEdit, { kind: 'set' }>): readonly TextEdit[] {
  const style = styleOf(text, root);
  let node = root;
  for (const [depth, segment] of edit.path.entries()) {
    const next = child(node, segment);
    if (next !== undefined) {
      node = next;
      continue;
    }
    if (node.type !== 'object') throw new Error(`no object to add to: ${edit.path.join('.')}`);
    const missing = edit.path.slice(depth + 1);
    const value = missing.reduceRight<unknown>((inner, name) => ({ [name]: inner }), edit.value);
    const after = missing.length === 0 ? edit.after : undefined;
    const names = membersOf(node).map((member) => member.children?.[0]?.value as unknown);
    const at = after === undefined ? -1 : names.indexOf(after);
    const index = at < 0 ? names.length : at + 1;
    return insertValue(text, node, index, String(segment), value, style);
  }
  const container = containerOf(node);
  const compact = container !== null && !hasLineBreak(text, container.offset, endOf(container));
  const indent = compact ? null : indentAt(text, node.offset);
  return [{ start: node.offset, end: endOf(node), text: printValue(edit.value, indent, style) }];
}

/** `name` null: an item of a list. */
function insertValue(
  text: string,
  container: Node,
  index: number,
  name: string | null,
  value: unknown,
  style: Style,
): readonly TextEdit[] {
  const key = name === null ? '' : printKey(name, style);
  return insertMember(text, container, {
    index,
    inline: name === null && (typeof value !== 'object' || value === null),
    print: (indent) => key + printValue(value, indent, style),
    style,
  });
}

/** One after the other: with the first of two gone, the places of the second are others. */
function removeAll(text: string, path: readonly PathSegment[]): string {
  const key = path.at(-1) ?? '';
  let result = text;
  for (;;) {
    const root = parse(result);
    const container = root === undefined ? undefined : descend(root, path.slice(0, -1));
    if (container === undefined) return result;
    const isList = container.type === 'array';
    const index = isList
      ? Number(key)
      : membersOf(container).findIndex(({ children: [found] = [] }) => found?.value === key);
    if (index < 0 || index >= membersOf(container).length) return result;
    result = splice(result, removeMember(result, container, index));
    if (isList) return result;
  }
}

function descend(root: Node, path: readonly PathSegment[]): Node | undefined {
  return path.reduce<Node | undefined>((node, segment) => node && child(node, segment), root);
}

/** Of a name that stands twice it is the last one that counts, as for every parser. */
function child(node: Node, segment: PathSegment): Node | undefined {
  if (node.type === 'array') return membersOf(node)[Number(segment)];
  return propertiesOf(node, String(segment)).at(-1)?.children?.[1];
}

function propertiesOf(node: Node | undefined, name: string): readonly Node[] {
  if (node?.type !== 'object') return [];
  return membersOf(node).filter(({ children: [key] = [] }) => key?.value === name);
}

function containerOf(node: Node): Node | null {
  const { parent } = node;
  return (parent?.type === 'property' ? parent.parent : parent) ?? null;
}

function splice(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start || one.end - other.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type {
  DocumentEntry,
  DocumentNode,
  DuplicateKey,
  Position,
} from '../../../src-shared/schema/document.ts';

/** Real files have 6 levels; the parser is recursive and overflows the stack at some thousands. */
export const DEEPEST = 100;

export type ParseResult =
  | { readonly ok: true; readonly document: DocumentNode }
  /** The first fault only: what follows one is mostly its echo. */
  | { readonly ok: false; readonly at: Position; readonly text: Message };

interface OpenObject {
  readonly kind: 'object';
  readonly at: Position;
  readonly entries: Map<string, DocumentEntry>;
  readonly duplicates: DuplicateKey[];
  key: { readonly name: string; readonly at: Position } | null;
}
interface OpenArray {
  readonly kind: 'array';
  readonly at: Position;
  readonly items: DocumentNode[];
}

/** JSON with comments and trailing commas. Bounded in depth; names are kept as they are, in their order. */
export function parseDocument(text: string): ParseResult {
  const outline = scanOutline(text);
  if (outline.deep !== null)
    return { ok: false, at: outline.deep, text: message('config.file.too-deep', { limit: DEEPEST }) };
  if (outline.empty) {
    const text = message('config.file.empty', { example: '{"mcpServers": {}}' });
    return { ok: false, at: { line: 1, column: 1 }, text };
  }
  const open: (OpenObject | OpenArray)[] = [];
  let document: DocumentNode | null = null;
  let fault: { readonly at: Position; readonly text: Message } | null = null;
  const place = (line: number, character: number): Position => ({ line: line + 1, column: character + 1 });
  const put = (node: DocumentNode) => {
    const parent = open.at(-1);
    if (parent === undefined) document ??= node;
    else if (parent.kind === 'array') parent.items.push(node);
    else if (parent.key !== null) {
      const { name, at } = parent.key;
      const earlier = parent.entries.get(name);
      if (earlier !== undefined) parent.duplicates.push({ name, first: earlier.key, second: at });
      parent.entries.set(name, { key: at, node });
      parent.key = null;
    }
  };
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line, character) => {
        const node: OpenObject = {
          kind: 'object',
          at: place(line, character),
          entries: new Map(),
          duplicates: [],
          key: null,
        };
        put(node);
        open.push(node);
      },
      onObjectProperty: (name, _offset, _length, line, character) => {
        const parent = open.at(-1);
        if (parent?.kind === 'object') parent.key = { name, at: place(line, character) };
      },
      onObjectEnd: () => {
        open.pop();
      },
      onArrayBegin: (_offset, _length, line, character) => {
        const node: OpenArray = { kind: 'array', at: place(line, character), items: [] };
        put(node);
        open.push(node);
      },
      onArrayEnd: () => {
        open.pop();
      },
      onLiteralValue: (value, _offset, _length, line, character) =>
        put({ kind: 'scalar', at: place(line, character), value }),
      onError: (code, offset, length, line, character) => {
        fault ??= {
          at: place(line, character),
          text: message('config.file.syntax', {
            fault: syntaxFault(code, text.slice(offset, offset + Math.min(length, 40))),
          }),
        };
      },
    },
    { allowTrailingComma: true },
  );
  // TypeScript does not see that the callbacks assign these.
  const found = fault as { readonly at: Position; readonly text: Message } | null;
  if (found !== null) return { ok: false, ...found };
  // Without a fault there is a value.
  if (document === null) throw new Error('the parser gave neither a document nor a fault');
  return { ok: true, document };
}

interface Outline {
  /** Nothing but blanks and comments. */
  readonly empty: boolean;
  /** Where the first level that is too deep begins. */
  readonly deep: Position | null;
}

/**
 * Looked at before parsing, which recurses. A loop over the characters, since a second run of the scanner would take
 * as long as the parser itself. As there, a text without an end stops at the end of its line.
 */
function scanOutline(text: string): Outline {
  let depth = 0;
  let empty = true;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      at = endOfComment(text, at);
      continue;
    }
    if (char === ' ' || char === '\n' || char === '\r' || char === '\t') continue;
    empty = false;
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth > DEEPEST) return { empty, deep: positionAt(text, at) };
  }
  return { empty, deep: null };
}

/** The last character of the comment, or of the text. */
function endOfComment(text: string, start: number): number {
  if (text[start + 1] === '*') {
    const end = text.indexOf('*/', start + 2);
    return end < 0 ? text.length : end + 1;
  }
  let at = start + 2;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** The closing quotation mark, or the last character of the line. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '"') return at;
    if (char === '\\') at++;
    else if (char === '\n' || char === '\r') return at - 1;
  }
  return text.length;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function syntaxFault(code: ParseErrorCode, around: string): Message {
  const ended = around === '';
  const found = JSON.stringify(around);
  switch (printParseErrorCode(code)) {
    case 'ValueExpected':
      return ended ? message('config.syntax.value-end') : message('config.syntax.value', { found });
    case 'PropertyNameExpected':
      return message('config.syntax.key', { found });
    case 'ColonExpected':
      return ended ? missing('value') : message('config.syntax.colon', { found });
    case 'CommaExpected':
      return message('config.syntax.comma', { found });
    case 'CloseBraceExpected':
      return missing('closing-brace');
    case 'CloseBracketExpected':
      return missing('closing-bracket');
    case 'EndOfFileExpected':
      return message('config.syntax.more', { found });
    case 'UnexpectedEndOfComment':
      return message('config.syntax.comment');
    case 'UnexpectedEndOfString':
      return message('config.syntax.string');
    case 'UnexpectedEndOfNumber':
      return message('config.syntax.number', { found });
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
      return message('config.syntax.escape', { found });
    case 'InvalidCharacter':
      return message('config.syntax.control');
    default:
      return message('config.syntax.symbol', { found });
  }
}

function missing(what: 'value' | 'closing-brace' | 'closing-bracket'): Message {
  if (what === 'value') return message('config.syntax.value-end');
  return message('config.syntax.end', { missing: message(`config.syntax.${what}`) });
}

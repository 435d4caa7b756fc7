/**
 * What a JSON-RPC line is, found by reading its top level only: a megabyte of content is neither decoded nor parsed
 * (performance.md §7: 3x CPU at 1 MiB). SDK servers write `result` first and `id` last, others the reverse, so a reply
 * is read from both ends towards its content.
 */
export interface Envelope {
  readonly kind: 'request' | 'notification' | 'response' | 'batch' | 'invalid';
  /** null: none, or null itself. */
  readonly id: string | number | null;
  /** Byte span of the id; -1 where it could only be found by parsing. */
  readonly idStart: number;
  readonly idEnd: number;
  readonly method: string | null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const ZERO = 0x30;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Bytes of numbers and literals; anything else ends one. */
const isBare = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45);

function skipSpace(line: Uint8Array, at: number): number {
  let i = at;
  while (isSpace(line[i])) i++;
  return i;
}

/** From an opening quote to behind the closing one; -1 where none comes. */
function skipString(line: Uint8Array, at: number): number {
  const end = line.length;
  for (let i = at + 1; i < end; i++) {
    const byte = line[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
  }
  return -1;
}

function skipNested(line: Uint8Array, at: number): number {
  const end = line.length;
  let depth = 0;
  for (let i = at; i < end; i++) {
    const byte = line[i];
    if (byte === QUOTE) {
      i = skipString(line, i) - 1;
      if (i < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (--depth === 0) return i + 1;
    }
  }
  return -1;
}

function skipBare(line: Uint8Array, at: number): number {
  let i = at;
  while (isBare(line[i])) i++;
  return i === at ? -1 : i;
}

const isNested = (byte: number | undefined): boolean => byte === OPEN_OBJECT || byte === OPEN_ARRAY;

function skipValue(line: Uint8Array, at: number): number {
  const byte = line[at];
  if (byte === QUOTE) return skipString(line, at);
  return isNested(byte) ? skipNested(line, at) : skipBare(line, at);
}

type Key = 'id' | 'method' | 'result' | 'error' | 'other' | 'escaped';
const KEYS: readonly Key[] = ['id', 'method', 'result', 'error'];

function keyOf(line: Uint8Array, start: number, end: number): Key {
  // An escape can make a long spelling of a short key.
  for (let i = start; i < end; i++) if (line[i] === BACKSLASH) return 'escaped';
  const length = end - start;
  for (const key of KEYS) {
    if (key.length !== length) continue;
    let i = 0;
    while (i < length && line[start + i] === key.charCodeAt(i)) i++;
    if (i === length) return key;
  }
  return 'other';
}

interface Found {
  idStart: number;
  idEnd: number;
  methodStart: number;
  methodEnd: number;
  outcome: boolean;
}

/**
 * The last members of an object, read backwards while their values are no objects or arrays. Sound for valid JSON: the
 * quote that opens a string is the nearest one before its end that no backslash stands in front of. Whoever needs more
 * than the id must not stop here.
 */
function idAtTail(line: Uint8Array, found: Found): boolean {
  const back = (from: number): number => {
    let i = from;
    while (isSpace(line[i])) i--;
    return i;
  };
  const openingQuote = (closing: number): number => {
    for (let i = closing - 1; i > 0; i--) {
      if (line[i] !== QUOTE) continue;
      let slashes = 0;
      while (line[i - 1 - slashes] === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return i;
    }
    return -1;
  };
  let i = back(line.length - 1);
  if (line[i] !== CLOSE_OBJECT) return false;
  for (i = back(i - 1); i > 0; i = back(i - 1)) {
    const valueEnd = i + 1;
    let valueStart = valueEnd;
    if (line[i] === QUOTE) valueStart = openingQuote(i);
    else while (isBare(line[valueStart - 1])) valueStart--;
    if (valueStart < 0 || valueStart === valueEnd) return false;
    i = back(valueStart - 1);
    if (line[i] !== COLON) return false;
    i = back(i - 1);
    if (line[i] !== QUOTE) return false;
    const keyEnd = i;
    const keyStart = openingQuote(i) + 1;
    const key = keyStart > 0 ? keyOf(line, keyStart, keyEnd) : 'escaped';
    if (key === 'escaped') return false;
    if (key === 'id') {
      found.idStart = valueStart;
      found.idEnd = valueEnd;
      return true;
    }
    i = back(keyStart - 2);
    if (line[i] !== COMMA) return false;
  }
  return false;
}

/** `done`: the whole top level was read; `reply`: enough was read to route a reply; `unsure`: parse it. */
function scan(line: Uint8Array, found: Found): 'done' | 'reply' | 'unsure' {
  let i = skipSpace(line, 0);
  if (line[i] !== OPEN_OBJECT) return 'unsure';
  i = skipSpace(line, i + 1);
  while (line[i] === QUOTE) {
    const keyStart = i + 1;
    const keyEnd = skipString(line, i) - 1;
    if (keyEnd < 0) return 'unsure';
    i = skipSpace(line, keyEnd + 1);
    if (line[i] !== COLON) return 'unsure';
    const start = skipSpace(line, i + 1);
    const key = keyOf(line, keyStart, keyEnd);
    if (key === 'escaped') return 'unsure';
    if (key === 'result' || key === 'error') {
      found.outcome = true;
      const routed = found.idStart >= 0 || (isNested(line[start]) && idAtTail(line, found));
      if (routed && found.methodStart < 0) return 'reply';
    }
    const end = skipValue(line, start);
    if (end < 0) return 'unsure';
    if (key === 'id') [found.idStart, found.idEnd] = [start, end];
    if (key === 'method') [found.methodStart, found.methodEnd] = [start, end];
    i = skipSpace(line, end);
    if (line[i] === COMMA) i = skipSpace(line, i + 1);
    else break;
  }
  return line[i] === CLOSE_OBJECT && skipSpace(line, i + 1) === line.length ? 'done' : 'unsure';
}

/** Digits and plain ASCII, which nearly all ids and methods are; undefined where it takes a parser. */
function plainScalar(line: Uint8Array, start: number, end: number): string | number | undefined {
  if (line[start] === QUOTE) {
    let text = '';
    for (let i = start + 1; i < end - 1; i++) {
      const byte = line[i] ?? 0;
      if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return undefined;
      text += String.fromCharCode(byte);
    }
    return text;
  }
  if (end - start > 15 || (line[start] === ZERO && end - start > 1)) return undefined;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = (line[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

type Scalar = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** What JSON.parse makes of these few bytes: escapes, floats and bad literals mean what they mean there. */
function scalar(line: Uint8Array, start: number, end: number): Scalar {
  if (start < 0) return { ok: true, value: undefined };
  const plain = plainScalar(line, start, end);
  if (plain !== undefined) return { ok: true, value: plain };
  try {
    return { ok: true, value: JSON.parse(decoder.decode(line.subarray(start, end))) };
  } catch {
    // Not JSON after all: the whole line is looked at as one.
    return { ok: false };
  }
}

function judge(id: unknown, method: unknown, outcome: boolean, span: readonly [number, number]): Envelope {
  const usable = typeof id === 'string' || typeof id === 'number';
  const [idStart, idEnd] = usable ? span : [-1, -1];
  const given = usable ? id : null;
  if (typeof method === 'string') {
    // Some serialisers write `"id": null` into notifications.
    const kind = usable ? 'request' : id === undefined || id === null ? 'notification' : 'invalid';
    return { kind, id: given, idStart, idEnd, method };
  }
  return { kind: outcome ? 'response' : 'invalid', id: given, idStart, idEnd, method: null };
}

/** What a value is that is already parsed: the meaning that `readEnvelope` has without parsing. */
export function envelopeOfValue(value: unknown): Envelope {
  if (Array.isArray(value)) return { kind: 'batch', id: null, idStart: -1, idEnd: -1, method: null };
  if (typeof value !== 'object' || value === null) return judge(undefined, undefined, false, [-1, -1]);
  const { id, method } = value as Record<string, unknown>;
  return judge(id, method, Object.hasOwn(value, 'result') || Object.hasOwn(value, 'error'), [-1, -1]);
}

/**
 * Never throws. Equal to what JSON.parse would tell for every message whose keys are unique and that is not both a
 * request and a reply; where a key is written twice, one of the two counts. A reply is not checked to be valid JSON
 * inside: who reads its content parses it.
 */
export function readEnvelope(line: Uint8Array): Envelope {
  const found: Found = { idStart: -1, idEnd: -1, methodStart: -1, methodEnd: -1, outcome: false };
  if (scan(line, found) !== 'unsure') {
    const id = scalar(line, found.idStart, found.idEnd);
    const method = scalar(line, found.methodStart, found.methodEnd);
    if (id.ok && method.ok) return judge(id.value, method.value, found.outcome, [found.idStart, found.idEnd]);
  }
  try {
    return envelopeOfValue(JSON.parse(decoder.decode(line)));
  } catch {
    // Not JSON: a line of noise that begins like it.
    return { kind: 'invalid', id: null, idStart: -1, idEnd: -1, method: null };
  }
}

/** The same message with another id; the rest of the bytes is copied, not read. */
export function withId(line: Uint8Array, envelope: Envelope, id: string | number): Uint8Array {
  if (envelope.idStart < 0) {
    const value = JSON.parse(decoder.decode(line)) as Record<string, unknown>;
    return encoder.encode(JSON.stringify({ ...value, id }));
  }
  const text = JSON.stringify(id);
  const length = Buffer.byteLength(text);
  const spliced = Buffer.allocUnsafe(line.length - (envelope.idEnd - envelope.idStart) + length);
  spliced.set(line.subarray(0, envelope.idStart));
  spliced.write(text, envelope.idStart);
  spliced.set(line.subarray(envelope.idEnd), envelope.idStart + length);
  return spliced;
}

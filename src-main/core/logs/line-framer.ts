/** Longest log line in bytes of UTF-8; the rest of a longer one is thrown away. */
export const LINE_CAP_BYTES = 64 * 1024;
/** Ends a text that was cut. A sign rather than words: it stands in the server's own output. */
export const CUT_MARK = '…';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Grown line buffers above this are given back once the line ended: 100 quiet servers must not each keep 64 KiB. */
const KEEP_BUFFER_BYTES = 1024;

export interface LineSink {
  /** Asked where a line begins. False: this line and the rest of the chunk are dropped undecoded, and counted. */
  admit(): boolean;
  /** A whole line without its newline. `bytes`: what it cost on the way in. */
  line(text: string, truncated: boolean, bytes: number): void;
  dropped(lines: number): void;
}

export interface LineFramer {
  /** The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void;
  /** Ends a line that has no newline yet. */
  finish(): void;
}

/**
 * Splits raw output into lines at 0x0A before decoding, so that a character that spans chunks stays whole. Bytes of a
 * line that is not complete are copied once, into a buffer that doubles: linear also where every chunk is one byte.
 */
export function createLineFramer(sink: LineSink, capBytes: number = LINE_CAP_BYTES): LineFramer {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let buffer = new Uint8Array(0);
  let held = 0;
  /** `start`: the next byte begins a line. `skip`: the rest of the line is not wanted. */
  let at: 'start' | 'inside' | 'skip' = 'start';

  function hold(bytes: Uint8Array): void {
    if (held + bytes.length > buffer.length) {
      const grown = new Uint8Array(Math.max(256, 2 * buffer.length, held + bytes.length));
      grown.set(buffer.subarray(0, held));
      buffer = grown;
    }
    buffer.set(bytes, held);
    held += bytes.length;
  }

  function release(): void {
    held = 0;
    if (buffer.length > KEEP_BUFFER_BYTES) buffer = new Uint8Array(0);
  }

  function emit(bytes: Uint8Array): void {
    const last = bytes.length - 1;
    const content = bytes[last] === CARRIAGE_RETURN ? bytes.subarray(0, last) : bytes;
    if (content.length > capBytes) emitCut(content);
    else sink.line(decoder.decode(content), false, bytes.length + 1);
  }

  function emitCut(bytes: Uint8Array): void {
    sink.line(decoder.decode(bytes.subarray(0, characterStart(bytes, capBytes))) + CUT_MARK, true, capBytes);
  }

  /** `piece` is the part of the current line in this chunk, without a newline. */
  function endLine(piece: Uint8Array): void {
    if (held === 0) emit(piece);
    else {
      // Two bytes beyond the cap show that the line is too long even where the last one looks like its CR.
      hold(piece.subarray(0, Math.max(0, capBytes + 2 - held)));
      emit(buffer.subarray(0, held));
    }
    release();
  }

  /** True while the line may still turn out short enough: the byte beyond the cap may be the CR of its end. */
  function fits(piece: Uint8Array): boolean {
    const total = held + piece.length;
    return total <= capBytes || (total === capBytes + 1 && piece[piece.length - 1] === CARRIAGE_RETURN);
  }

  function dropRest(chunk: Uint8Array, from: number): void {
    let lines = 0;
    for (let i = from; i < chunk.length; i++) if (chunk[i] === NEWLINE) lines++;
    const torn = chunk[chunk.length - 1] !== NEWLINE;
    at = torn ? 'skip' : 'start';
    sink.dropped(torn ? lines + 1 : lines);
  }

  function push(chunk: Uint8Array): void {
    let position = 0;
    while (position < chunk.length) {
      if (at === 'start') {
        if (!sink.admit()) {
          dropRest(chunk, position);
          return;
        }
        at = 'inside';
      }
      const newline = chunk.indexOf(NEWLINE, position);
      const piece = chunk.subarray(position, newline === -1 ? chunk.length : newline);
      if (newline !== -1) {
        if (at === 'inside') endLine(piece);
        at = 'start';
        position = newline + 1;
        continue;
      }
      if (at === 'skip') return;
      if (fits(piece)) hold(piece);
      else {
        hold(piece.subarray(0, Math.max(0, capBytes + 1 - held)));
        emitCut(buffer.subarray(0, held));
        release();
        at = 'skip';
      }
      return;
    }
  }

  function finish(): void {
    if (at === 'inside') {
      emit(buffer.subarray(0, held));
      release();
    }
    at = 'start';
  }

  return { push, finish };
}

/** The largest index up to `limit` at which no character of UTF-8 is cut. */
function characterStart(bytes: Uint8Array, limit: number): number {
  let index = limit;
  // Continuation bytes are 10xxxxxx; no character has more than three.
  while (index > limit - 3 && index > 0 && ((bytes[index] ?? 0) & 0xc0) === 0x80) index--;
  return index;
}

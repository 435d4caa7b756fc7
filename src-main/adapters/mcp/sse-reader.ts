/** One event of a `text/event-stream`; `data` is whole and undecoded. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: Uint8Array;
  readonly id: string | null;
}

export interface SseReaderOptions {
  /** Of one event; more is reported once and nothing is read after it. */
  readonly maxBytes: number;
  readonly onEvent: (event: ServerSentEvent) => void;
  readonly onOversize: (bytes: number) => void;
  /** The server's wish how long to wait before a reconnect, in milliseconds. */
  readonly onRetry?: (delayMs: number) => void;
}

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const decoder = new TextDecoder();

/** Reads events as bytes, so that a message is decoded once and by its reader. Lines end in LF or CRLF. */
export function createSseReader(options: SseReaderOptions): (chunk: Uint8Array) => void {
  let parts: Uint8Array[] = [];
  let size = 0;
  let data: Uint8Array[] = [];
  let event = 'message';
  let id: string | null = null;
  let broken = false;

  function dispatch(): void {
    const [first] = data;
    if (first !== undefined) {
      const whole =
        data.length === 1
          ? first
          : Buffer.concat(data.flatMap((line, i) => (i === 0 ? [line] : [Buffer.of(LF), line])));
      options.onEvent({ event, data: whole, id });
    }
    data = [];
    event = 'message';
    size = 0;
  }

  function field(line: Uint8Array): void {
    const colon = line.indexOf(COLON);
    if (colon === 0) return; // a comment, such as a keep-alive
    const name = decoder.decode(colon < 0 ? line : line.subarray(0, colon));
    const start = colon < 0 ? line.length : line[colon + 1] === SPACE ? colon + 2 : colon + 1;
    const value = line.subarray(start);
    if (name === 'data') data.push(value);
    else if (name === 'event') event = decoder.decode(value);
    else if (name === 'id') id = decoder.decode(value);
    else if (name === 'retry') {
      const delayMs = Number(decoder.decode(value));
      if (Number.isFinite(delayMs) && delayMs >= 0) options.onRetry?.(delayMs);
    }
  }

  function endLine(last: Uint8Array): void {
    const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    const line = whole.at(-1) === CR ? whole.subarray(0, -1) : whole;
    if (line.length === 0) dispatch();
    else field(line);
  }

  return (chunk) => {
    let from = 0;
    while (!broken && from < chunk.length) {
      const at = chunk.indexOf(LF, from);
      const piece = chunk.subarray(from, at < 0 ? chunk.length : at);
      size += piece.length;
      if (size > options.maxBytes) {
        broken = true;
        options.onOversize(size);
      } else if (at < 0) parts.push(piece);
      else endLine(piece);
      from = at < 0 ? chunk.length : at + 1;
    }
  };
}

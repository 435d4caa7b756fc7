import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../core/ports/clock.ts';
import type { ServerLog } from '../../core/ports/logs.ts';
import type { MessagePipe } from '../../core/ports/process.ts';

/** The MCP SDK's own cap of a protocol message. */
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

/** Messages that come before somebody listens wait, up to so many; a server hardly speaks first. */
const MAX_WAITING = 256;

/** Of a line that is no message only so much is decoded; the log's own cap is 64 KiB. */
const MAX_NOISE_BYTES = 64 * 1024 + 1;

const LF = 0x0a;
const CR = 0x0d;

export interface LineFramer {
  push(chunk: Uint8Array): void;
  /** The end of the stream: what has no newline yet is a line too. */
  end(): void;
}

/**
 * Splits bytes into lines, before anything is decoded, so no character is ever torn. A long line is kept as a list of
 * chunks: joining at every chunk is quadratic (a line of 50 MB took 28 s so, and 70 ms as a list). A line over the cap
 * is reported once, when it crosses it, and thrown away up to its newline.
 */
export function createLineFramer(options: {
  readonly maxBytes: number;
  readonly onLine: (line: Uint8Array) => void;
  readonly onOversize: (bytes: number) => void;
}): LineFramer {
  let parts: Uint8Array[] = [];
  let length = 0;
  let skipping = false;

  function add(part: Uint8Array): void {
    if (skipping || part.length === 0) return;
    length += part.length;
    if (length > options.maxBytes) {
      skipping = true;
      parts = [];
      options.onOversize(length);
      return;
    }
    parts.push(part);
  }

  function finish(): void {
    const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts, length);
    const skip = skipping;
    parts = [];
    length = 0;
    skipping = false;
    if (skip || whole === undefined) return;
    const end = whole.at(-1) === CR ? whole.length - 1 : whole.length;
    if (end > 0) options.onLine(whole.subarray(0, end));
  }

  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
        add(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      if (from < chunk.length) add(chunk.subarray(from));
    },
    end() {
      if (length > 0) finish();
    },
  };
}

/** `{…` or `[{…`: a banner such as `[INFO] listening` is no batch. */
export function looksLikeJson(line: Uint8Array): boolean {
  const first = skipBlanks(line, 0);
  if (line[first] === 0x7b) return true;
  return line[first] === 0x5b && line[skipBlanks(line, first + 1)] === 0x7b;
}

function skipBlanks(line: Uint8Array, from: number): number {
  let at = from;
  while (line[at] === 0x20 || line[at] === 0x09) at += 1;
  return at;
}

export interface ChildStreams {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** A pipe that also knows how to be let go of; for the launcher. */
export interface ChildPipe extends MessagePipe {
  readonly noiseLines: number;
  rejectLine(line: Uint8Array): void;
  readonly outputBytes: number;
  /** Resolves when stdout and stderr have ended or were destroyed. */
  readonly drained: Promise<void>;
  closeStdin(): void;
  destroy(): void;
}

/**
 * `protocol` false: a server that is reached by URL, whose stdout is nothing but its log.
 * Reading never pauses: a server that is not read from stops (121 KiB on stderr) or grows.
 */
export function createPipe(
  streams: ChildStreams,
  log: ServerLog,
  clock: Clock,
  protocol: boolean,
): ChildPipe {
  const { stdin, stdout, stderr } = streams;
  let onMessage: ((line: Uint8Array) => void) | null = null;
  let waiting: Uint8Array[] = [];
  let open = true;
  let bytesRead = 0;
  let bytesWritten = 0;
  let stderrBytes = 0;
  let noiseLines = 0;
  let lastReadAtMs = clock.monotonicMs();
  let stdoutEnded = false;

  function noise(line: Uint8Array): void {
    noiseLines += 1;
    log.writeLine('stdout', Buffer.from(line.subarray(0, MAX_NOISE_BYTES)).toString('utf8'));
  }

  const framer = createLineFramer({
    maxBytes: MAX_MESSAGE_BYTES,
    onLine(line) {
      if (!looksLikeJson(line)) noise(line);
      else if (onMessage !== null) onMessage(line);
      else if (waiting.length < MAX_WAITING) waiting.push(Uint8Array.from(line));
      else noise(line);
    },
    onOversize: (bytes) => pipe.onOversize?.(bytes),
  });

  function endStdout(): void {
    if (stdoutEnded) return;
    stdoutEnded = true;
    framer.end();
    pipe.onEnd?.();
  }

  // A stream without an `error` listener ends the whole host on EPIPE or ECONNRESET. What went wrong shows as the
  // end of the stream or of the process, which is where it is dealt with.
  const ignore = (): void => {};
  stdin.on('error', () => {
    open = false;
  });
  stdin.on('close', () => {
    open = false;
  });
  stdout.on('error', ignore);
  stderr.on('error', ignore);
  stdout.on('data', (chunk: Buffer) => {
    bytesRead += chunk.length;
    lastReadAtMs = clock.monotonicMs();
    if (protocol) framer.push(chunk);
    else log.writeChunk('stdout', chunk);
  });
  stdout.once('end', endStdout);
  stderr.on('data', (chunk: Buffer) => {
    stderrBytes += chunk.length;
    log.writeChunk('stderr', chunk);
  });
  const closed = (stream: Readable): Promise<void> =>
    new Promise((resolve) => {
      stream.once('end', resolve);
      stream.once('close', resolve);
    });
  const drained = Promise.all([closed(stdout), closed(stderr)]).then(() => undefined);
  stdout.once('close', endStdout);

  const pipe: ChildPipe = {
    get onMessage() {
      return onMessage;
    },
    set onMessage(listener) {
      onMessage = listener;
      if (listener === null) return;
      const early = waiting;
      waiting = [];
      for (const line of early) listener(line);
    },
    onOversize: null,
    onEnd: null,
    write(line) {
      if (!open || !stdin.writable) return false;
      bytesWritten += line.length + 1;
      if (typeof line === 'string') {
        stdin.write(`${line}\n`);
      } else {
        stdin.cork();
        stdin.write(line);
        stdin.write('\n');
        stdin.uncork();
      }
      return true;
    },
    rejectLine: noise,
    get bytesRead() {
      return bytesRead;
    },
    get bytesWritten() {
      return bytesWritten;
    },
    get lastReadAtMs() {
      return lastReadAtMs;
    },
    get noiseLines() {
      return noiseLines;
    },
    get outputBytes() {
      return bytesRead + stderrBytes;
    },
    drained,
    closeStdin() {
      open = false;
      if (!stdin.destroyed) stdin.end();
    },
    destroy() {
      open = false;
      stdin.destroy();
      stdout.destroy();
      stderr.destroy();
    },
  };
  return pipe;
}

import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command writes. Nothing here throws, also when nobody reads any more. */
export interface Output {
  readonly json: boolean;
  /** Standard output is a terminal that can be drawn on. */
  readonly isTerminal: boolean;
  /** Columns of the terminal; null where it is none. */
  readonly width: () => number | null;
  readonly height: () => number;
  line(text?: string): void;
  lines(texts: readonly string[]): void;
  write(text: string): void;
  /** One JSON document, readable for a person at a terminal. */
  value(value: unknown): void;
  /** One JSON value on one line. */
  jsonLine(value: unknown): void;
  /** A line on standard error. */
  note(text: string): void;
  paint(style: Style, text: string): string;
}

export function createOutput(json: boolean): Output {
  const { stdout, stderr } = process;
  const { env } = process;
  const isTerminal = stdout.isTTY === true;
  const canDraw = isTerminal && env.TERM !== 'dumb';
  const colors = canDraw && !env.NO_COLOR;
  const write = (text: string): void => {
    if (stdout.writable) stdout.write(text);
  };
  return {
    json,
    isTerminal: canDraw,
    width: () => (isTerminal ? Math.max(20, stdout.columns || 80) : null),
    height: () => stdout.rows || 24,
    line: (text = '') => write(`${text}\n`),
    lines: (texts) => write(texts.map((text) => `${text}\n`).join('')),
    write,
    value: (value) => write(`${JSON.stringify(value, null, isTerminal ? 2 : 0)}\n`),
    jsonLine: (value) => write(`${JSON.stringify(value)}\n`),
    note(text) {
      if (stderr.writable) stderr.write(`${text}\n`);
    },
    paint: (style, text) =>
      colors && text !== '' ? styleText(style, text, { validateStream: false }) : text,
  };
}

/**
 * `status | head -1` closes the pipe early: then there is nothing left to tell, and the command ends in silence with
 * the code that it would have had.
 */
export function surviveClosedPipes(onClosed: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (stream === process.stdout && (error.code === 'EPIPE' || error.code === 'EIO')) onClosed();
    });
  }
}

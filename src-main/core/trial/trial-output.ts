import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { createLineFormatter, createServerOutput, type OutputLine } from '../logs/server-output.ts';
import type { Clock } from '../ports/clock.ts';
import type { ServerLog } from '../ports/logs.ts';

/** Lines that are shown while they come; of what follows only the last ones, at the end: they say why it failed. */
const FIRST_LINES = 150;
const LAST_LINES = 50;
/** Longer lines are cut: nobody reads them here. */
const LONGEST_LINE = 2000;

export interface TrialOutput {
  readonly log: ServerLog;
  /** Tells the last lines of those that were held back. */
  finish(): void;
}

/** What a server under trial writes: framed, limited and redacted as for real, kept nowhere. */
export function createTrialOutput(options: {
  readonly clock: Clock;
  readonly secrets: readonly string[];
  readonly emit: (step: TrialStep) => void;
}): TrialOutput {
  const { clock, secrets, emit } = options;
  const format = createLineFormatter('');
  let shown = 0;
  let held: OutputLine[] = [];
  let heldBack = 0;

  function show({ stream, text }: Pick<OutputLine, 'stream' | 'text'>): void {
    const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE).toWellFormed()}…` : text;
    emit({ kind: 'output', stream: stream === 'stdout' ? 'stdout' : 'stderr', text: cut });
  }

  const output = createServerOutput({
    clock,
    secrets,
    sayDropped: (lines) => formatMessage(message('logs.dropped', { lines })),
    onLine(line) {
      if (shown < FIRST_LINES) {
        shown++;
        show(line);
        return;
      }
      held.push(line);
      if (held.length <= LAST_LINES) return;
      held.shift();
      heldBack++;
    },
  });

  return {
    log: {
      writeChunk: output.writeChunk,
      writeLine: output.writeLine,
      finishPartialLines: output.finishPartialLines,
      tail: (count) => output.tail(count).map(format),
      get droppedLines() {
        return output.droppedLines;
      },
    },
    finish() {
      output.finishPartialLines();
      if (heldBack > 0) {
        const text = formatMessage(message('trial.lines-left-out', { count: heldBack }));
        show({ stream: 'stderr', text });
      }
      for (const line of held) show(line);
      held = [];
      heldBack = 0;
    },
  };
}

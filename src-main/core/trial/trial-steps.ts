import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import type { Message } from '../../../src-shared/i18n/message.ts';
import { joinSentences } from '../../../src-shared/model/join-sentences.ts';
import type { Redactor } from '../logs/redact.ts';
import type { Clock } from '../ports/clock.ts';
import { redactMessage } from '../supervisor/fleet-redact.ts';

export type StepName = Extract<TrialStep, { readonly kind: 'step' }>['step'];

/** Tells how each step begins and ends, and how long it took. */
export interface Steps {
  begin(step: StepName): void;
  /** Ends the step that was begun last; several sentences stand one after the other. */
  end(status: 'ok' | 'failed', ...texts: readonly Message[]): void;
  /** The step that is under way. */
  readonly current: StepName | null;
  setRedactor(redact: Redactor): void;
}

export function createSteps(clock: Clock, emit: (step: TrialStep) => void): Steps {
  let current: StepName | null = null;
  let beganAtMs = 0;
  let redact: Redactor = (text) => text;

  function tell(status: 'ok' | 'failed', ...texts: readonly Message[]): void {
    if (current === null) return;
    const tookMs = Math.round(clock.monotonicMs() - beganAtMs);
    const told = texts.map((text) => redactMessage(text, redact));
    const text = joinSentences(told.map((each) => formatMessage(each)));
    emit({ kind: 'step', step: current, status, tookMs, text: text === '' ? null : redact(text), told });
    current = null;
  }

  return {
    begin(step) {
      current = step;
      beganAtMs = clock.monotonicMs();
      emit({ kind: 'step', step, status: 'running', tookMs: null, text: null });
    },
    end: tell,
    get current() {
      return current;
    },
    setRedactor(next) {
      redact = next;
    },
  };
}

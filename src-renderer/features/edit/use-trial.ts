import { useCallback, useEffect, useRef, useState } from 'react';
import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';
import type { Json } from './values.ts';

export type Step = Extract<TrialStep, { kind: 'step' }>;
type Output = Extract<TrialStep, { kind: 'output' }>;
type Ended = Extract<TrialStep, { kind: 'ended' }>;

/** The newest lines that are kept of a trial's output. */
const MOST_LINES = 200;

export interface Trial {
  readonly status: 'running' | 'passed' | 'failed';
  readonly steps: readonly Step[];
  readonly output: readonly Output[];
  readonly ended: Ended | null;
  /** It could not be run at all, in a sentence. */
  readonly problem: string | null;
  /** What was tried: a form that says something else by now was not tried. */
  readonly key: string;
}

export interface TrialRun {
  readonly trial: Trial | null;
  readonly start: (what: { readonly name: string; readonly entry: Json; readonly policy: Json }) => void;
  readonly stop: () => void;
}

export function trialKey(what: { readonly entry: Json; readonly policy: Json }): string {
  return JSON.stringify([what.entry, what.policy]);
}

/** One trial at a time; it ends with the view. */
export function useTrial(): TrialRun {
  const dashboard = useDashboard();
  const [trial, setTrial] = useState<Trial | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const start: TrialRun['start'] = useCallback(
    (what) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      const key = trialKey(what);
      setTrial({ status: 'running', steps: [], output: [], ended: null, problem: null, key });
      const change = (next: (before: Trial) => Trial) => {
        if (running.current === abort) setTrial((before) => (before?.key === key ? next(before) : before));
      };
      const { name, entry, policy } = what;
      const follow = async () => {
        const asked = {
          name,
          entry: { ...entry },
          ...(Object.keys(policy).length === 0 ? {} : { policy: { ...policy } }),
        };
        const steps = await dashboard.client().configuration.trial(asked, { signal: abort.signal });
        for await (const step of steps) change((before) => withStep(before, step));
      };
      follow().then(
        () => change((before) => (before.ended === null ? { ...before, status: 'failed' } : before)),
        (error: unknown) =>
          change((before) => ({
            ...before,
            status: 'failed',
            problem: abort.signal.aborted ? null : sayError(error),
          })),
      );
    },
    [dashboard],
  );
  return { trial, start, stop };
}

/** A step comes twice, begun and ended; its end takes the place of its beginning. */
export function withStep(trial: Trial, step: TrialStep): Trial {
  switch (step.kind) {
    case 'output':
      return { ...trial, output: [...trial.output, step].slice(-MOST_LINES) };
    case 'ended':
      return { ...trial, ended: step, status: step.ok ? 'passed' : 'failed' };
    case 'step': {
      const at = trial.steps.findIndex((each) => each.step === step.step);
      return { ...trial, steps: at === -1 ? [...trial.steps, step] : trial.steps.with(at, step) };
    }
  }
}

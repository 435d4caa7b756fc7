import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { Accepted, Refusal } from '../orchestrator.ts';
import type { ConfigFile } from '../ports/config-file.ts';
import { refusal } from '../refusal.ts';
import { withinMs } from '../supervisor/fleet-start.ts';
import type { StopLadder } from '../supervisor/stop-ladder.ts';
import { runTrial } from './run-trial.ts';
import type { TrialPorts } from './trial-context.ts';
import { defineTrial, type TrialRequest } from './trial-definition.ts';

/** Each may start something large. */
const MOST_TRIALS = 3;
/** At the end of the instance: what has not gone by then is killed, and soon after nothing is waited for. */
const KILL_AT_MS = 5000;
const GIVE_UP_AT_MS = 8000;

/** Servers that are tried before they are saved. They are no part of the fleet, and nothing of them is kept. */
export interface Trials {
  /** Begins at once; ends with its last step, when the reader stops, or with the signal. */
  begin(
    request: TrialRequest,
    signal?: AbortSignal | undefined,
  ): Accepted<AsyncGenerator<TrialStep, void, void>>;
  /** Ends all that run, within 8 s, and takes no more. Idempotent. */
  close(): Promise<void>;
}

interface Running {
  readonly abort: AbortController;
  ladder: StopLadder | null;
  done: Promise<void>;
}

export function createTrials(options: { readonly ports: TrialPorts; readonly file: ConfigFile }): Trials {
  const { ports, file } = options;
  const { clock } = ports;
  const running = new Set<Running>();
  let closing: Promise<void> | null = null;

  function run(request: TrialRequest, abort: AbortController, emit: (step: TrialStep) => void): Running {
    const one: Running = { abort, ladder: null, done: Promise.resolve() };
    running.add(one);
    one.done = runTrial({
      ports,
      define: () => defineTrial(file, request),
      emit,
      signal: abort.signal,
      quitting: () => closing !== null,
      onStopping: (ladder) => {
        one.ladder = ladder;
      },
    }).finally(() => running.delete(one));
    return one;
  }

  async function end(): Promise<void> {
    const left = [...running];
    for (const { abort, ladder } of left) {
      abort.abort();
      // One that was begun with longer waits.
      ladder?.escalate();
    }
    const kill = clock.setTimer(KILL_AT_MS, () => {
      for (const { ladder } of running) ladder?.kill();
    });
    await withinMs(clock, Promise.all(left.map(({ done }) => done)), GIVE_UP_AT_MS);
    kill.cancel();
  }

  return {
    begin(request, signal) {
      if (closing !== null)
        return refused('SHUTTING_DOWN', message('supervisor.shutting-down'), request.name);
      if (running.size >= MOST_TRIALS)
        return refused('CONFLICT', message('trial.too-many', { count: running.size }), request.name);
      const abort = new AbortController();
      const steps = createStepQueue();
      // From here on, and not from the first step that is read: whoever goes before that never reads one.
      const onGone = (): void => {
        abort.abort();
        steps.wake?.();
      };
      if (signal?.aborted) onGone();
      signal?.addEventListener('abort', onGone, { once: true });
      const one = run(request, abort, steps.push);
      void one.done.finally(() => signal?.removeEventListener('abort', onGone));
      return { ok: true, value: stepsUntil(steps, abort, signal) };
    },
    close() {
      if (closing === null) {
        // Set before anything is sent: the ladders that begin now have the short waits.
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        closing = promise;
        end().then(resolve, reject);
      }
      return closing;
    },
  };
}

function refused<T>(code: Refusal['code'], text: Message, server: string): Accepted<T> {
  return { ok: false, refusal: refusal(code, server, text) };
}

/** Steps and lines are bounded in number, so they may wait for a slow reader. */
interface StepQueue {
  push(step: TrialStep): void;
  take(): TrialStep | undefined;
  wake: (() => void) | null;
}

function createStepQueue(): StepQueue {
  const waiting: TrialStep[] = [];
  const queue: StepQueue = {
    push(step) {
      waiting.push(step);
      queue.wake?.();
    },
    take: () => waiting.shift(),
    wake: null,
  };
  return queue;
}

async function* stepsUntil(
  queue: StepQueue,
  abort: AbortController,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrialStep, void, void> {
  try {
    while (signal?.aborted !== true) {
      const step = queue.take();
      if (step === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>();
        queue.wake = resolve;
        await promise;
        queue.wake = null;
        continue;
      }
      yield step;
      if (step.kind === 'ended') return;
    }
  } finally {
    abort.abort();
  }
}

import type { Clock } from '../ports/clock.ts';
import type { ProcessTree } from '../ports/process.ts';

/** End of input, then TERM to the group, then KILL to everything. */
export type StopStep = 'eof' | 'term' | 'kill';

export interface StopLadderOptions {
  /** How long each step may take before the next one is climbed. */
  readonly eofWaitMs: number;
  readonly termWaitMs: number;
  readonly killWaitMs: number;
  /** `term` where there is no input to close (the direct child ended, or an orphan); `kill` where patience is over. */
  readonly startAt: StopStep;
  readonly clock: Clock;
  /**
   * Resolves when the direct child ended. While it has not, the tree lives and nobody needs to look; without this
   * (an orphan is not our child) the ladder looks from the beginning.
   */
  readonly exited?: Promise<unknown> | undefined;
  /** Aborted: as `kill()`. */
  readonly signal?: AbortSignal | undefined;
}

export interface StopOutcome {
  /** `stuck`: something lives on after KILL and its wait. */
  readonly outcome: 'gone' | 'stuck';
  /** What was done, in order; empty when there was nothing left to end. */
  readonly steps: readonly StopStep[];
  readonly livePids: readonly number[];
}

/** A ladder that is being climbed. `done` rejects only when the tree does. */
export interface StopLadder {
  readonly done: Promise<StopOutcome>;
  /** One step further now, as for a second request to stop. */
  escalate(): void;
  /** To the last step now. */
  kill(): void;
}

const ORDER = ['eof', 'term', 'kill'] as const;
const LAST = ORDER.length - 1;

/** Liveness is looked at after 10, 20, 40 … ms: a group is usually gone 8 to 40 ms after TERM (measured). */
const FIRST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 250;

/**
 * What is left of a tree whose root ended at the end of input: processes that got the same end of input are gone in
 * milliseconds, others never will be, so the rest of a long `eofWait` would be spent for nothing.
 */
const LEFTOVER_WAIT_MS = 500;

/**
 * Ends a tree, politely first. Every signal is preceded by a look, so nothing is signalled that is already gone;
 * KILL is repeated for members that were born meanwhile. Takes at most the sum of the waits of the steps climbed.
 */
export function runStopLadder(tree: ProcessTree, options: StopLadderOptions): StopLadder {
  const { clock, exited, signal } = options;
  const waits = { eof: options.eofWaitMs, term: options.termWaitMs, kill: options.killWaitMs };
  let at = ORDER.indexOf(options.startAt);
  let wanted = at;
  let rootEnded = exited === undefined;
  let wake: (() => void) | null = null;

  const want = (step: number): void => {
    wanted = Math.max(wanted, Math.min(step, LAST));
    wake?.();
  };
  const kill = (): void => want(LAST);
  const onRootEnded = (): void => {
    rootEnded = true;
    wake?.();
  };
  exited?.then(onRootEnded, onRootEnded);

  /** Until the time is over, the root ended or somebody wants to go on. */
  function pause(delayMs: number, until?: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        timer.cancel();
        wake = null;
        resolve();
      };
      const timer = clock.setTimer(delayMs, go);
      wake = go;
      until?.then(go, go);
    });
  }

  async function perform(step: StopStep, waitMs: number): Promise<void> {
    if (step === 'eof') return tree.closeStdin();
    // `docker stop` takes seconds: the step's own time bounds it, and a second request need not wait for it.
    let settled = false;
    const action = (step === 'term' ? tree.terminate() : tree.kill()).finally(() => {
      settled = true;
    });
    const deadline = clock.monotonicMs() + waitMs;
    while (!settled && wanted <= at && clock.monotonicMs() < deadline) {
      await pause(deadline - clock.monotonicMs(), action);
    }
  }

  /** Waits for the end within the step's time; answers what still lives. */
  async function settle(
    step: StopStep,
    deadlineMs: number,
    known: readonly number[],
  ): Promise<readonly number[]> {
    const seen = new Set(known);
    let deadline = deadlineMs;
    let intervalMs = FIRST_LOOK_MS;
    for (;;) {
      if (rootEnded) {
        const live = await tree.liveMembers();
        if (live.length === 0) return live;
        if (step === 'eof' && exited !== undefined) {
          deadline = Math.min(deadline, clock.monotonicMs() + LEFTOVER_WAIT_MS);
        }
        if (step === 'kill' && live.some((pid) => !seen.has(pid))) {
          for (const pid of live) seen.add(pid);
          await tree.kill();
        }
      }
      const leftMs = deadline - clock.monotonicMs();
      if (leftMs <= 0 || wanted > at) {
        // After a freeze the time is over before the end of the child was read.
        await clock.nextTurn();
        return tree.liveMembers();
      }
      await pause(rootEnded ? Math.min(intervalMs, leftMs) : leftMs);
      intervalMs = Math.min(intervalMs * 2, LONGEST_LOOK_MS);
    }
  }

  async function climb(): Promise<StopOutcome> {
    const steps: StopStep[] = [];
    let live: readonly number[] = at === 0 ? [] : await tree.liveMembers();
    if (at > 0 && live.length === 0) return { outcome: 'gone', steps, livePids: [] };
    for (;;) {
      at = Math.max(at, wanted);
      const step = ORDER[at] ?? 'kill';
      steps.push(step);
      const deadlineMs = clock.monotonicMs() + waits[step];
      await perform(step, waits[step]);
      live = await settle(step, deadlineMs, live);
      if (live.length === 0) return { outcome: 'gone', steps, livePids: [] };
      if (at >= LAST) return { outcome: 'stuck', steps, livePids: live };
      at += 1;
    }
  }

  if (signal?.aborted === true) kill();
  signal?.addEventListener('abort', kill, { once: true });
  const done = climb().finally(() => signal?.removeEventListener('abort', kill));
  return { done, kill, escalate: () => want(Math.max(at, wanted) + 1) };
}

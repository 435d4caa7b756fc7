import { describe, expect, it } from 'vitest';
import type { ProcessTree } from '../../../src-main/core/ports/process.ts';
import {
  runStopLadder,
  type StopLadderOptions,
  type StopStep,
} from '../../../src-main/core/supervisor/stop-ladder.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const ROOT = 100;

/** A tree whose processes end by the rule that a test gives; everything asked of it is written down with its time. */
class ScriptedTree implements ProcessTree {
  readonly asked: string[] = [];
  looks = 0;
  live: readonly number[];
  readonly exited: Promise<void>;
  readonly #clock: FakeClock;
  readonly #on: Partial<Record<StopStep, (tree: ScriptedTree) => void>>;
  #tellExit: () => void = () => {};

  constructor(
    clock: FakeClock,
    live: readonly number[],
    on: Partial<Record<StopStep, (tree: ScriptedTree) => void>>,
  ) {
    this.#clock = clock;
    this.live = live;
    this.#on = on;
    this.exited = new Promise((resolve) => {
      this.#tellExit = resolve;
    });
  }

  /** These end after that time; the root's end is told to its parent. */
  end(pids: readonly number[], afterMs: number): void {
    this.#clock.setTimer(afterMs, () => {
      this.live = this.live.filter((pid) => !pids.includes(pid));
      if (pids.includes(ROOT)) this.#tellExit();
    });
  }

  closeStdin(): void {
    this.#take('eof');
  }
  async terminate(): Promise<void> {
    this.#take('term');
  }
  async kill(): Promise<void> {
    this.#take('kill');
  }
  async liveMembers(): Promise<readonly number[]> {
    this.looks += 1;
    return this.live;
  }
  async release(): Promise<void> {}

  #take(step: StopStep): void {
    this.asked.push(`${step}@${this.#clock.monotonicMs()}`);
    this.#on[step]?.(this);
  }
}

function climb(tree: ScriptedTree, clock: FakeClock, options: Partial<StopLadderOptions> = {}) {
  return runStopLadder(tree, {
    eofWaitMs: 5000,
    termWaitMs: 5000,
    killWaitMs: 2000,
    startAt: 'eof',
    clock,
    exited: tree.exited,
    ...options,
  });
}

async function outcomeOf<T>(done: Promise<T>, clock: FakeClock, limitMs = 60_000): Promise<T> {
  let settled = false;
  const watched = done.finally(() => {
    settled = true;
  });
  const endMs = clock.monotonicMs() + limitMs;
  await clock.settle();
  while (!settled && clock.monotonicMs() < endMs && (await clock.advanceToNext()));
  return watched;
}

describe('the stop ladder', () => {
  it('is done as soon as the end of input was enough, without a signal and without looking before the exit', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT, 101], { eof: (it) => it.end([ROOT, 101], 30) });
    expect(await outcomeOf(climb(tree, clock).done, clock)).toEqual({
      outcome: 'gone',
      steps: ['eof'],
      livePids: [],
    });
    expect(tree.asked).toEqual(['eof@0']);
    expect(clock.monotonicMs()).toBe(30);
    expect(tree.looks).toBe(1);
  });

  it('row 17: sends TERM after the wait to a server that ignores the end of input', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], { term: (it) => it.end([ROOT], 40) });
    const outcome = await outcomeOf(climb(tree, clock).done, clock);
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof', 'term'], livePids: [] });
    expect(tree.asked).toEqual(['eof@0', 'term@5000']);
    expect(clock.monotonicMs()).toBe(5040);
  });

  it('row 18: kills what ignores both, within the sum of the waits', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], { kill: (it) => it.end([ROOT], 10) });
    const outcome = await outcomeOf(climb(tree, clock).done, clock);
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof', 'term', 'kill'], livePids: [] });
    expect(tree.asked).toEqual(['eof@0', 'term@5000', 'kill@10000']);
  });

  it('row 21: leaves a stopped process to TERM, which comes with CONT, and never kills it', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], { term: (it) => it.end([ROOT], 5) });
    const outcome = await outcomeOf(climb(tree, clock).done, clock);
    expect(outcome.steps).toEqual(['eof', 'term']);
  });

  it('row 22: sends nothing more when only zombies are left, which the tree does not count', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT, 101, 102], {
      term: (it) => {
        it.end([101, 102], 20);
        it.end([ROOT], 40);
      },
    });
    const outcome = await outcomeOf(climb(tree, clock, { startAt: 'term', exited: undefined }).done, clock);
    expect(outcome).toEqual({ outcome: 'gone', steps: ['term'], livePids: [] });
    expect(tree.asked).toEqual(['term@0']);
  });

  it('row 23: is stuck, naming who lives, after KILL and its wait', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT, 101], { kill: (it) => it.end([101], 10) });
    const outcome = await outcomeOf(climb(tree, clock).done, clock);
    expect(outcome).toEqual({ outcome: 'stuck', steps: ['eof', 'term', 'kill'], livePids: [ROOT] });
    expect(clock.monotonicMs()).toBe(12_000);
    expect(tree.asked.filter((step) => step.startsWith('kill'))).toHaveLength(1);
  });

  it('signals nobody where everybody is gone before it begins', async () => {
    const clock = new FakeClock();
    for (const startAt of ['term', 'kill'] as const) {
      const tree = new ScriptedTree(clock, [], {});
      const outcome = await outcomeOf(climb(tree, clock, { startAt }).done, clock);
      expect(outcome).toEqual({ outcome: 'gone', steps: [], livePids: [] });
      expect(tree.asked).toEqual([]);
    }
  });

  it('gives what outlives its root half a second of the end of input, then signals it', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT, 101], {
      eof: (it) => it.end([ROOT], 100),
      term: (it) => it.end([101], 10),
    });
    const outcome = await outcomeOf(climb(tree, clock).done, clock);
    expect(outcome.steps).toEqual(['eof', 'term']);
    expect(tree.asked).toEqual(['eof@0', 'term@600']);
  });

  it('kills again what was born while it killed', async () => {
    const clock = new FakeClock();
    let kills = 0;
    const tree = new ScriptedTree(clock, [ROOT], {
      kill: (it) => {
        kills += 1;
        if (kills === 1) it.live = [...it.live, 200];
        it.end(kills === 1 ? [ROOT] : [200], 5);
      },
    });
    const outcome = await outcomeOf(climb(tree, clock, { startAt: 'kill' }).done, clock);
    expect(outcome.outcome).toBe('gone');
    expect(kills).toBe(2);
  });

  it('goes one step further at once when asked to, and no further than KILL', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], {});
    const ladder = climb(tree, clock);
    await clock.advance(100);
    ladder.escalate();
    await clock.advance(50);
    expect(tree.asked).toEqual(['eof@0', 'term@100']);
    ladder.escalate();
    await clock.advance(0);
    expect(tree.asked).toEqual(['eof@0', 'term@100', 'kill@150']);
    ladder.escalate();
    ladder.kill();
    await outcomeOf(ladder.done, clock);
    expect(tree.asked).toHaveLength(3);
  });

  it('jumps over TERM when asked to kill, also through the signal', async () => {
    for (const how of ['handle', 'signal', 'before'] as const) {
      const clock = new FakeClock();
      const tree = new ScriptedTree(clock, [ROOT], { kill: (it) => it.end([ROOT], 1) });
      const abort = new AbortController();
      if (how === 'before') abort.abort();
      const ladder = climb(tree, clock, { signal: abort.signal });
      await clock.advance(100);
      if (how === 'handle') ladder.kill();
      else abort.abort();
      const outcome = await outcomeOf(ladder.done, clock);
      expect(outcome.steps).toEqual(how === 'before' ? ['kill'] : ['eof', 'kill']);
      expect(outcome.outcome).toBe('gone');
    }
  });

  it('is not held up by a TERM that takes longer than its step, as docker stop may', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], { kill: (it) => it.end([ROOT], 1) });
    tree.terminate = () => new Promise((resolve) => clock.setTimer(60_000, resolve));
    const outcome = await outcomeOf(climb(tree, clock, { startAt: 'term' }).done, clock, 10_000);
    expect(outcome.steps).toEqual(['term', 'kill']);
    expect(clock.monotonicMs()).toBe(5001);
  });

  it('takes an end that it finds out only after a freeze for an end, not for a reason to kill', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], {});
    const ladder = climb(tree, clock);
    await clock.settle();
    tree.live = [];
    clock.freeze(3_600_000);
    const outcome = await outcomeOf(ladder.done, clock);
    expect(outcome).toEqual({ outcome: 'gone', steps: ['eof'], livePids: [] });
  });

  it('looks less and less often while it waits', async () => {
    const clock = new FakeClock();
    const tree = new ScriptedTree(clock, [ROOT], {});
    await outcomeOf(climb(tree, clock, { startAt: 'term', exited: undefined }).done, clock);
    // 10, 20, 40, 80, 160, then every 250 ms: 24 looks in 5 s of TERM, 12 in 2 s of KILL, and one around each.
    expect(tree.looks).toBeLessThan(45);
  });
});

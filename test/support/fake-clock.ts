import type { Clock, Timer } from '../../src-main/core/ports/clock.ts';

interface Entry {
  readonly dueMs: number;
  readonly delayMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A timer that is armed. */
export interface PendingTimer {
  /** On the monotonic clock. */
  readonly dueMs: number;
  /** What it was armed with. */
  readonly delayMs: number;
}

const LONGEST_DELAY_MS = 2 ** 31 - 1;
const MOST_ROUNDS_IN_A_MOMENT = 10_000;
// Taken before a test can replace it.
const realImmediate = setImmediate;

const byTime = (a: Entry, b: Entry): number => a.dueMs - b.dueMs || a.order - b.order;

/**
 * Time that passes only when told. Everything that a moment sets off (promises, turns, timers that are due at once) has
 * run before the next moment comes, as if the computer were infinitely fast.
 *
 * As in Node, timers that are due together run in one go, microtasks between them, and only then do turns resolve.
 */
export class FakeClock implements Clock {
  readonly #earlyMs: number;
  #nowMs: number;
  #wallOffsetMs: number;
  #order = 0;
  #openTurns = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #timers = new Set<Entry>();

  /** `earlyMs`: timers fire that much too early, as those of Node do, by less than a millisecond. */
  constructor({ monotonicMs = 0, wallMs = Date.UTC(2026, 10, 21), earlyMs = 0 } = {}) {
    this.#nowMs = monotonicMs;
    this.#earlyMs = earlyMs;
    this.#wallOffsetMs = wallMs - monotonicMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (Number.isNaN(delayMs)) throw new TypeError('a timer was armed with NaN');
    const clampedMs = Math.min(LONGEST_DELAY_MS, Math.max(0, delayMs));
    const earlyMs = clampedMs > 1 ? this.#earlyMs : 0;
    const entry = {
      dueMs: this.#nowMs + clampedMs - earlyMs,
      delayMs: clampedMs,
      order: this.#order++,
      callback,
    };
    this.#timers.add(entry);
    return { cancel: () => this.#timers.delete(entry) };
  }

  async nextTurn(): Promise<void> {
    this.#openTurns += 1;
    await new Promise((resolve) => realImmediate(resolve));
    this.#openTurns -= 1;
  }

  /** Armed timers, the next one first. */
  get pending(): readonly PendingTimer[] {
    return [...this.#timers].sort(byTime).map(({ dueMs, delayMs }) => ({ dueMs, delayMs }));
  }

  /** Lets that much time pass and runs what falls due, each timer at its moment. Rejects with what a callback throws. */
  async advance(ms: number): Promise<void> {
    const targetMs = this.#nowMs + ms;
    await this.settle();
    for (let next = this.#nextDueMs(); next <= targetMs; next = this.#nextDueMs()) {
      this.#nowMs = Math.max(this.#nowMs, next);
      await this.settle();
    }
    this.#nowMs = Math.max(this.#nowMs, targetMs);
    await this.settle();
  }

  /** Goes to the moment of the next timer and runs it. False where none is armed. */
  async advanceToNext(): Promise<boolean> {
    const next = this.#nextDueMs();
    if (next === Infinity) return false;
    await this.advance(Math.max(0, next - this.#nowMs));
    return true;
  }

  /** Runs what can run without time passing. */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS_IN_A_MOMENT; round++) {
      await this.#runDueTogether();
      if (this.#failure !== undefined) {
        const { error } = this.#failure;
        this.#failure = undefined;
        throw error;
      }
      if (this.#openTurns === 0 && this.#nextDueMs() > this.#nowMs) return;
    }
    throw new Error(
      `timers and turns do not come to rest at ${this.#nowMs} ms; armed: ${JSON.stringify(this.pending)}`,
    );
  }

  /** The wall clock is set, by a person or by the network; no time passes. */
  jumpWall(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  /**
   * The computer sleeps: time passes on both clocks and nothing runs. Timers that fell due meanwhile run together at
   * the next `advance`. With `wallOnly` the monotonic clock stands still in sleep, as it does on some systems.
   */
  freeze(ms: number, { wallOnly = false } = {}): void {
    if (wallOnly) this.#wallOffsetMs += ms;
    else this.#nowMs += ms;
  }

  #nextDueMs(): number {
    let next = Infinity;
    for (const { dueMs } of this.#timers) next = Math.min(next, dueMs);
    return next;
  }

  /** One phase of the event loop: Node runs all microtasks between two immediates, and new immediates in the next phase. */
  #runDueTogether(): Promise<void> {
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= this.#nowMs).sort(byTime);
    return new Promise((resolve) => {
      for (const entry of due) realImmediate(() => this.#fire(entry));
      realImmediate(resolve);
    });
  }

  #fire(entry: Entry): void {
    // It may have been cancelled by one that was due with it.
    if (!this.#timers.delete(entry)) return;
    try {
      entry.callback();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}

import { PATIENCE_MS } from './eventually.ts';

export interface WaitLimit {
  /** How long at most, in real milliseconds; 45 s where not given. */
  readonly withinMs?: number;
}

/** Waits for what events bring about: a condition is read again at every announced change, never by the clock. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves to the first value of `read` that is not undefined; at the time limit rejects with `failure()`. */
  async until<T>(
    read: () => T | undefined,
    failure: () => string,
    { withinMs = PATIENCE_MS }: WaitLimit = {},
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const look = (): void => {
      try {
        const value = read();
        if (value !== undefined) resolve(value);
      } catch (error) {
        reject(error);
      }
    };
    const timer = setTimeout(() => reject(new Error(`within ${withinMs} ms: ${failure()}`)), withinMs);
    this.#listeners.add(look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#listeners.delete(look);
    }
  }
}

import { inspect } from 'node:util';

export interface EventuallyOptions {
  /** What is waited for, as it should stand in the message of the failure. */
  readonly what?: string;
  /** Real milliseconds; 45 s where not given. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** It ends what hangs and says nothing about speed: a computer may stand still for ten seconds, more than once. */
export const PATIENCE_MS = 45_000;

const isTruthy = (value: unknown): boolean => Boolean(value);

/**
 * Reads until the value is accepted (without `accept`: truthy) and gives it. For what no event announces, such as the
 * state of a process; where there is an event, wait for that. Fails with the last value, or with what the last read
 * threw. A read that never comes back fails at the same limit.
 */
export async function eventually<T>(
  read: () => T | Promise<T>,
  accept: (value: T) => boolean = isTruthy,
  { what = 'the condition', withinMs = PATIENCE_MS, everyMs = 10 }: EventuallyOptions = {},
): Promise<T> {
  const endMs = performance.now() + withinMs;
  let last = 'nothing was read';
  const expired = Symbol('expired');
  for (;;) {
    try {
      const value = await within(Promise.resolve().then(read), endMs - performance.now(), expired);
      if (value === expired) break;
      if (accept(value as T)) return value as T;
      last = `last value: ${inspect(value, { depth: 4, breakLength: 110 })}`;
    } catch (error) {
      last = `last error: ${error instanceof Error ? error.message : inspect(error)}`;
    }
    if (performance.now() + everyMs >= endMs) break;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`${what}: not so within ${withinMs} ms; ${last}`);
}

async function within<T, E>(promise: Promise<T>, ms: number, expired: E): Promise<T | E> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<E>((resolve) => {
    timer = setTimeout(() => resolve(expired), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

import { ORPCError } from '@orpc/server';

/** What streams may be ahead of their reader: several seconds of a busy orchestrator. */
export const MOST_AHEAD = 64;

/** Hands streams on; see `createReadAhead`. */
export type ReadAhead = <Value>(source: AsyncIterable<Value>) => AsyncGenerator<Value, void>;

/**
 * Streams of another process for a reader who may hang. What comes over a socket comes whether it is taken or not, so one
 * that falls too far behind is cut off, with all others that it reads here: as a page whose connection was lost it begins
 * anew when it can, after the last event that it knows.
 */
export function createReadAhead(most = MOST_AHEAD): ReadAhead {
  let together = new AbortController();

  function cutOff(): void {
    const all = together;
    together = new AbortController();
    all.abort(new ORPCError('SHUTTING_DOWN', { status: 503, data: { server: null } }));
  }

  return function readAhead<Value>(source: AsyncIterable<Value>) {
    const { signal } = together;
    const iterator = source[Symbol.asyncIterator]();
    const ahead: Value[] = [];
    let end: { readonly error: unknown } | null = null;
    let wake = () => {};
    const finish = (error: unknown) => {
      end ??= { error };
      signal.removeEventListener('abort', onCut);
      wake();
    };
    const leave = () => void Promise.resolve(iterator.return?.()).catch(() => undefined);
    const onCut = () => {
      ahead.length = 0;
      finish(signal.reason);
      leave();
    };
    const take = async () => {
      for (;;) {
        const next = await iterator.next();
        if (next.done === true || end !== null) return finish(null);
        if (ahead.length >= most) return cutOff();
        ahead.push(next.value);
        wake();
      }
    };
    async function* handOn(): AsyncGenerator<Value, void> {
      try {
        for (;;) {
          while (ahead.length > 0) yield ahead.shift() as Value;
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          if (end === null) await promise;
          else if (end.error === null) return;
          else throw end.error;
        }
      } finally {
        finish(null);
        leave();
      }
    }
    signal.addEventListener('abort', onCut, { once: true });
    // At once: its reader may not come to read at all.
    take().catch(finish);
    return handOn();
  };
}

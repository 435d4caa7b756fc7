import type { Finding } from './check.ts';
import type { Json } from './json.ts';
import type { Schema } from './usable-schema.ts';

/** null: it could not be told in time, or not at all. The server judges its arguments itself. */
export type Checked = readonly Finding[] | null;

export interface Checker {
  check(schema: Schema, value: Json): Promise<Checked>;
  close(): void;
}

/** With the start of the worker on a busy machine. A pattern or a schema made to take for ever ends here. */
const CHECK_MS = 2000;

/** Checks outside of the page's own thread, where a hostile schema can be stopped. */
export function createChecker(
  start: () => Worker = () => new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' }),
  withinMs = CHECK_MS,
): Checker {
  let worker: Worker | null = null;
  let last = 0;

  function end(): void {
    worker?.terminate();
    worker = null;
  }

  function ask(schema: Schema, value: Json): Promise<Checked> {
    const id = ++last;
    worker ??= start();
    const asked = worker;
    return new Promise((resolve) => {
      const done = (result: Checked) => {
        clearTimeout(timer);
        asked.removeEventListener('message', onMessage);
        asked.removeEventListener('error', onError);
        resolve(result);
      };
      const give = () => {
        end();
        done(null);
      };
      const onMessage = ({ data }: MessageEvent<{ readonly id: number; readonly findings: Checked }>) => {
        if (data.id === id) done(data.findings);
      };
      const onError = () => give();
      const timer = setTimeout(give, withinMs);
      asked.addEventListener('message', onMessage);
      asked.addEventListener('error', onError);
      asked.postMessage({ id, schema, value });
    });
  }

  let turn: Promise<unknown> = Promise.resolve();
  return {
    // One after the other: ending the worker for one must not end another's answer.
    check(schema, value) {
      const result = turn.then(() => ask(schema, value)).catch(() => null);
      turn = result;
      return result;
    },
    close: end,
  };
}

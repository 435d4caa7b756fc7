import { createStore, useStore } from 'zustand';
import type { ToolKind } from '../routes.ts';
import type { JsonObject } from '../ui/schema-form/json.ts';
import { sayError } from '../ui/words.ts';

export type Result = Readonly<Record<string, unknown>>;

/** `result` null: let go to save memory. */
export type Outcome =
  | { readonly kind: 'answered'; readonly result: Result | null; readonly bytes: number }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'cancelled' };

/** What was asked of which server: a tool, a resource, a prompt. */
export interface Asked {
  readonly kind: ToolKind;
  readonly server: string;
  readonly item: string;
  readonly arguments: JsonObject;
}

export interface Call extends Asked {
  readonly id: number;
  readonly at: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

interface Running {
  readonly at: number;
  readonly cancel: () => void;
}

interface Calls {
  /** Newest first. */
  readonly done: readonly Call[];
  readonly running: Readonly<Record<string, Running>>;
}

const MOST_CALLS = 50;
/** Of all results together; beyond, older ones keep only what was asked. */
const MOST_BYTES = 16_000_000;

// What was called from this page, for as long as it is open; a call goes on while another view is shown.
const store = createStore<Calls>(() => ({ done: [], running: {} }));
let lastId = 0;

const keyOf = ({ kind, server, item }: Omit<Asked, 'arguments'>): string =>
  JSON.stringify([kind, server, item]);

/** Asks, and keeps what came of it. One at a time for each thing that can be asked. */
export async function startCall(
  asked: Asked,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Call | null> {
  const key = keyOf(asked);
  if (store.getState().running[key] !== undefined) return null;
  const abort = new AbortController();
  const at = Date.now();
  const begun = performance.now();
  store.setState(({ running }) => ({ running: { ...running, [key]: { at, cancel: () => abort.abort() } } }));
  const outcome = await outcomeOf(ask, abort.signal);
  const call: Call = { ...asked, id: ++lastId, at, tookMs: performance.now() - begun, outcome };
  store.setState(({ done, running }) => ({
    done: withinMemory([call, ...done].slice(0, MOST_CALLS)),
    running: Object.fromEntries(Object.entries(running).filter(([each]) => each !== key)),
  }));
  return call;
}

async function outcomeOf(
  ask: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Outcome> {
  const cancelled = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  try {
    // The page does not wait for the server's word on a cancelled call.
    const result = await Promise.race([ask(signal), cancelled]);
    if (result === null) return { kind: 'cancelled' };
    return { kind: 'answered', result, bytes: new Blob([JSON.stringify(result)]).size };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    if (error instanceof Error && error.name === 'AbortError') return { kind: 'lost' };
    return { kind: 'refused', problem: sayError(error) };
  }
}

function withinMemory(calls: readonly Call[]): readonly Call[] {
  let left = MOST_BYTES;
  return calls.map((call, index) => {
    if (call.outcome.kind !== 'answered' || call.outcome.result === null) return call;
    left -= call.outcome.bytes;
    // The newest one is what is looked at, however large it is.
    return left >= 0 || index === 0 ? call : { ...call, outcome: { ...call.outcome, result: null } };
  });
}

export function useRunning(asked: Omit<Asked, 'arguments'>): Running | null {
  const key = keyOf(asked);
  return useStore(store, ({ running }) => running[key] ?? null);
}

export function useCalls(): readonly Call[] {
  return useStore(store, ({ done }) => done);
}

export function callsOf(
  calls: readonly Call[],
  { kind, server, item }: Omit<Asked, 'arguments'>,
): readonly Call[] {
  return calls.filter((call) => call.kind === kind && call.server === server && call.item === item);
}

/** The newest of it, for a form that begins where one left off. */
export function lastCall(asked: Omit<Asked, 'arguments'>): Call | null {
  return callsOf(store.getState().done, asked)[0] ?? null;
}

import type { Message } from '../../../src-shared/i18n/message.ts';
import type { DesktopState } from '../../../src-shared/schema/desktop.ts';

/** What the window knows of the application, put together when somebody looks. */
export interface DesktopStateSource {
  readonly state: DesktopState;
  /** Something in it changed. */
  changed(): void;
  /** Kept for the life of the application and shown in the window; the same text once. */
  notice(text: Message): void;
  subscribe(listener: () => void): () => void;
  /** The state now, then after every change; conflated for a slow reader. Ends with the signal. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<DesktopState, void>;
}

/** @param passing notices that hold for a while: of an orchestrator that another one may replace */
export function createDesktopState(
  read: () => Omit<DesktopState, 'notices'>,
  passing: () => readonly Message[] = () => [],
): DesktopStateSource {
  const notices: Message[] = [];
  const listeners = new Set<() => void>();
  const current = (): DesktopState => ({
    ...read(),
    notices: [...passing(), ...notices].map(({ key, params }) => ({ key, params: { ...params } })),
  });
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const subscribe = (listener: () => void) => {
    const own = () => listener();
    listeners.add(own);
    return () => void listeners.delete(own);
  };
  return {
    get state() {
      return current();
    },
    changed,
    notice(text) {
      const mark = JSON.stringify(text);
      if (notices.some((known) => JSON.stringify(known) === mark)) return;
      notices.push(text);
      changed();
    },
    subscribe,
    async *watch(signal) {
      let wake = () => {};
      let dirty = true;
      const note = () => {
        dirty = true;
        wake();
      };
      const unsubscribe = subscribe(note);
      signal?.addEventListener('abort', note, { once: true });
      try {
        while (signal?.aborted !== true) {
          if (dirty) {
            dirty = false;
            yield current();
          } else {
            const { promise, resolve } = Promise.withResolvers<void>();
            wake = resolve;
            await promise;
          }
        }
      } finally {
        unsubscribe();
        signal?.removeEventListener('abort', note);
      }
    },
  };
}

import { createStore, type StoreApi } from 'zustand';
import type { DesktopState } from '../../src-shared/schema/desktop.ts';
import type { DesktopClient } from '../connection/client.ts';

/** The application around the page, as it last told of itself. */
export interface Desktop {
  /** null in a browser, and before the application's first word. */
  readonly store: StoreApi<DesktopState | null>;
  /** Listens to this connection's application, and no more to an earlier one. */
  follow(client: DesktopClient | null): void;
  /** Asks something of it; false where there is none or it was refused, which is told in the banner. Never rejects. */
  ask(request: (client: DesktopClient) => Promise<unknown>): Promise<boolean>;
}

export function createDesktop(options: {
  /** Throws where it is not connected, in a sentence; null in a browser. */
  readonly client: () => DesktopClient | null;
  readonly refuse: (error: unknown) => void;
}): Desktop {
  const store = createStore<DesktopState | null>(() => null);
  let followed: DesktopClient | null = null;

  async function listen(client: DesktopClient): Promise<void> {
    try {
      for await (const state of await client.watch()) {
        if (client !== followed) return;
        store.setState(state, true);
      }
    } catch {
      // It ended with its connection; the next one is followed anew, and what was told stays until then.
    } finally {
      if (client === followed) followed = null;
    }
  }

  return {
    store,
    follow(client) {
      if (client === followed) return;
      followed = client;
      if (client !== null) void listen(client);
    },
    async ask(request) {
      try {
        const client = options.client();
        if (client === null) return false;
        await request(client);
        return true;
      } catch (error) {
        options.refuse(error);
        return false;
      }
    },
  };
}

import { createStore, type StoreApi } from 'zustand';
import type { AlertSettings, AlertState } from '../../src-shared/schema/alert.ts';
import type { Client } from '../connection/client.ts';

/** What is told of outside the page, as it was last asked for: nothing tells the page when it changes. */
export interface AlertsMemory {
  readonly store: StoreApi<AlertState | null>;
  /** Rejects where it cannot be asked. */
  load(): Promise<void>;
  /** Never rejects: a refusal is told in the banner. */
  change(change: Partial<AlertSettings>): Promise<void>;
  /** Nothing is told of the server any more, or again. */
  mute(server: string, muted: boolean): Promise<void>;
}

export function createAlertsMemory(options: {
  /** Throws where it is not connected, in a sentence. */
  readonly client: () => Client;
  readonly refuse: (error: unknown) => void;
}): AlertsMemory {
  const store = createStore<AlertState | null>(() => null);
  // Answers may come in another order than they were asked for.
  let turn = 0;
  const take = async (ask: (alerts: Client['alerts']) => Promise<AlertState>) => {
    turn++;
    const mine = turn;
    const state = await ask(options.client().alerts);
    if (mine === turn) store.setState(state, true);
  };
  const change = (ask: (alerts: Client['alerts']) => Promise<AlertState>) => take(ask).catch(options.refuse);
  return {
    store,
    load: () => take((alerts) => alerts.state()),
    change: (settings) => change((alerts) => alerts.update(settings)),
    mute: (server, muted) =>
      change(async (alerts) => {
        // The list is set as a whole, and somebody else may have changed it.
        const { settings } = await alerts.state();
        const others = settings.muted.filter((name) => name !== server);
        return alerts.update({ muted: muted ? [...others, server] : others });
      }),
  };
}

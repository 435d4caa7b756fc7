import { createContext, use } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { applyFeed, emptyFeed, type FeedState } from '../../src-shared/model/apply-event.ts';
import type { ServerState } from '../../src-shared/schema/status.ts';
import type { Connection, ConnectionState, createConnection } from '../connection/connection.ts';
import { type Pending, pendingKey, settle, type Verb, without } from './operations.ts';

export interface DashboardState {
  readonly connection: ConnectionState;
  readonly feed: FeedState;
  readonly pending: readonly Pending[];
  /** What was refused, in a sentence. */
  readonly notice: string | null;
  /** The server whose log is open. */
  readonly log: string | null;
  readonly filter: { readonly state: ServerState | 'warnings' | null; readonly name: string };
}

export interface Dashboard {
  readonly store: StoreApi<DashboardState>;
  readonly connection: Connection;
  /** Asks for it; the button waits for the event that ends it. `server` null: all. Never throws. */
  act(verb: Verb, server: string | null, options?: { readonly dependencies?: boolean }): Promise<void>;
  openLog(server: string | null): void;
  setFilter(filter: Partial<DashboardState['filter']>): void;
  dismissNotice(): void;
}

type ConnectionParts = Omit<Parameters<typeof createConnection>[0], 'open' | 'now'>;

/** The page's memory and hands. `connect` gets the listeners and gives the connection. */
export function createDashboard(connect: (parts: ConnectionParts) => Connection): Dashboard {
  const store = createStore<DashboardState>(() => ({
    connection: { kind: 'connecting' },
    feed: emptyFeed,
    pending: [],
    notice: null,
    log: null,
    filter: { state: null, name: '' },
  }));
  const { setState, getState } = store;

  const connection = connect({
    seq: () => (getState().feed.report === null ? null : getState().feed.seq),
    onState: (state) => setState({ connection: state }),
    onFeed(message) {
      setState((state) => {
        const feed = applyFeed(state.feed, message);
        if (message.kind === 'event') return { feed, pending: settle(state.pending, message.event) };
        // The end of what was asked may be among the events that did not come.
        const lostEnds = message.kind === 'snapshot' && (message.missed > 0 || message.seq < state.feed.seq);
        return { feed, pending: lostEnds ? [] : state.pending };
      });
    },
    isRefused: () =>
      fetch('api/health', { cache: 'no-store' }).then(
        ({ status }) => status === 401,
        () => false,
      ),
    // The address itself tells how to get in again.
    onRefused: () => location.reload(),
  });

  async function ask(verb: Verb, server: string | null, dependencies: boolean): Promise<string | null> {
    const client = connection.client?.servers;
    if (client === undefined) throw new Error('Not connected.');
    if (server === null) {
      switch (verb) {
        case 'start':
          return (await client.startMany({ dependencies })).operation;
        case 'stop':
          return (await client.stopMany({})).operation;
        case 'restart':
          return (await client.restartMany({})).operation;
        default:
          await client.checkMany({});
          return null;
      }
    }
    switch (verb) {
      case 'start':
        return (await client.start({ name: server, dependencies })).operation;
      case 'stop':
        return (await client.stop({ name: server })).operation;
      case 'restart':
        return (await client.restart({ name: server })).operation;
      case 'pause':
        return (await client.pause({ name: server })).operation;
      case 'resume':
        return (await client.resume({ name: server })).operation;
      case 'check':
        // Its answer is its end.
        await client.check({ name: server });
        return null;
    }
  }

  return {
    store,
    connection,
    async act(verb, server, { dependencies = true } = {}) {
      const key = pendingKey(verb, server);
      if (getState().pending.some((one) => one.key === key)) return;
      const servers = server === null ? [] : [server];
      const pending: Pending = { key, verb, servers, since: Date.now(), operation: null };
      setState((state) => ({ pending: [...state.pending, pending], notice: null }));
      try {
        const operation = await ask(verb, server, dependencies);
        setState((state) => {
          const ended = operation === null || hasEnded(state.feed, operation);
          const rest = without(state.pending, key);
          return { pending: ended ? rest : [...rest, { ...pending, operation }] };
        });
      } catch (error) {
        const notice = error instanceof Error ? error.message : String(error);
        setState((state) => ({ pending: without(state.pending, key), notice }));
      }
    },
    openLog: (server) => setState({ log: server }),
    setFilter: (filter) => setState((state) => ({ filter: { ...state.filter, ...filter } })),
    dismissNotice: () => setState({ notice: null }),
  };
}

/** An operation may end before its acceptance was read. */
function hasEnded({ events }: FeedState, operation: string): boolean {
  return events.some((event) => event.type === 'operation.finished' && event.operation === operation);
}

export const DashboardContext = createContext<Dashboard | null>(null);

export function useDashboard(): Dashboard {
  const dashboard = use(DashboardContext);
  if (dashboard === null) throw new Error('no dashboard around this component');
  return dashboard;
}

export function useDashboardState<T>(select: (state: DashboardState) => T): T {
  return useStore(useDashboard().store, select);
}

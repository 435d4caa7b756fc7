import { createContext, use } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { applyFeed, emptyFeed, type FeedState } from '../../src-shared/model/apply-event.ts';
import type { AlertState } from '../../src-shared/schema/alert.ts';
import type { DesktopState } from '../../src-shared/schema/desktop.ts';
import type { FeedMessage } from '../../src-shared/schema/feed.ts';
import type { InstanceStatus, ServerStatus } from '../../src-shared/schema/status.ts';
import type { Client } from '../connection/client.ts';
import type { Connection, ConnectionState, createConnection } from '../connection/connection.ts';
import { sayError } from '../ui/words.ts';
import { type AlertSettingsHand, createAlertSettingsHand } from './alerts.ts';
import { ask } from './ask.ts';
import { createDesktop, type Desktop } from './desktop.ts';
import { createFeedBatch } from './feed-batch.ts';
import {
  type ActOptions,
  type Pending,
  pendingKey,
  settle,
  type Target,
  type Verb,
  without,
} from './operations.ts';
import { createSamples, type Samples } from './sample-tracks.ts';

/** Something that can be taken back for a while. */
export interface UndoOffer {
  /** `Removed postgres.` */
  readonly text: string;
  readonly undo: () => Promise<void>;
}

export interface DashboardState {
  readonly connection: ConnectionState;
  readonly feed: FeedState;
  readonly pending: readonly Pending[];
  /** What was refused, in a sentence. */
  readonly notice: string | null;
  readonly undo: UndoOffer | null;
}

export interface Dashboard {
  readonly store: StoreApi<DashboardState>;
  readonly connection: Connection;
  readonly samples: Samples;
  readonly alerts: AlertSettingsHand;
  readonly desktop: Desktop;
  /** Asks for it; the button waits for the event that ends it. Never throws: a refusal becomes the notice. */
  act(verb: Verb, target: Target, options?: ActOptions): Promise<void>;
  /** The contract, for what a view asks by itself. Throws where it is not connected, in a sentence. */
  client(): Client;
  /** Tells a refusal in the banner. */
  refuse(error: unknown): void;
  dismissNotice(): void;
  offerUndo(offer: UndoOffer | null): void;
  /** The page is looked at again: what came meanwhile is drawn. */
  catchUp(): void;
}

/** The past is not asked for more often, however often it is found to lack something. */
const SEED_APART_MS = 10_000;

type ConnectionParts = Omit<Parameters<typeof createConnection>[0], 'link' | 'now'>;

/** The page's memory and hands. `connect` gets the listeners and gives the connection. */
export function createDashboard(
  connect: (parts: ConnectionParts) => Connection,
  options: { readonly notConnected: () => string; readonly isHidden?: () => boolean },
): Dashboard {
  const store = createStore<DashboardState>(() => ({
    connection: { kind: 'connecting' },
    feed: emptyFeed,
    pending: [],
    notice: null,
    undo: null,
  }));
  const { setState, getState } = store;
  const samples = createSamples();
  let seedAskedAt = 0;
  let seedAskedOf: Client | null = null;
  const batch = createFeedBatch({
    isHidden: options.isHidden ?? (() => document.visibilityState === 'hidden'),
    onBatch: (messages) => {
      setState((state) => applyBatch(state, messages));
      const { report } = getState().feed;
      if (report === null) return;
      samples.note(report.servers, report.instance, Date.now());
      if (samples.isStale(Date.now())) void seed();
    },
  });

  const connection = connect({
    seq: () => (getState().feed.report === null ? null : getState().feed.seq),
    onState(state) {
      if (state.kind !== 'live') batch.flush();
      const before = getState().connection.kind;
      setState({ connection: state });
      if (state.kind === 'live' && before !== 'stale') {
        void seed();
        desktop.follow(connection.desktop);
      }
    },
    onFeed: batch.add,
    // The address itself tells how to get in again.
    onRefused: () => location.reload(),
  });

  /** Lines begin where the orchestrator's memory does; without it they begin now. */
  async function seed(): Promise<void> {
    const now = Date.now();
    if (now - seedAskedAt < SEED_APART_MS && connection.client === seedAskedOf) return;
    seedAskedAt = now;
    seedAskedOf = connection.client;
    try {
      const recent = await connection.client?.servers.recent();
      if (recent !== undefined) samples.seed(recent, Date.now());
    } catch {
      // The next connection asks again.
    }
  }

  function client(): Client {
    const { client: connected } = connection;
    if (connected === null) throw new Error(options.notConnected());
    return connected;
  }

  function refuse(error: unknown): void {
    setState({ notice: sayError(error) });
  }

  const desktop = createDesktop({
    client: () => {
      client();
      return connection.desktop;
    },
    refuse,
  });

  return {
    store,
    connection,
    samples,
    alerts: createAlertSettingsHand({ client, refuse }),
    desktop,
    client,
    refuse,
    async act(verb, target, actOptions = {}) {
      if (target.length === 0) return;
      const key = pendingKey(verb, target);
      if (getState().pending.some((one) => one.key === key)) return;
      const pending: Pending = { key, verb, since: Date.now(), operations: null };
      setState((state) => ({ pending: [...state.pending, pending], notice: null }));
      try {
        const accepted = await ask(client().servers, verb, target, actOptions);
        batch.flush();
        setState((state) => {
          const operations = accepted.filter((operation) => !hasEnded(state.feed, operation));
          const rest = without(state.pending, key);
          return { pending: operations.length === 0 ? rest : [...rest, { ...pending, operations }] };
        });
      } catch (error) {
        setState((state) => ({ pending: without(state.pending, key) }));
        refuse(error);
      }
    },
    dismissNotice: () => setState({ notice: null }),
    offerUndo: (undo) => setState({ undo }),
    catchUp: batch.flush,
  };
}

function applyBatch(state: DashboardState, messages: readonly FeedMessage[]): Partial<DashboardState> {
  let { feed, pending } = state;
  for (const message of messages) {
    // The end of what was asked may be among the events that did not come.
    const lostEnds = message.kind === 'snapshot' && (message.missed > 0 || message.seq < feed.seq);
    feed = applyFeed(feed, message);
    if (message.kind === 'event') pending = settle(pending, message.event);
    if (lostEnds) pending = [];
  }
  return { feed, pending };
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

const NONE: readonly ServerStatus[] = [];

/** In the order of the file; empty before the first word of the orchestrator. */
export function useServers(): readonly ServerStatus[] {
  return useDashboardState((state) => state.feed.report?.servers ?? NONE);
}

// Rows ask for their server at every commit; one index an array serves them all.
const indexes = new WeakMap<readonly ServerStatus[], ReadonlyMap<string, ServerStatus>>();

function indexOf(servers: readonly ServerStatus[]): ReadonlyMap<string, ServerStatus> {
  let index = indexes.get(servers);
  if (index === undefined) {
    index = new Map(servers.map((server) => [server.name, server]));
    indexes.set(servers, index);
  }
  return index;
}

/** null: no server of that name (any more). The same object until something of it changed. */
export function useServer(name: string): ServerStatus | null {
  return useDashboardState(({ feed }) =>
    feed.report === null ? null : (indexOf(feed.report.servers).get(name) ?? null),
  );
}

export function useInstance(): InstanceStatus | null {
  return useDashboardState((state) => state.feed.report?.instance ?? null);
}

/** What is told of outside the page; null before the orchestrator's first word of it. */
export function useAlerts(): AlertState | null {
  return useDashboardState((state) => state.feed.alerts);
}

/** null in a browser, and before the application's first word. */
export function useDesktop(): DesktopState | null {
  return useStore(useDashboard().desktop.store);
}

/** Until when what is shown is true; null while it is. Time that passes since then says nothing about a server. */
export function useLastKnown(): number | null {
  return useDashboardState(({ connection }) => (connection.kind === 'lost' ? connection.since : null));
}

export function useLive(): boolean {
  return useDashboardState(({ connection }) => connection.kind === 'live' || connection.kind === 'stale');
}

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../connection/client.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';
import { createLogModel, type LogModel, type LogModelState } from './log-model.ts';
import type { LogReader } from './source.ts';

function readerOf(client: Client, server: string | null): LogReader {
  return {
    follow: (signal) =>
      client.logs.follow(server === null ? { tail: 0 } : { name: server, tail: 0 }, { signal }),
    page(before, limit, signal) {
      const request = before === null ? { limit } : { before, limit };
      return server === null
        ? client.logs.own(request, { signal })
        : client.logs.page({ name: server, ...request }, { signal });
    },
  };
}

/** The log of one server (null: the orchestrator's own), followed while the component is there. */
export function useLogModel(server: string | null): {
  readonly model: LogModel;
  readonly state: LogModelState;
  /** Why it cannot be read, in a sentence. */
  readonly refused: string | null;
} {
  const { connection } = useDashboard();
  const live = useLive();
  const [model] = useState(() => createLogModel({ own: server === null }));
  const [refused, setRefused] = useState<string | null>(null);
  const state = useSyncExternalStore(model.subscribe, () => model.state);

  useEffect(() => () => model.dispose(), [model]);
  useEffect(() => {
    const { client } = connection;
    if (!live || client === null) return;
    const controller = new AbortController();
    setRefused(null);
    model.source.run(readerOf(client, server), controller.signal).catch((error: unknown) => {
      // The connection is gone, or the view: the lines that are there stay, and the next connection goes on.
      if (!controller.signal.aborted && connection.client === client) setRefused(sayError(error));
    });
    return () => controller.abort();
  }, [connection, live, model, server]);

  return { model, state, refused };
}

/** Runs once, as soon as the first lines are there, and again when `key` changes. */
export function useArrival(loaded: boolean, key: string, arrive: () => void): void {
  const latest = useRef(arrive);
  latest.current = arrive;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what it waits for
  useEffect(() => {
    if (loaded) latest.current();
  }, [loaded, key]);
}

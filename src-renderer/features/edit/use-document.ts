import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';

export interface DocumentState {
  /** The newest that was read; null before the first answer. */
  readonly document: ConfigDocument | null;
  /** Why it could not be read, in a sentence. */
  readonly problem: string | null;
  /** Reads it again; null where that failed. */
  readonly reload: () => Promise<ConfigDocument | null>;
}

/** The file as it is on the disk, read again whenever the orchestrator says that it read it. */
export function useDocument(): DocumentState {
  const dashboard = useDashboard();
  const live = useLive();
  const loaded = useDashboardState(({ feed }) => lastLoad(feed.events));
  const [document, setDocument] = useState<ConfigDocument | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++asked.current;
    try {
      const read = await dashboard.client().configuration.read();
      // Of two that are under way the later one knows more, whichever answers first.
      if (mine !== asked.current) return read;
      setDocument((before) =>
        before?.revision === read.revision && before.file === read.file ? before : read,
      );
      setProblem(null);
      return read;
    } catch (error) {
      setProblem(sayError(error));
      return null;
    }
  }, [dashboard]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loaded` is why it is read again
  useEffect(() => {
    if (live) void reload();
  }, [live, loaded, reload]);
  return { document, problem, reload };
}

function lastLoad(events: readonly { readonly type: string; readonly seq: number }[]): number {
  return events.findLast(({ type }) => type === 'config.loaded' || type === 'config.error')?.seq ?? 0;
}

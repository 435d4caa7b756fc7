import { useCallback, useState } from 'react';
import type { ConfigChange } from '../../../src-shared/contract/configuration.ts';
import { type Dashboard, useDashboard } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';
import { codeOf } from './use-preview.ts';

export type Saved =
  | { readonly kind: 'saved'; readonly undo: string; readonly revision: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused' };

export interface Save {
  readonly saving: boolean;
  /** The revision that the last one wrote: a file that has it changed by our own hand. */
  readonly written: string | null;
  /** Why the last one was refused, in a sentence. */
  readonly problem: string | null;
  readonly save: (revision: string, changes: readonly ConfigChange[], force?: boolean) => Promise<Saved>;
}

/** Writes changes to the file. A refusal is told beside the button, a file that changed meanwhile is a conflict. */
export function useSave(): Save {
  const dashboard = useDashboard();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const save: Save['save'] = useCallback(
    async (revision, changes, force = false) => {
      setSaving(true);
      setProblem(null);
      try {
        const { undo, revision: now } = await dashboard
          .client()
          .configuration.change({ revision, changes: [...changes], ...(force ? { force } : {}) });
        setWritten(now);
        return { kind: 'saved', undo, revision: now };
      } catch (error) {
        if (codeOf(error) === 'CONFLICT') return { kind: 'conflict' };
        setProblem(sayError(error));
        return { kind: 'refused' };
      } finally {
        setSaving(false);
      }
    },
    [dashboard],
  );
  return { saving, written, problem, save };
}

/** The feed tells of a new server within this; its page is opened then. */
const APPEARS_WITHIN_MS = 3000;

/** Waits until the feed knows the server, so that its page is not told that there is none. */
export function untilKnown(dashboard: Dashboard, name: string): Promise<void> {
  const isKnown = () =>
    dashboard.store.getState().feed.report?.servers.some((server) => server.name === name) ?? false;
  if (isKnown()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(done, APPEARS_WITHIN_MS);
    const unsubscribe = dashboard.store.subscribe(() => {
      if (isKnown()) done();
    });
  });
}

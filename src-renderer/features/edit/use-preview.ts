import { useEffect, useState } from 'react';
import type { ConfigChange } from '../../../src-shared/contract/configuration.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';

/** So long after the last key: what is typed is not asked for letter by letter. */
const SETTLED_MS = 350;

export interface Preview {
  readonly before: string;
  readonly after: string;
  readonly problems: readonly ConfigProblem[];
}

export type PreviewState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly last: Preview | null }
  | { readonly kind: 'shown'; readonly preview: Preview }
  | { readonly kind: 'failed'; readonly problem: string; readonly conflict: boolean };

/** What the changes would make of the file. `changes` empty: nothing is asked. */
export function usePreview(revision: string | null, changes: readonly ConfigChange[]): PreviewState {
  const dashboard = useDashboard();
  const live = useLive();
  const asked = JSON.stringify([revision, changes]);
  const [state, setState] = useState<PreviewState>({ kind: 'none' });
  useEffect(() => {
    const [base, wanted] = JSON.parse(asked) as [string | null, ConfigChange[]];
    if (base === null || wanted.length === 0) {
      setState({ kind: 'none' });
      return;
    }
    if (!live) return;
    const abort = new AbortController();
    setState((before) => ({ kind: 'asking', last: before.kind === 'shown' ? before.preview : null }));
    const timer = setTimeout(async () => {
      try {
        const preview = await dashboard
          .client()
          .configuration.preview({ revision: base, changes: wanted }, { signal: abort.signal });
        if (!abort.signal.aborted) setState({ kind: 'shown', preview });
      } catch (error) {
        if (!abort.signal.aborted)
          setState({ kind: 'failed', problem: sayError(error), conflict: isConflict(error) });
      }
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, dashboard, live]);
  return state;
}

export function isConflict(error: unknown): boolean {
  return codeOf(error) === 'CONFLICT';
}

export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}

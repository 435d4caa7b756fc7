import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/words.ts';

/** The part of the browser's Navigation interface that is used; older browsers have none and ask at reload only. */
interface Navigating extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly destination: { readonly url: string; readonly key: string };
}
interface Navigation extends EventTarget {
  traverseTo(key: string): unknown;
}

/**
 * Asks before what was written is left, whichever way: a link, a key, back, or closing the page. Returns how one leaves
 * without being asked, and the question.
 */
export function useLeaving(unsaved: boolean): {
  readonly leave: (path: string) => void;
  readonly question: React.ReactNode;
} {
  const [, navigate] = useLocation();
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const free = useRef(false);
  useEffect(() => {
    if (!unsaved) return;
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!free.current) event.preventDefault();
    };
    const navigation = (globalThis as { readonly navigation?: Navigation }).navigation;
    const onNavigate = (event: Event) => {
      const { navigationType, destination } = event as Navigating;
      const target = new URL(destination.url);
      const stays = target.origin === location.origin && target.pathname === location.pathname;
      if (free.current || !event.cancelable || navigationType === 'reload' || stays) return;
      event.preventDefault();
      const path = target.pathname + target.search + target.hash;
      setWaiting(() => () => {
        free.current = true;
        if (navigationType === 'traverse') navigation?.traverseTo(destination.key);
        else navigate(path);
      });
    };
    addEventListener('beforeunload', onUnload);
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      removeEventListener('beforeunload', onUnload);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [unsaved, navigate]);
  const leave = (path: string) => {
    free.current = true;
    navigate(path);
  };
  const question =
    waiting === null ? null : (
      <Dialog className="ask" title={say('edit.leave.title')} onClose={() => setWaiting(null)}>
        <p className="in">{say('edit.leave.what')}</p>
        <div className="foot">
          <span className="push" />
          <button type="button" className="btn" onClick={waiting}>
            {say('edit.leave.do')}
          </button>
          <button type="button" className="btn do" onClick={() => setWaiting(null)}>
            {say('edit.leave.stay')}
          </button>
        </div>
      </Dialog>
    );
  return { leave, question };
}

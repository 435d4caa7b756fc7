import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Announcer } from './features/notices/announcer.tsx';
import { Banners } from './features/notices/banners.tsx';
import { Keys, Palette } from './features/palette/palette.tsx';
import { rememberScroll } from './features/shell/scroll-memory.ts';
import { Seen } from './features/shell/seen.tsx';
import { useShortcuts } from './features/shell/shortcuts.ts';
import { TopBar } from './features/shell/top-bar.tsx';
import { UndoBar } from './features/shell/undo-bar.tsx';
import { ViewBoundary } from './features/shell/view-boundary.tsx';
import { Views } from './features/shell/views.tsx';
import { paths, useRoute } from './routes.ts';
import { useDashboardState, useInstance } from './state/dashboard.ts';

export function App() {
  const route = useRoute();
  const [over, setOver] = useState<'palette' | 'keys' | null>(null);
  const [, navigate] = useLocation();
  const connection = useDashboardState((state) => state.connection);
  const instance = useInstance();
  const place = placeOf(route);
  const content = useRef<HTMLElement>(null);
  useArrival(place, content);
  useEffect(rememberScroll, []);
  useShortcuts({
    'Mod+k': () => setOver('palette'),
    '?': () => setOver('keys'),
    'g s': () => navigate(paths.servers()),
    'g t': () => navigate(paths.tools()),
    'g a': () => navigate(paths.activity()),
    'g ,': () => navigate(paths.settings()),
    n: () => navigate(paths.add()),
  });
  return (
    <>
      <TopBar route={route} onFind={() => setOver('palette')} />
      <Banners instance={instance} connection={connection} />
      <main
        id="content"
        ref={content}
        tabIndex={-1}
        className={connection.kind === 'lost' || connection.kind === 'stale' ? 'stale' : ''}
      >
        <ViewBoundary key={place}>
          <Views route={route} />
        </ViewBoundary>
      </main>
      <Announcer />
      <Seen route={route} />
      <UndoBar />
      {over === 'palette' ? (
        <Palette onClose={() => setOver(null)} onKeys={() => setOver('keys')} />
      ) : over === 'keys' ? (
        <Keys onClose={() => setOver(null)} />
      ) : null}
    </>
  );
}

/** What counts as another page: its tabs and queries do not. */
function placeOf(route: ReturnType<typeof useRoute>): string {
  return 'name' in route ? `${route.view} ${route.name}` : route.view;
}

/** Who goes to another page begins at its top, with the keyboard too; who comes back finds the place where it was. */
function useArrival(place: string, content: React.RefObject<HTMLElement | null>): void {
  const first = useRef(true);
  const back = useRef(false);
  useEffect(() => {
    const onPop = () => {
      back.current = true;
      // Another tab of the same page is no arrival, and the next one is none of going back.
      setTimeout(() => {
        back.current = false;
      });
    };
    addEventListener('popstate', onPop);
    return () => removeEventListener('popstate', onPop);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the arrival at a place, not what it is made of
  useLayoutEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (!back.current) scrollTo(0, 0);
    back.current = false;
    content.current?.focus({ preventScroll: true });
  }, [place]);
}

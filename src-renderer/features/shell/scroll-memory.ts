/** The part of the browser's Navigation interface that is used. Where there is none, the browser's own memory has to do. */
interface Navigation extends EventTarget {
  readonly currentEntry: { readonly key: string } | null;
}
interface EntryChange extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse' | null;
}

const STORED_AS = 'mcp-orchestrator-scroll';
const MOST_PLACES = 100;
/** A view that is come back to is as long as it was only when what it shows was read again. */
const GROWS_WITHIN_MS = 4000;
/** Who does one of these wants to be elsewhere. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

let returning: { readonly stop: () => void } | null = null;

/** Whether the page is on its way to where it was: then nobody else moves it. */
export const isReturning = (): boolean => returning !== null;

/**
 * Every entry of the history is found again where it was left: after "back" and "forward", and after a reload. The browser's
 * own memory gives up where a view is shorter at first, as each one is that asks for what it shows.
 */
export function rememberScroll(): () => void {
  const { navigation } = globalThis as { readonly navigation?: Navigation };
  if (navigation === undefined || navigation.currentEntry === null) return () => undefined;
  const places = readPlaces();
  const before = history.scrollRestoration;
  const keep = () => {
    const key = navigation.currentEntry?.key;
    if (key === undefined || returning !== null) return;
    places.delete(key);
    places.set(key, scrollY);
  };
  const giveUp = () => {
    returning?.stop();
    returning = null;
  };
  const goBack = () => {
    giveUp();
    const to = places.get(navigation.currentEntry?.key ?? '') ?? 0;
    returning = returnTo(to, () => {
      giveUp();
      keep();
    });
  };
  const onEntry = (event: Event) => {
    if ((event as EntryChange).navigationType === 'traverse') goBack();
    else {
      giveUp();
      keep();
    }
  };
  const store = () => writePlaces(places);

  history.scrollRestoration = 'manual';
  if (places.has(navigation.currentEntry.key)) goBack();
  navigation.addEventListener('currententrychange', onEntry);
  addEventListener('scroll', keep, { passive: true });
  addEventListener('pagehide', store);
  return () => {
    navigation.removeEventListener('currententrychange', onEntry);
    removeEventListener('scroll', keep);
    removeEventListener('pagehide', store);
    giveUp();
    store();
    history.scrollRestoration = before;
  };
}

/** Scrolls there, and again whenever the page grows, until somebody scrolls or it has had its time. */
function returnTo(top: number, onEnd: () => void): { readonly stop: () => void } {
  const go = () => scrollTo(0, top);
  const grown = new ResizeObserver(go);
  const timer = setTimeout(onEnd, GROWS_WITHIN_MS);
  for (const name of BY_HAND) addEventListener(name, onEnd, { capture: true, passive: true });
  grown.observe(document.body);
  go();
  return {
    stop() {
      grown.disconnect();
      clearTimeout(timer);
      for (const name of BY_HAND) removeEventListener(name, onEnd, { capture: true });
    },
  };
}

function readPlaces(): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED_AS) ?? '[]');
    if (!Array.isArray(stored)) return new Map();
    return new Map(stored.filter(([key, top]) => typeof key === 'string' && typeof top === 'number'));
  } catch {
    return new Map(); // A browser that keeps nothing, or something else that stands there.
  }
}

function writePlaces(places: ReadonlyMap<string, number>): void {
  try {
    sessionStorage.setItem(STORED_AS, JSON.stringify([...places].slice(-MOST_PLACES)));
  } catch {
    // Then a reload begins at the top.
  }
}

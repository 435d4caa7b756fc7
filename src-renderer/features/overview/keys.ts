import { useLocation } from 'wouter';
import { paths } from '../../routes.ts';
import { type Dashboard, useDashboard } from '../../state/dashboard.ts';
import { selection } from '../../state/selection.ts';
import { isOff, isStopped } from '../../state/standing.ts';
import { type Shortcuts, useShortcuts } from '../shell/shortcuts.ts';

/** Brings a server's name to the keyboard, wherever it is on the page. */
export type Reveal = (name: string) => void;

const linkOf = (name: string): HTMLElement | null =>
  document.querySelector(`[data-server="${CSS.escape(name)}"]`);

export function focusServer(name: string): boolean {
  const link = linkOf(name);
  if (link === null) return false;
  link.focus({ preventScroll: true });
  link.closest('.item')?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** The next one in the list, which ends at its ends; the first, or the last, where none is chosen. */
export function neighbour(names: readonly string[], chosen: string | null, step: 1 | -1): string | null {
  const at = chosen === null ? -1 : names.indexOf(chosen);
  if (at < 0) return (step > 0 ? names[0] : names.at(-1)) ?? null;
  return names[Math.min(names.length - 1, Math.max(0, at + step))] ?? null;
}

/** The next or previous one that needs somebody; around the ends. */
export function nextTrouble(
  troubled: readonly string[],
  names: readonly string[],
  chosen: string | null,
  step: 1 | -1,
): string | null {
  if (troubled.length === 0) return null;
  const at = chosen === null ? -1 : names.indexOf(chosen);
  const places = troubled.map((name) => names.indexOf(name));
  const found =
    step > 0 ? places.find((place) => place > at) : places.findLast((place) => at >= 0 && place < at);
  return (found === undefined ? (step > 0 ? troubled[0] : troubled.at(-1)) : names[found]) ?? null;
}

/** In a grid of cards: the nearest one in the row above or below. */
function above(name: string, step: 1 | -1): string | null {
  const from = linkOf(name)?.closest('.item')?.getBoundingClientRect();
  if (from === undefined) return null;
  let best: { readonly name: string; readonly cost: number } | null = null;
  for (const link of document.querySelectorAll<HTMLElement>('[data-server]')) {
    const place = link.closest('.item')?.getBoundingClientRect();
    const other = link.dataset.server;
    if (place === undefined || other === undefined || other === name) continue;
    const down = step > 0 ? place.top - from.bottom : from.top - place.bottom;
    if (down < -1) continue;
    const cost = down * 3 + Math.abs(place.left - from.left);
    if (best === null || cost < best.cost) best = { name: other, cost };
  }
  return best?.name ?? null;
}

/** brief.md §8: choose, open, act on the chosen one, mark. */
export function useOverviewKeys(options: {
  readonly names: readonly string[];
  readonly troubled: readonly string[];
  readonly layout: 'cards' | 'table';
  readonly reveal: Reveal;
}): void {
  const { names, troubled, layout, reveal } = options;
  const dashboard = useDashboard();
  const [, navigate] = useLocation();
  const chosen = () => {
    const { chosen: name } = selection.get();
    return name !== null && names.includes(name) ? name : null;
  };
  const go = (name: string | null) => (name === null ? false : reveal(name));
  const step = (by: 1 | -1) => go(neighbour(names, chosen(), by));
  const vertical = (by: 1 | -1) => {
    const from = chosen();
    return layout === 'table' || from === null ? step(by) : go(above(from, by) ?? from);
  };
  const withChosen = (act: (name: string) => unknown) => () => {
    const name = chosen();
    return name === null ? false : act(name);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: (event) => (isControl(event) ? false : vertical(1)),
    ArrowUp: (event) => (isControl(event) ? false : vertical(-1)),
    ArrowRight: (event) => (isControl(event) || layout === 'table' ? false : step(1)),
    ArrowLeft: (event) => (isControl(event) || layout === 'table' ? false : step(-1)),
    '[': () => go(nextTrouble(troubled, names, chosen(), -1)),
    ']': () => go(nextTrouble(troubled, names, chosen(), 1)),
    Enter: (event) => (isControl(event, 'a') ? false : withChosen((name) => navigate(paths.server(name)))()),
    l: withChosen((name) => navigate(paths.crash(name))),
    e: withChosen((name) => navigate(paths.edit(name))),
    x: withChosen(selection.toggle),
    'Shift+x': withChosen(selection.extend),
    'Mod+a': (event) => (isField(event) || names.length === 0 ? false : selection.all(names)),
    Escape: () => (selection.get().selected.size === 0 ? false : selection.clear()),
    ...actionKeys(dashboard, withChosen),
  });
}

function actionKeys(
  dashboard: Dashboard,
  withChosen: (act: (name: string) => unknown) => () => unknown,
): Shortcuts {
  const statusOf = (name: string) =>
    dashboard.store.getState().feed.report?.servers.find((server) => server.name === name) ?? null;
  const act =
    (verbOf: (server: NonNullable<ReturnType<typeof statusOf>>) => Parameters<Dashboard['act']>[0]) =>
    (name: string) => {
      const server = statusOf(name);
      if (server?.enabled) void dashboard.act(verbOf(server), [name]);
    };
  return {
    r: withChosen(act((server) => (isOff(server) ? 'start' : 'restart'))),
    s: withChosen(act((server) => (isStopped(server) ? 'start' : 'stop'))),
    c: withChosen(act(() => 'check')),
    p: withChosen(act(({ pausedUntil }) => (pausedUntil === null ? 'pause' : 'resume'))),
  };
}

function isControl({ target }: KeyboardEvent, ...also: readonly string[]): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(['button', 'select', 'input', ...also].join(', ')) !== null;
}

function isField({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');
}

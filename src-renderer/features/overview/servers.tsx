import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useDashboard } from '../../state/dashboard.ts';
import { useTold } from '../../state/now.ts';
import { usePreference } from '../../state/preferences.ts';
import { selection } from '../../state/selection.ts';
import type { Shape } from '../../state/shapes.ts';
import { whenIdle } from '../../ui/when-idle.ts';
import { say } from '../../ui/words.ts';
import { type Arrangement, arrange, namesOf, type Order } from './arrange.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Cards } from './cards.tsx';
import { matches, noFilter, useFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { focusServer, type Reveal, useOverviewKeys } from './keys.ts';
import { preloadMenu } from './lazy-menu.tsx';
import { ServerTable } from './table.tsx';

/** More than these are a table, unless somebody chose otherwise. */
const MOST_CARDS = 40;
/** Orders by a figure are looked at anew so often: rows that jump cannot be read. */
const ORDER_EVERY_MS = 5000;

/** What needs the person first, then every group in the order of the file. Nothing is shown twice. */
export function Servers({ servers }: { readonly servers: readonly Shape[] }) {
  const [filter] = useFilter();
  const order = usePreference('order');
  const chosenLayout = usePreference('layout');
  const layout = chosenLayout === 'auto' ? (servers.length > MOST_CARDS ? 'table' : 'cards') : chosenLayout;
  const shown = useMemo(() => servers.filter((server) => matches(server, filter)), [servers, filter]);
  const arrangement = useArrangement(shown, order);
  const names = useMemo(() => namesOf(arrangement), [arrangement]);
  const troubled = useMemo(
    () => names.filter((name) => arrangement.trouble.some((each) => each.some((one) => one.name === name))),
    [names, arrangement],
  );
  const revealing = useRef<Reveal | null>(null);
  const reveal = useCallback((name: string) => {
    if (focusServer(name)) return;
    // Too far away to be there: its place is, and it comes when that is in sight.
    document.querySelector(`[data-place="${CSS.escape(name)}"]`)?.scrollIntoView({ block: 'center' });
    revealing.current?.(name);
    selection.choose(name);
    setTimeout(() => focusServer(name), 80);
  }, []);
  const area = useRef<HTMLDivElement>(null);
  useKeptFocus(area, names);
  useOverviewKeys({ names, troubled, layout, reveal });
  useEffect(() => selection.show(names), [names]);
  useEffect(() => selection.prune(new Set(servers.map(({ name }) => name))), [servers]);
  useEffect(() => whenIdle(preloadMenu), []);
  const filtered = filter.state !== null || filter.group !== null || filter.name.trim() !== '';
  return (
    <div ref={area} className="wrap servers">
      <Filters servers={servers} layout={layout} />
      {shown.length === 0 ? (
        <Nothing />
      ) : layout === 'table' ? (
        <ServerTable
          arrangement={arrangement}
          folding={servers.length > MOST_CARDS && !filtered}
          revealing={revealing}
        />
      ) : (
        <Cards arrangement={arrangement} />
      )}
      <BulkBar servers={servers} />
    </div>
  );
}

function useArrangement(shown: readonly Shape[], order: Order): Arrangement {
  const { store } = useDashboard();
  const moves = order === 'cpu' || order === 'memory';
  const moment = useTold((now) => (moves ? Math.floor(now / ORDER_EVERY_MS) : 0));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment stands for the figures
  return useMemo(() => {
    const figures = new Map(
      moves ? store.getState().feed.report?.servers.map((server) => [server.name, server]) : [],
    );
    return arrange(shown, order, (name) => figures.get(name) ?? null);
  }, [shown, order, store, moves, moment]);
}

function Nothing() {
  const [filter, setFilter] = useFilter();
  return (
    <p className="nothing">
      {filter.name.trim() === ''
        ? say('page.filter.none-state')
        : say('page.filter.none', { text: filter.name })}{' '}
      <button type="button" className="btn" onClick={() => setFilter(noFilter)}>
        {say('page.filter.clear')}
      </button>
    </p>
  );
}

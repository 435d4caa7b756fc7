import { memo, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { ToolKind } from '../../routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { placed } from '../../ui/placed.ts';
import { SayAloud } from '../../ui/say-aloud.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import { count, plainText, say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import type { Source } from './catalogue.ts';
import { matches, type Row, rowsOf, wordsOf } from './search.ts';

/** Rows beyond the edges, so that a turn of the wheel never shows an empty one. */
const OVERSCAN = 8;

export interface Chosen {
  readonly server: string | null;
  readonly item: string | null;
}

/** Every server with what it offers: only the rows in sight exist, so ten thousand are as fast as ten. */
export function CatalogueView(props: {
  readonly kind: ToolKind;
  readonly sources: readonly Source[];
  readonly chosen: Chosen;
  readonly hrefOf: (server: string, item: string | null) => string;
  /** The one server of a page about it: without its name above. */
  readonly alone?: boolean;
}) {
  const { kind, sources, chosen, hrefOf, alone = false } = props;
  const [query, setQuery] = useState('');
  const words = useWords(query);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(sources, words, folded, alone), [sources, words, folded, alone]);
  const search = useRef<HTMLInputElement>(null);
  const list = useRows(rows, chosen);
  useShortcuts({
    '/': () => search.current?.focus(),
    j: () => list.step(1),
    k: () => list.step(-1),
  });
  const fold = (server: string) =>
    setFolded((now) =>
      now.has(server) ? new Set([...now].filter((each) => each !== server)) : new Set([...now, server]),
    );
  const found = useMemo(() => rows.filter((row) => row.kind === 'entry').length, [rows]);
  return (
    <nav className={alone ? 'catalogue alone' : 'catalogue'} aria-label={say(`tools.catalogue.${kind}`)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow leads on from the field */}
      <div
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') list.step(1, true);
          else if (event.key === 'Escape' && query !== '') setQuery('');
          else return;
          event.preventDefault();
        }}
      >
        <SearchField
          ref={search}
          label={say(`tools.find.${kind}`)}
          keys="/"
          value={query}
          onChange={setQuery}
        />
      </div>
      {words.length === 0 ? null : (
        <p className="found">
          {say('tools.found', { count: found, text: plainText(query.trim()) })}
          <SayAloud text={say('tools.found', { count: found, text: plainText(query.trim()) })} />
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows go from one row to the next */}
      <div className="catalogue-rows" ref={list.scroller} onScroll={list.onScroll} onKeyDown={list.onKeyDown}>
        <i className="probe" ref={list.probe} aria-hidden="true" />
        <ul style={{ '--count': rows.length } as React.CSSProperties}>
          {list.visible.map(({ row, index }) => (
            <li
              key={row.kind === 'server' ? `s ${row.source.server}` : `e ${row.server} ${row.entry.key}`}
              style={{ '--at': index } as React.CSSProperties}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              {row.kind === 'server' ? (
                <ServerRow
                  row={row}
                  tab={list.tabIndex(index)}
                  index={index}
                  isChosen={row.source.server === chosen.server && chosen.item === null}
                  href={hrefOf(row.source.server, null)}
                  onFold={fold}
                />
              ) : (
                <EntryRow
                  row={row}
                  words={words}
                  tab={list.tabIndex(index)}
                  index={index}
                  isChosen={row.server === chosen.server && row.entry.key === chosen.item}
                  href={hrefOf(row.server, row.entry.key)}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

/** The words of a search; typing goes first, the list follows. */
function useWords(query: string): readonly string[] {
  const deferred = useDeferredValue(query);
  return useMemo(() => wordsOf(deferred), [deferred]);
}

function useRows(rows: readonly Row[], chosen: Chosen) {
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLElement>(null);
  const [view, setView] = useState({ top: 0, height: 800, row: 24 });
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const chosenIndex = useMemo(() => indexOf(rows, chosen), [rows, chosen]);

  const look = () => {
    const place = scroller.current;
    const row = probe.current?.offsetHeight ?? 0;
    if (place !== null && row > 0) setView({ top: place.scrollTop, height: place.clientHeight, row });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads the page, not what React knows
  useLayoutEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    for (const each of [scroller.current, probe.current]) if (each !== null) watch.observe(each);
    return () => watch.disconnect();
  }, []);

  const reveal = (index: number, inMiddle = false) => {
    const place = scroller.current;
    const row = probe.current?.offsetHeight ?? 0;
    if (place === null || index < 0) return;
    const top = index * row;
    const isOut = top < place.scrollTop || top + row > place.scrollTop + place.clientHeight;
    if (inMiddle && isOut) place.scrollTop = Math.max(0, top - place.clientHeight / 2);
    else if (top < place.scrollTop) place.scrollTop = Math.max(0, top - row);
    else if (top + row > place.scrollTop + place.clientHeight)
      place.scrollTop = top + 2 * row - place.clientHeight;
    look();
  };
  // What is chosen is in sight, also where an address led to it.
  const known = chosenIndex >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is known, not whenever a row above it comes
  useEffect(() => {
    if (!known) return;
    setActive(chosenIndex);
    reveal(chosenIndex, true);
  }, [known, chosen.server, chosen.item]);

  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  });

  const go = (index: number): boolean => {
    if (rows.length === 0) return false;
    const next = Math.min(rows.length - 1, Math.max(0, index));
    wanted.current = true;
    setActive(next);
    reveal(next);
    return true;
  };
  const first = Math.max(0, Math.floor(view.top / view.row) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / view.row) + OVERSCAN);
  const indices = Array.from({ length: Math.max(0, last - first) }, (_, each) => first + each);
  // The one with the focus stays, wherever one scrolls: else the keyboard would lose its place.
  const all = active < rows.length && (active < first || active >= last) ? [...indices, active] : indices;
  return {
    scroller,
    probe,
    onScroll: look,
    visible: all.flatMap((index) => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, index }];
    }),
    tabIndex: (index: number) => (index === Math.min(active, rows.length - 1) ? 0 : -1),
    step: (by: number, fromTop = false) => go(fromTop ? firstEntry(rows) : active + by),
    onKeyDown(event: React.KeyboardEvent) {
      const page = Math.max(1, Math.floor(view.height / view.row) - 1);
      const to = (
        {
          ArrowDown: active + 1,
          ArrowUp: active - 1,
          PageDown: active + page,
          PageUp: active - page,
          Home: 0,
          End: rows.length - 1,
        } as Record<string, number>
      )[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    },
  };
}

const firstEntry = (rows: readonly Row[]): number =>
  Math.max(
    0,
    rows.findIndex((row) => row.kind === 'entry'),
  );

function indexOf(rows: readonly Row[], { server, item }: Chosen): number {
  if (server === null) return -1;
  return rows.findIndex((row) =>
    row.kind === 'server'
      ? item === null && row.source.server === server
      : row.server === server && row.entry.key === item,
  );
}

const ServerRow = memo(function ServerRow(props: {
  readonly row: Extract<Row, { kind: 'server' }>;
  readonly tab: number;
  readonly index: number;
  readonly isChosen: boolean;
  readonly href: string;
  readonly onFold: (server: string) => void;
}) {
  const { row, tab, index, isChosen, href, onFold } = props;
  const { source, shown, folded } = row;
  const { server, state, list } = source;
  const inner = (
    <>
      <Sign kind={signOf(state)} />
      <bdi className="name">{plainText(server)}</bdi>
      <span className="hide">{say(`state.${state}`)}</span>
      <span className="count">{countOf(source, shown)}</span>
    </>
  );
  const common = { tabIndex: tab, 'data-index': index, title: plainText(server) };
  // Without a list there is nothing to fold: it leads to why.
  if (list?.state !== 'listed' || list.entries.length === 0) {
    return (
      <Link
        {...common}
        className="cat-server"
        href={href}
        {...(isChosen ? { 'aria-current': 'true' as const } : {})}
      >
        {inner}
      </Link>
    );
  }
  return (
    <button
      {...common}
      type="button"
      className="cat-server"
      aria-expanded={!folded}
      onClick={() => onFold(server)}
    >
      {inner}
      <Icon name={folded ? 'right' : 'chevron'} />
    </button>
  );
});

function countOf({ list }: Source, shown: number): string {
  if (list === null) return say('tools.not-listed');
  if (list.state === 'reading') return say('tools.list.reading');
  if (list.state === 'failed') return say('tools.list.failed');
  return list.entries.length === 0 ? say('tools.none') : count(shown);
}

const EntryRow = memo(function EntryRow(props: {
  readonly row: Extract<Row, { kind: 'entry' }>;
  readonly words: readonly string[];
  readonly tab: number;
  readonly index: number;
  readonly isChosen: boolean;
  readonly href: string;
}) {
  const { row, words, tab, index, isChosen, href } = props;
  const { name, about, item } = row.entry;
  const inName = words.every((word) => name.toLowerCase().includes(word));
  return (
    <Link
      className="cat-entry"
      href={href}
      tabIndex={tab}
      data-index={index}
      title={about === '' ? name : about}
      {...(isChosen ? { 'aria-current': 'true' as const } : {})}
    >
      <bdi className="name">
        <Marked text={name.slice(0, LONGEST_NAME)} words={words} />
      </bdi>
      {item.kind === 'template' ? <span className="also">{say('tools.template')}</span> : null}
      {words.length === 0 || inName ? null : (
        <span className="also">
          <Marked text={around(about, words)} words={words} />
        </span>
      )}
    </Link>
  );
});

const LONGEST_NAME = 200;
const BEFORE_MATCH = 12;

/** From a little before the first match, so that it is in sight. */
function around(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((each) => each >= 0));
  return Number.isFinite(at) && at > BEFORE_MATCH ? `…${text.slice(at - BEFORE_MATCH)}` : text;
}

function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  return placed(matches(text, words)).map(({ place, item }) =>
    Number(place) % 2 === 1 ? <mark key={place}>{item}</mark> : item,
  );
}

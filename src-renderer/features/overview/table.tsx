import {
  type CSSProperties,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { preferences, usePreference } from '../../state/preferences.ts';
import { selection, useSelection } from '../../state/selection.ts';
import { Icon } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';
import { type Arrangement, namesOf, type Order } from './arrange.ts';
import { titleOf } from './cards.tsx';
import type { Reveal } from './keys.ts';
import { type Entry, entriesOf, type Fold } from './table-entries.ts';
import { GroupRow, MoreRow, ServerRow, TroubleRow } from './table-rows.tsx';
import { useRange } from './windowing.ts';

/** Every figure of every server in one line each. */
export const ServerTable = memo(function ServerTable(props: {
  readonly arrangement: Arrangement;
  /** Groups begin folded: there are too many servers to look at each. */
  readonly folding: boolean;
  readonly revealing: RefObject<Reveal | null>;
}) {
  const { arrangement, folding, revealing } = props;
  const { sections, trouble, flat } = arrangement;
  const [chosen, setChosen] = useState<ReadonlyMap<string, Fold>>(new Map());
  const headings = !flat && (sections.length > 1 || sections[0]?.name !== null);
  const entries = useMemo(
    () => entriesOf(sections, { folding, chosen, headings }),
    [sections, folding, chosen, headings],
  );
  const setFold = useCallback(
    (key: string, fold: Fold) => setChosen((now) => new Map(now).set(key, fold)),
    [],
  );
  const body = useRef<HTMLTableSectionElement>(null);
  const { from, to, rowPx } = useRange(body, entries.length);
  useEffect(() => {
    revealing.current = (name) => {
      const section = sections.find(({ calm }) => calm.some((server) => server.name === name));
      if (section === undefined) return;
      let list = entries;
      if (!list.some((entry) => entry.kind === 'server' && entry.name === name)) {
        const opened = new Map(chosen).set(section.key, 'all' as const);
        setChosen(opened);
        list = entriesOf(sections, { folding, chosen: opened, headings });
      }
      const at = list.findIndex((entry) => entry.kind === 'server' && entry.name === name);
      const top = (body.current?.getBoundingClientRect().top ?? 0) + at * rowPx;
      if (top < 160 || top > innerHeight - 80) scrollBy(0, top - innerHeight / 2);
    };
    return () => {
      revealing.current = null;
    };
  }, [revealing, sections, entries, chosen, folding, headings, rowPx]);
  const rows = trouble.length + entries.length + 1;
  const windowed = to - from < entries.length;
  return (
    <div className="table-wrap">
      <table
        className="grid"
        aria-label={say('page.servers')}
        {...(windowed ? { 'aria-rowcount': rows } : {})}
      >
        <Head names={useMemo(() => namesOf(arrangement), [arrangement])} />
        {trouble.length === 0 ? null : (
          <tbody aria-label={say('page.needs-you')}>
            <tr className="group needs">
              <th colSpan={COLUMNS} scope="rowgroup">
                <b>{say('page.needs-you')}</b>{' '}
                <span>
                  {say('overview.needs.count', {
                    servers: trouble.flat().length,
                    causes: trouble.length,
                  })}
                </span>
              </th>
            </tr>
            {trouble.map((servers) => (
              <TroubleRow key={servers[0]?.name} names={servers.map(({ name }) => name)} />
            ))}
          </tbody>
        )}
        <tbody ref={body}>
          <Space rows={from} rowPx={rowPx} />
          {entries.slice(from, to).map((entry, index) => (
            <EntryRow
              key={entry.key}
              entry={entry}
              title={entry.kind === 'group' ? titleOf(entry.section, sections.length, flat) : ''}
              setFold={setFold}
              place={windowed ? trouble.length + from + index + 2 : undefined}
            />
          ))}
          <Space rows={entries.length - to} rowPx={rowPx} />
        </tbody>
      </table>
    </div>
  );
});

const COLUMNS = 14;

function EntryRow(props: {
  readonly entry: Entry;
  readonly title: string;
  readonly setFold: (key: string, fold: Fold) => void;
  readonly place: number | undefined;
}) {
  const { entry, title, setFold, place } = props;
  switch (entry.kind) {
    case 'group':
      return (
        <GroupRow section={entry.section} title={title} fold={entry.fold} setFold={setFold} place={place} />
      );
    case 'server':
      return <ServerRow name={entry.name} place={place} />;
    case 'more':
      return <MoreRow section={entry.section} count={entry.count} setFold={setFold} place={place} />;
  }
}

/** Stands for rows that are far away. */
function Space({ rows, rowPx }: { readonly rows: number; readonly rowPx: number }) {
  if (rows <= 0) return null;
  return (
    <tr className="space" style={{ '--high': `${rows * rowPx}px` } as CSSProperties}>
      <td colSpan={COLUMNS} />
    </tr>
  );
}

function Head({ names }: { readonly names: readonly string[] }) {
  const order = usePreference('order');
  return (
    <thead>
      <tr>
        <th className="mark-all narrow">
          <MarkAll names={names} />
        </th>
        <Sortable by="name" now={order} direction="ascending">
          {say('overview.column.server')}
        </Sortable>
        <Sortable by="trouble" now={order} direction="ascending">
          {say('overview.column.state')}
        </Sortable>
        <Sortable by="uptime" now={order} direction="descending" className="n narrow">
          {say('overview.column.up')}
        </Sortable>
        <th className="narrow" scope="col">
          {say('overview.column.restarts')}
        </th>
        <Sortable by="cpu" now={order} direction="descending" className="n">
          {say('page.cpu')}
        </Sortable>
        <th className="wide" scope="col">
          <span className="hide">{say('overview.column.cpu-line')}</span>
        </th>
        <Sortable by="memory" now={order} direction="descending" className="n">
          {say('page.memory')}
        </Sortable>
        <th className="wide" scope="col">
          <span className="hide">{say('overview.column.memory-line')}</span>
        </th>
        <th className="n narrow" scope="col">
          {say('page.health')}
        </th>
        <th className="n narrow middle" scope="col">
          {say('shell.tools')}
        </th>
        <th className="wide" scope="col">
          {say('page.protocol')}
        </th>
        <th className="narrow middle" scope="col">
          {say('overview.column.kind')}
        </th>
        <th className="narrow" scope="col">
          <span className="hide">{say('overview.column.actions')}</span>
        </th>
      </tr>
    </thead>
  );
}

function Sortable(props: {
  readonly by: Order;
  readonly now: Order;
  readonly direction: 'ascending' | 'descending';
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { by, now, direction } = props;
  const sorted = now === by || (by === 'trouble' && now === 'file');
  return (
    <th scope="col" className={props.className ?? ''} {...(sorted ? { 'aria-sort': direction } : {})}>
      <button
        type="button"
        className="sort"
        onClick={() => preferences.set({ order: sorted ? 'trouble' : by })}
      >
        {props.children}
        {sorted ? <Icon name={direction === 'ascending' ? 'up' : 'chevron'} /> : null}
      </button>
    </th>
  );
}

function MarkAll({ names }: { readonly names: readonly string[] }) {
  const count = useSelection(({ selected }) => names.filter((name) => selected.has(name)).length);
  return (
    <input
      type="checkbox"
      className="pickbox"
      aria-label={say('overview.mark-all')}
      ref={(box) => {
        if (box !== null) box.indeterminate = count > 0 && count < names.length;
      }}
      checked={count > 0 && count === names.length}
      onChange={() => selection.all(names)}
    />
  );
}

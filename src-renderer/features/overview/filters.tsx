import { memo, useMemo, useRef } from 'react';
import type { ServerState } from '../../../src-shared/schema/status.ts';
import { preferences, usePreference } from '../../state/preferences.ts';
import type { Shape } from '../../state/shapes.ts';
import { Icon } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Sign, type SignKind, signOf } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { AllActions } from './all-actions.tsx';
import type { Order } from './arrange.ts';
import { stateOrder, useFilter } from './filter.ts';

const ORDERS = ['trouble', 'name', 'cpu', 'memory', 'uptime'] as const satisfies readonly Order[];
/** What no group's name begins with. */
const ALL = '*';

/** The counts of the board, each a toggle; group, name, order, and how it is laid out. It stays in sight. */
export const Filters = memo(function Filters({
  servers,
  layout,
}: {
  readonly servers: readonly Shape[];
  readonly layout: 'cards' | 'table';
}) {
  const [filter, setFilter] = useFilter();
  const field = useRef<HTMLInputElement>(null);
  const order = usePreference('order');
  const counts = useMemo(() => countStates(servers), [servers]);
  const groups = useMemo(() => groupNames(servers), [servers]);
  const toggle = (state: ServerState | 'warnings') =>
    setFilter({ state: filter.state === state ? null : state });
  const setLayout = (next: 'cards' | 'table') => preferences.set({ layout: next });
  useShortcuts({
    '/': () => field.current?.focus(),
    '0': () => setFilter({ state: null }),
    ...Object.fromEntries(stateOrder.map((state, index) => [String(index + 1), () => toggle(state)])),
    v: () => setLayout(layout === 'cards' ? 'table' : 'cards'),
  });
  return (
    <search className="filters">
      <fieldset className="states" aria-label={say('page.filter.states')}>
        <button
          type="button"
          className="state"
          aria-pressed={filter.state === null}
          onClick={() => setFilter({ state: null })}
        >
          {say('page.filter.all')} <b>{servers.length}</b>
        </button>
        {stateOrder.map((state) => (
          <Toggle
            key={state}
            kind={signOf(state)}
            word={say(`state.${state}`)}
            count={counts[state]}
            pressed={filter.state === state}
            onPress={() => toggle(state)}
          />
        ))}
        <Toggle
          kind="warning"
          word={say('page.warnings')}
          count={counts.warnings}
          pressed={filter.state === 'warnings'}
          onPress={() => toggle('warnings')}
        />
      </fieldset>
      <div className="tools">
        {groups.length > 0 ? (
          <Select
            label={say('overview.group')}
            value={filter.group ?? ALL}
            choices={[
              { value: ALL, text: say('overview.group.all') },
              ...groups.map((name) => ({ value: name, text: name })),
              ...(counts.ungrouped > 0 ? [{ value: '', text: say('page.others') }] : []),
            ]}
            onChange={(value) => setFilter({ group: value === ALL ? null : value })}
          />
        ) : null}
        <SearchField
          ref={field}
          label={say('page.filter.name')}
          value={filter.name}
          onChange={(name) => setFilter({ name })}
          keys="/"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (filter.name !== '') setFilter({ name: '' });
            event.currentTarget.blur();
          }}
        />
        <Select
          label={say('overview.order')}
          value={order === 'file' ? 'trouble' : order}
          choices={ORDERS.map((value) => ({ value, text: say(`overview.order.${value}`) }))}
          onChange={(value) => preferences.set({ order: value })}
        />
        <Segmented
          label={say('overview.layout')}
          value={layout}
          choices={[
            { value: 'cards', text: <Icon name="cards" />, label: say('overview.layout.cards') },
            { value: 'table', text: <Icon name="table" />, label: say('overview.layout.table') },
          ]}
          onChange={setLayout}
        />
        <AllActions servers={servers} />
      </div>
    </search>
  );
});

interface Counts extends Readonly<Record<ServerState, number>> {
  readonly warnings: number;
  readonly ungrouped: number;
}

function countStates(servers: readonly Shape[]): Counts {
  const counts = {
    RUNNING: 0,
    STARTING: 0,
    STOPPING: 0,
    UNHEALTHY: 0,
    CRASHED: 0,
    STOPPED: 0,
    warnings: 0,
    ungrouped: 0,
  };
  for (const { state, warnings, groups } of servers) {
    counts[state]++;
    if (warnings.length > 0) counts.warnings++;
    if (groups.length === 0) counts.ungrouped++;
  }
  return counts;
}

function groupNames(servers: readonly Shape[]): readonly string[] {
  return [...new Set(servers.flatMap(({ groups }) => groups))];
}

const Toggle = memo(function Toggle(props: {
  readonly kind: SignKind;
  readonly word: string;
  readonly count: number;
  readonly pressed: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={props.count === 0 ? 'state none' : 'state'}
      aria-pressed={props.pressed}
      onClick={props.onPress}
    >
      <Sign kind={props.kind} />
      {props.word} <b>{props.count}</b>
    </button>
  );
});

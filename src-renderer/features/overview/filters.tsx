import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import { Sign, type SignKind, signOf } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';
import { useFilter } from './filter.ts';

const ORDER: readonly ServerState[] = ['RUNNING', 'STARTING', 'UNHEALTHY', 'CRASHED', 'STOPPING', 'STOPPED'];

/** The counts of the board, each a toggle; and a name to look for. */
export function Filters({ servers }: { readonly servers: readonly ServerStatus[] }) {
  const [filter, setFilter] = useFilter();
  const count = (state: ServerState) => servers.filter((server) => server.state === state).length;
  const warned = servers.filter(({ warnings }) => warnings.length > 0).length;
  const toggle = (state: ServerState | 'warnings') =>
    setFilter({ state: filter.state === state ? null : state });
  return (
    <div className="filters">
      <fieldset className="states" aria-label={say('page.filter.states')}>
        <button
          type="button"
          className="state"
          aria-pressed={filter.state === null}
          onClick={() => setFilter({ state: null })}
        >
          {say('page.filter.all')} <b>{servers.length}</b>
        </button>
        {ORDER.map((state) => (
          <Toggle
            key={state}
            kind={signOf(state)}
            word={say(`state.${state}`)}
            count={count(state)}
            pressed={filter.state === state}
            onPress={() => toggle(state)}
          />
        ))}
        <Toggle
          kind="warning"
          word={say('page.warnings')}
          count={warned}
          pressed={filter.state === 'warnings'}
          onPress={() => toggle('warnings')}
        />
      </fieldset>
      <div className="tools">
        <input
          className="field"
          type="search"
          placeholder={say('page.filter.name')}
          aria-label={say('page.filter.name')}
          value={filter.name}
          onChange={(event) => setFilter({ name: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}

function Toggle(props: {
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
}

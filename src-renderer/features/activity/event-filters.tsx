import { useCallback, useRef } from 'react';
import { useDashboardState, useServers } from '../../state/dashboard.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Sign, type SignKind } from '../../ui/sign.tsx';
import { count, plainText, say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { actorWords } from './event-words.ts';
import { type ActivityFilter, type ChangeFilter, type Counts, countOf, type Kind, kinds } from './filter.ts';
import { type Client, useCounted } from './use-counted.ts';

const SIGN_OF: Readonly<Record<Kind, SignKind | null>> = {
  exits: 'crashed',
  restarts: 'starting',
  health: 'unhealthy',
  warnings: 'warning',
  states: 'running',
  configuration: null,
};
/** Always there; those that were seen come after them. */
const ACTORS = ['dashboard', 'desktop', 'cli', 'reload', 'schedule', 'supervisor'];

export function EventFilters(props: { readonly filter: ActivityFilter; readonly onChange: ChangeFilter }) {
  const { filter, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  const servers = useServers();
  const seen = useDashboardState((state) => state.feed.events);
  const counts = useCounts(filter);
  useShortcuts({ '/': () => field.current?.focus() });
  const others = new Set(seen.map(({ actor }) => actor).filter((actor) => !actor.startsWith('cli:')));
  const actors = [...new Set([...ACTORS, ...others, ...(filter.actor === null ? [] : [filter.actor])])];
  const names = [
    ...new Set([...servers.map(({ name }) => name), ...(filter.server === null ? [] : [filter.server])]),
  ];
  return (
    <div className="filters">
      <fieldset className="states" aria-label={say('activity.show')}>
        <button
          type="button"
          className="state"
          aria-pressed={filter.kind === null}
          onClick={() => onChange({ kind: null })}
        >
          {say('activity.show.all')}
        </button>
        {kinds.map((kind) => (
          <KindToggle
            key={kind}
            kind={kind}
            known={counts === null ? null : countOf(kind, counts)}
            pressed={filter.kind === kind}
            onPress={() => onChange({ kind: filter.kind === kind ? null : kind })}
          />
        ))}
      </fieldset>
      <div className="tools">
        <Select
          label={say('activity.actor')}
          value={filter.actor ?? ''}
          choices={[
            { value: '', text: say('activity.actor.all') },
            ...actors.map((actor) => ({ value: actor, text: actorWords(actor) })),
          ]}
          onChange={(actor) => onChange({ actor: actor === '' ? null : actor })}
        />
        <Select
          label={say('activity.server')}
          value={filter.server ?? ''}
          choices={[
            { value: '', text: say('activity.server.all') },
            ...names.map((name) => ({ value: name, text: plainText(name) })),
          ]}
          onChange={(server) => onChange({ server: server === '' ? null : server })}
        />
        <SearchField
          ref={field}
          label={say('activity.text')}
          keys="/"
          value={filter.text}
          onChange={(text) => onChange({ text })}
        />
      </div>
    </div>
  );
}

function KindToggle(props: {
  readonly kind: Kind;
  /** How many there are; null: not known. */
  readonly known: number | null;
  readonly pressed: boolean;
  readonly onPress: () => void;
}) {
  const { kind, known } = props;
  const sign = SIGN_OF[kind];
  return (
    <button
      type="button"
      className={known === 0 ? 'state none' : 'state'}
      aria-pressed={props.pressed}
      onClick={props.onPress}
    >
      {sign === null ? null : <Sign kind={sign} />}
      {say(`activity.show.${kind}`)} <b>{known === null ? '–' : count(known)}</b>
    </button>
  );
}

/** As many as the list has with everything else that is chosen. Words are looked for in the page: what has them is not counted. */
function useCounts({ server, actor, time, text }: ActivityFilter): Counts | null {
  const [from, to] = [time?.from, time?.to];
  const ask = useCallback(
    ({ events }: Client) =>
      events.counts({
        ...(server === null ? {} : { server }),
        ...(actor === null ? {} : { actor }),
        ...(from === undefined || to === undefined ? {} : { from, to }),
      }),
    [server, actor, from, to],
  );
  const counts = useCounted(ask);
  return text.trim() === '' ? counts : null;
}

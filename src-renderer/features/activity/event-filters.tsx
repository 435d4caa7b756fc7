import { useRef } from 'react';
import { useDashboardState, useServers } from '../../state/dashboard.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Sign, type SignKind } from '../../ui/sign.tsx';
import { plainText, say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { actorWords } from './event-words.ts';
import { type ActivityFilter, type ChangeFilter, type Kind, kinds } from './filter.ts';

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
        {kinds.map((kind) => {
          const sign = SIGN_OF[kind];
          return (
            <button
              key={kind}
              type="button"
              className="state"
              aria-pressed={filter.kind === kind}
              onClick={() => onChange({ kind: filter.kind === kind ? null : kind })}
            >
              {sign === null ? null : <Sign kind={sign} />}
              {say(`activity.show.${kind}`)}
            </button>
          );
        })}
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

import type { RefObject } from 'react';
import { preferences } from '../../state/preferences.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { count, say } from '../../ui/words.ts';
import type { Level } from './levels.ts';
import type { LogModel, LogModelState } from './log-model.ts';
import type { LineFilter } from './rows.ts';
import type { SearchState } from './search.ts';

const STREAMS: readonly LineFilter['stream'][] = ['all', 'stdout', 'stderr', 'orchestrator'];
const LEVELS: readonly Level[] = ['info', 'warn', 'error'];

/** Search, what is shown, and what one does with it. */
export function LogTools(props: {
  readonly model: LogModel;
  readonly state: LogModelState;
  readonly own: boolean;
  readonly wrap: boolean;
  readonly canWrap: boolean;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onFind: (text: string) => void;
  readonly onCopy: () => void;
  readonly onDownload: () => void;
  readonly onCrash: () => void;
}) {
  const { model, state, own } = props;
  const { filter } = state;
  const search = model.search.state;
  return (
    <div className="log-tools">
      {/* biome-ignore lint/a11y/useSemanticElements: Firefox and Safari have no search element for long */}
      <div
        role="search"
        className="log-search"
        onKeyDown={(event) => {
          // A field keeps the keys of the page to itself, so those of the search are heard here.
          if ((event.target as HTMLElement).tagName !== 'INPUT') return;
          if (event.key === 'Enter' || event.key === 'F3') {
            event.preventDefault();
            model.findNext(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape' && search.text !== '') {
            event.preventDefault();
            props.onFind('');
          }
        }}
      >
        <SearchField
          label={say('log.search')}
          value={search.text}
          onChange={props.onFind}
          ref={props.field}
        />
        <Hits search={search} onGo={model.findNext} />
      </div>
      {own ? null : (
        <Segmented
          label={say('log.stream')}
          value={filter.stream}
          choices={STREAMS.map((value) => ({ value, text: say(`log.stream.${value}`) }))}
          onChange={(stream) => model.setFilter({ ...filter, stream })}
        />
      )}
      <Select
        label={say('log.level')}
        value={filter.level}
        choices={LEVELS.map((value) => ({ value, text: say(`log.level.${value}`) }))}
        onChange={(level) => model.setFilter({ ...filter, level })}
      />
      <button
        type="button"
        className="btn"
        aria-pressed={state.follow}
        onClick={() => model.setFollow(!state.follow)}
      >
        <Icon name="follow" />
        {say('log.follow')}
      </button>
      <Tool
        icon={state.paused ? 'start' : 'pause'}
        label={say(state.paused ? 'log.resume' : 'log.pause')}
        pressed={state.paused}
        onClick={() => model.setPaused(!state.paused)}
      />
      {props.canWrap ? (
        <Tool
          icon="wrap"
          label={say('log.wrap')}
          pressed={props.wrap}
          onClick={() => preferences.set({ wrapLog: !props.wrap })}
        />
      ) : null}
      <Tool icon="copy" label={say('log.copy')} onClick={props.onCopy} />
      <Tool icon="download" label={say('log.download')} onClick={props.onDownload} />
      {own ? null : (
        <button type="button" className="btn" onClick={props.onCrash}>
          <Icon name="log" />
          {say('log.last-crash')}
        </button>
      )}
    </div>
  );
}

function Tool(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="btn only"
      aria-label={props.label}
      title={props.label}
      {...(props.pressed === undefined ? {} : { 'aria-pressed': props.pressed })}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function Hits({ search, onGo }: { readonly search: SearchState; readonly onGo: (to: -1 | 1) => void }) {
  if (search.text === '') return null;
  const none = search.total === 0 && !search.busy;
  return (
    <>
      <span className="muted num nowrap" title={say('log.search.hits.title')}>
        {none
          ? say('log.search.none')
          : say('log.search.hits', { place: count(search.place), total: count(search.total) })}
      </span>
      <span className="log-turns">
        <button
          type="button"
          className="btn only quiet turn-up"
          aria-label={say('log.search.previous')}
          title={say('log.search.previous')}
          disabled={search.total === 0}
          onClick={() => onGo(-1)}
        >
          <Icon name="chevron" />
        </button>
        <button
          type="button"
          className="btn only quiet"
          aria-label={say('log.search.next')}
          title={say('log.search.next')}
          disabled={search.total === 0}
          onClick={() => onGo(1)}
        >
          <Icon name="chevron" />
        </button>
      </span>
    </>
  );
}

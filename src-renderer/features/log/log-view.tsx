import '../../theme/log.css';
import { useEffect, useRef, useState } from 'react';
import { useRoute } from '../../routes.ts';
import { useServer } from '../../state/dashboard.ts';
import { preferences, usePreference } from '../../state/preferences.ts';
import { download } from '../../ui/download.ts';
import { say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { LogFoot } from './log-foot.tsx';
import type { LogModel, LogModelState } from './log-model.ts';
import { LogPane } from './log-pane.tsx';
import { fileName, fileParts } from './log-text.ts';
import { LogTools } from './log-tools.tsx';
import { LongLine } from './long-line.tsx';
import { useArrival, useLogModel } from './use-log-model.ts';

/** Where it opens: at the end and following, at its newest crash, or at a time (ISO). */
export type LogPlace = 'end' | 'crash' | { readonly time: string };

interface LogViewProps {
  /** null: the orchestrator's own. */
  readonly server: string | null;
  readonly at?: LogPlace;
}

/** The output of one server, or the orchestrator's own log. As high as what it stands in. */
export function LogView(props: LogViewProps) {
  // Another log is another view: nothing of the one before belongs to it.
  return <OneLog key={props.server === null ? 'own' : `server ${props.server}`} {...props} />;
}

const MOST_COPIED_CHARS = 20_000_000;

function OneLog({ server, at = 'end' }: LogViewProps) {
  const { model, state, refused } = useLogModel(server);
  const status = useServer(server ?? '');
  const own = server === null;
  const wrapSet = usePreference('wrapLog');
  const narrow = useNarrow();
  const route = useRoute();
  const isPage = (route.view === 'server' || route.view === 'activity') && route.tab === 'log';
  const wrap = wrapSet || narrow;
  const field = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const [whole, setWhole] = useState<number | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const goCrash = () =>
    void model.goCrash(status?.state === 'CRASHED' || (status?.nextRestartAt ?? null) !== null);

  useArrival(model.source.loaded, typeof at === 'string' ? at : at.time, () => {
    if (at === 'end') return;
    if (at === 'crash') goCrash();
    else void model.goTime(Date.parse(at.time));
    // What one was led to is in sight, also where much stands above the log.
    if (isPage) view.current?.scrollIntoView({ block: 'nearest' });
  });

  const find = (text: string) => model.find(text, lastInView(model, pane.current));
  const copy = () => {
    setTold(null);
    if (model.store.chars > MOST_COPIED_CHARS) {
      setTold(say('log.copy.too-much'));
      return;
    }
    const text = [
      ...fileParts(model.store, model.rows.between(model.store.first, model.store.end), own),
    ].join('');
    const lines = model.rows.count;
    navigator.clipboard.writeText(text).then(
      () => setTold(say('log.copied', { count: lines })),
      () => setTold(say('log.copy.refused', { keys: 'Ctrl C' })),
    );
  };
  const save = async () => {
    await model.readAll();
    download(fileName(server), 'text/plain', new Blob([...fileParts(model.store, everyLine(model), own)]));
  };
  useLogKeys({ model, isPage, view, field, pane, canWrap: !narrow });

  const line = whole === null ? null : model.store.line(whole);
  return (
    <div ref={view} className="log-view">
      <header className="log-head">
        <h2>{say('log.title')}</h2>
        <LogTools
          model={model}
          state={state}
          own={own}
          wrap={wrap}
          canWrap={!narrow}
          field={field}
          onFind={find}
          onCopy={copy}
          onDownload={() => void save()}
          onCrash={goCrash}
        />
      </header>
      <div className="log-box">
        <LogPane
          model={model}
          state={state}
          server={status}
          own={own}
          wrap={wrap}
          label={own ? say('log.own') : say('log.of', { name: server })}
          pane={pane}
          onShowAll={setWhole}
        />
        <Nothing model={model} state={state} refused={refused} />
        <Fresh model={model} state={state} />
      </div>
      <LogFoot model={model} state={state} told={told} />
      {line === null ? null : <LongLine text={line.text} onClose={() => setWhole(null)} />}
    </div>
  );
}

function* everyLine({ store }: LogModel): Generator<number, void, void> {
  for (let number = store.first; number < store.end; number++) yield number;
}

/** In place of the lines where there are none. */
function Nothing(props: {
  readonly model: LogModel;
  readonly state: LogModelState;
  readonly refused: string | null;
}) {
  const { model, state, refused } = props;
  if (model.rows.count > 0) return null;
  const reading = model.source.older.kind === 'reading' || state.gathering !== null;
  if (refused !== null) return <p className="log-nothing">{say('log.refused', { text: refused })}</p>;
  if (!model.source.loaded || reading) return <p className="log-nothing">{say('log.loading')}</p>;
  if (model.store.lines === 0) return <p className="log-nothing">{say('log.empty')}</p>;
  return (
    <p className="log-nothing">
      {say('log.empty.filter')}
      <button type="button" className="btn" onClick={() => model.setFilter({ stream: 'all', level: 'info' })}>
        {say('log.empty.show')}
      </button>
    </p>
  );
}

/** Brings back to the end. */
function Fresh({ model, state }: { readonly model: LogModel; readonly state: LogModelState }) {
  const { paused, fresh, follow } = state;
  if (!paused && (follow || fresh === 0)) return null;
  return (
    <button
      type="button"
      className="btn do log-fresh"
      onClick={() => {
        model.setPaused(false);
        model.setFollow(true);
      }}
    >
      {say(paused ? 'log.held' : 'log.fresh', { count: fresh })}
    </button>
  );
}

function lastInView({ rows, store }: LogModel, element: HTMLElement | null): number {
  if (element === null) return store.end;
  // Above 15 million px places are scaled: then the share is near enough for a beginning.
  const share = (element.scrollTop + element.clientHeight) / Math.max(1, element.scrollHeight);
  return rows.numberAt(share * rows.height - 1) ?? store.end;
}

function useLogKeys(parts: {
  readonly model: LogModel;
  readonly isPage: boolean;
  readonly canWrap: boolean;
  readonly view: React.RefObject<HTMLElement | null>;
  readonly field: React.RefObject<HTMLInputElement | null>;
  readonly pane: React.RefObject<HTMLDivElement | null>;
}): void {
  const { model, isPage, view, field, pane, canWrap } = parts;
  // Where the log is what the page shows, its keys are the page's; beside other things only while one is in it.
  const mine = () => isPage || view.current?.contains(document.activeElement) === true;
  const search = () => {
    if (!mine()) return false;
    field.current?.focus();
    field.current?.select();
    return true;
  };
  const next = (direction: -1 | 1) => () => {
    if (model.search.state.text === '') return search();
    model.findNext(direction);
    return true;
  };
  useShortcuts({
    'Mod+f': search,
    '/': search,
    F3: next(1),
    'Shift+F3': next(-1),
    Escape: () => {
      if (!mine() || model.search.state.text === '') return false;
      model.find('', 0);
      return true;
    },
    End: () => {
      if (!mine()) return false;
      model.setFollow(true);
      return true;
    },
    Home: () => {
      if (!mine()) return false;
      void model.goStart();
      return true;
    },
    PageUp: () => turnPage(-1),
    PageDown: () => turnPage(1),
    w: () => {
      if (!mine() || !canWrap) return false;
      preferences.set({ wrapLog: !preferences.get().wrapLog });
      return true;
    },
  });

  /** From anywhere in the view; the pane itself does it by itself. */
  function turnPage(direction: -1 | 1): boolean {
    const element = pane.current;
    if (!mine() || element === null || document.activeElement === element) return false;
    element.scrollBy({ top: direction * (element.clientHeight - 40) });
    return true;
  }
}

const NARROW = '(max-width: 720px)';

/** On a phone long lines are always wrapped. */
function useNarrow(): boolean {
  const [query] = useState(() => matchMedia(NARROW));
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setNarrow(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [query]);
  return narrow;
}

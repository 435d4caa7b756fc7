import '../../theme/palette.css';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../../routes.ts';
import { useDashboard, useLive, useServers } from '../../state/dashboard.ts';
import { troubleFirst } from '../../state/groups.ts';
import { preferences } from '../../state/preferences.ts';
import { Icon } from '../../ui/icon.tsx';
import { plainText, say } from '../../ui/words.ts';
import { commandEntries, type Doer, entriesOf, type PaletteEntry, serverEntries } from './entries.ts';
import { Options } from './options.tsx';
import { noteRecent, readRecent } from './recent.ts';
import { findEntries, findIn, type Section } from './results.ts';
import { type ToolName, useToolNames } from './tool-names.ts';

/** Where one has gone in the palette: what can be done with one server, or a question before something is done. */
type Scope = { readonly kind: 'server'; readonly name: string } | { readonly kind: 'stop-all' };

const PAGE = 8;

export function PaletteDialog(props: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const live = useLive();
  const [query, setQuery] = useState('');
  const [scope, setScope] = useState<Scope | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  // Before the page is painted, and while it still has the dialog: only then does the focus go back where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const enter = (next: Scope | null) => {
    setScope(next);
    setQuery('');
    setChosen(null);
    input.current?.focus();
  };
  const { sections, loading, troubleOf } = useSections(query, scope, {
    close: props.onClose,
    keys: props.onKeys,
    askStopAll: () => enter({ kind: 'stop-all' }),
  });
  const options = sections.flatMap(({ found }) => found);
  // By what it is, not by its place: tools that come in must not move another deed under Enter.
  const index = Math.max(
    0,
    options.findIndex(({ entry }) => entry.id === chosen),
  );
  const current = options[index]?.entry;

  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined || (entry.asks === true && !live)) return;
    if (entry.passing !== true) noteRecent(entry.id);
    if (entry.stays !== true) props.onClose();
    entry.run();
  };
  const choose = (to: number) => setChosen(options[to]?.entry.id ?? null);
  const move = (to: number) => choose((to + options.length) % Math.max(1, options.length));
  const inner = current?.server !== undefined && scope === null ? current.server : null;

  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Readonly<Record<string, (() => void) | undefined>> = {
      ArrowDown: () => move(index + 1),
      ArrowUp: () => move(index - 1),
      PageDown: () => choose(Math.min(index + PAGE, options.length - 1)),
      PageUp: () => choose(Math.max(index - PAGE, 0)),
      Enter: () => run(current),
      Tab: inner !== null && !event.shiftKey ? () => enter({ kind: 'server', name: inner }) : undefined,
      Backspace: query === '' && scope !== null ? () => enter(null) : undefined,
    };
    const does = keys[event.key];
    if (does === undefined || event.nativeEvent.isComposing || event.altKey) return;
    event.preventDefault();
    does();
  };

  const title = scope === null ? say('palette.title') : titleOf(scope);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape
    <dialog
      ref={dialog}
      className="palette"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        if (scope === null) props.onClose();
        else enter(null);
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) props.onClose();
      }}
    >
      <div className="body">
        <div className="ask">
          <Icon name="search" />
          {scope === null ? null : (
            <button type="button" className="scope" title={say('palette.back')} onClick={() => enter(null)}>
              <bdi>{titleOf(scope)}</bdi>
              <Icon name="close" />
            </button>
          )}
          <input
            ref={input}
            autoFocus
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            aria-label={title}
            aria-autocomplete="list"
            aria-expanded={options.length > 0}
            {...(options.length > 0
              ? { 'aria-controls': list, 'aria-activedescendant': `${list}-${index}` }
              : {})}
            placeholder={say('palette.placeholder')}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setChosen(null);
            }}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className="btn only quiet"
            aria-label={say('page.close')}
            title={say('page.close')}
            onClick={props.onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        {options.length > 0 ? (
          <Options
            id={list}
            sections={sections}
            chosen={index}
            live={live}
            headingOf={(section) => troubleOf(section)}
            onChoose={choose}
            onRun={run}
          />
        ) : null}
        <p className={options.length > 0 ? 'hide' : 'none'} role="status">
          {options.length > 0
            ? say('palette.count', { count: options.length })
            : loading
              ? say('palette.loading')
              : say('palette.none', { text: plainText(query.trim()) })}
        </p>
        <Foot inner={inner !== null} loading={loading && options.length > 0} />
      </div>
    </dialog>
  );
}

function Foot({ inner, loading }: { readonly inner: boolean; readonly loading: boolean }) {
  return (
    <div className="foot">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {say('palette.foot.choose')}
      </span>
      <span>
        <kbd>Enter</kbd> {say('palette.foot.run')}
      </span>
      {inner ? (
        <span>
          <kbd>Tab</kbd> {say('palette.foot.more')}
        </span>
      ) : null}
      {loading ? <span>{say('palette.loading')}</span> : null}
      <span className="push">
        <kbd>Esc</kbd> {say('palette.foot.close')}
      </span>
    </div>
  );
}

function titleOf(scope: Scope): string {
  return scope.kind === 'server' ? plainText(scope.name) : say('page.do.stop-all');
}

/** What is shown for what was typed, and how a section of a server in trouble is headed. */
function useSections(
  query: string,
  scope: Scope | null,
  hands: { readonly close: () => void } & Pick<Doer, 'keys' | 'askStopAll'>,
) {
  const dashboard = useDashboard();
  const servers = useServers();
  const [, navigate] = useLocation();
  const { tools, loading } = useToolNames(scope === null && query.trim() !== '');
  const [recent] = useState(readRecent);
  const doer: Doer = {
    go: (path) => navigate(path),
    act: (verb, target, options) => void dashboard.act(verb, target, options),
    prefer: preferences.set,
    keys: hands.keys,
    askStopAll: hands.askStopAll,
  };

  // As things were when it was typed: a list that moves while one reads it leads to the wrong deed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above, and the hands do the same in every drawing
  const sections = useMemo((): readonly Section<PaletteEntry>[] => {
    if (scope?.kind === 'stop-all') return stopAllQuestion(servers.length, doer, hands.close);
    if (scope?.kind === 'server') {
      const server = servers.find(({ name }) => name === scope.name);
      return server === undefined ? [] : findIn(query, entriesOf(server, doer), server.name);
    }
    return findEntries(query, {
      ...serverEntries(servers, doer),
      tools: tools.map((tool) => toolEntry(tool, doer)),
      commands: commandEntries(servers, preferences.get(), doer),
      recent,
    });
  }, [query, scope, servers.length, tools.length, recent]);

  const troubled = useMemo(
    () => new Map(troubleFirst(servers).map((server) => [server.name, server])),
    [servers],
  );
  const troubleOf = ({ server }: Section<PaletteEntry>) =>
    server === null ? null : (troubled.get(server) ?? null);
  return { sections, loading, troubleOf };
}

function toolEntry({ server, name, title }: ToolName, { go }: Doer): PaletteEntry {
  return {
    id: `tool:${server}/${name}`,
    text: plainText(name),
    also: [title, `${server} ${name}`],
    icon: 'tool',
    hint: plainText(server),
    run: () => go(paths.tools('tools', server, name)),
  };
}

/** The one that does no harm is chosen at first. */
function stopAllQuestion(count: number, { act }: Doer, close: () => void): readonly Section<PaletteEntry>[] {
  const entries: readonly PaletteEntry[] = [
    { id: 'no', text: say('page.cancel'), icon: 'close', passing: true, run: close },
    {
      id: 'yes',
      text: say('page.do.stop-all'),
      hint: say('page.ask.stop-all.what'),
      icon: 'stop',
      asks: true,
      passing: true,
      run: () => act('stop', 'all'),
    },
  ];
  const heading = say('page.ask.stop-all', { count });
  return [
    { kind: 'commands', server: null, heading, found: entries.map((entry) => ({ entry, ranges: [] })) },
  ];
}

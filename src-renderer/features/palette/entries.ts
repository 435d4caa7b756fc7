import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { groupServers, needsPerson, troubleFirst } from '../../state/groups.ts';
import type { ActOptions, Target, Verb } from '../../state/operations.ts';
import type { Preferences } from '../../state/preferences.ts';
import type { IconName } from '../../ui/icon.tsx';
import { languages } from '../../ui/language.ts';
import { type SignKind, signOf } from '../../ui/sign.tsx';
import { plainText, say } from '../../ui/words.ts';
import type { Entry, ServerEntries, TroubleEntries } from './results.ts';
import { actionsOf, lineToMend, type ServerAction } from './server-actions.ts';

export interface PaletteEntry extends Entry {
  readonly hint?: string;
  readonly icon?: IconName;
  readonly sign?: SignKind;
  /** Keys that do the same without the palette. */
  readonly keys?: string;
  /** Whose actions Tab shows. */
  readonly server?: string;
  /** Asks the orchestrator for something, so it needs one that answers. */
  readonly asks?: boolean;
  /** Chosen again and again it is not worth remembering: a choice within a choice. */
  readonly passing?: boolean;
  /** It goes on in the palette. */
  readonly stays?: boolean;
  readonly run: () => void;
}

/** The hands of the palette. */
export interface Doer {
  go(path: string): void;
  act(verb: Verb, target: Target, options?: ActOptions): void;
  prefer(change: Partial<Preferences>): void;
  keys(): void;
  /** Asks before it is done. */
  askStopAll(): void;
}

export function serverEntries(
  servers: readonly ServerStatus[],
  doer: Doer,
): {
  readonly trouble: readonly TroubleEntries<PaletteEntry>[];
  readonly servers: readonly ServerEntries<PaletteEntry>[];
} {
  const trouble = troubleFirst(servers).map((server) => ({
    server: server.name,
    entries: actionsOf(server).map((action) => actionEntry(server, action, doer)),
  }));
  const rest = servers
    // One that is not well is found with its actions; it would only stand there twice.
    .filter((server) => !needsPerson(server))
    .map((server) => ({
      open: openEntry(server, doer),
      actions: actionsOf(server)
        .filter((action) => action !== 'open')
        .map((action) => actionEntry(server, action, doer)),
    }));
  return { trouble, servers: rest };
}

/** Everything about one server: what Tab shows. */
export function entriesOf(server: ServerStatus, doer: Doer): readonly PaletteEntry[] {
  return actionsOf(server).map((action) => actionEntry(server, action, doer));
}

function openEntry(server: ServerStatus, { go }: Doer): PaletteEntry {
  return {
    id: `open:${server.name}`,
    text: plainText(server.name),
    also: [...server.aliases, ...server.groups],
    sign: signOf(server.state),
    server: server.name,
    hint: [say(`state.${server.state}`), ...server.groups.slice(0, 1).map(plainText)].join(' · '),
    run: () => go(paths.server(server.name)),
  };
}

const ICON_OF: Readonly<Record<ServerAction, IconName>> = {
  restart: 'restart',
  'try-again': 'restart',
  start: 'start',
  'start-anyway': 'start',
  stop: 'stop',
  check: 'check',
  pause: 'pause',
  resume: 'start',
  reset: 'undo',
  'log-crash': 'log',
  log: 'log',
  events: 'clock',
  tools: 'tool',
  configuration: 'file',
  'open-line': 'file',
  edit: 'edit',
  open: 'right',
};

/** These only show something. */
const GOES: ReadonlySet<ServerAction> = new Set([
  'log-crash',
  'log',
  'events',
  'tools',
  'configuration',
  'open-line',
  'edit',
  'open',
]);

function actionEntry(server: ServerStatus, action: ServerAction, doer: Doer): PaletteEntry {
  const { name } = server;
  return {
    id: `${action}:${name}`,
    text: say('palette.of', { server: plainText(name), action: say(`palette.action.${action}`) }),
    also: server.aliases.map((alias) =>
      say('palette.of', { server: alias, action: say(`palette.action.${action}`) }),
    ),
    icon: ICON_OF[action],
    server: name,
    hint: hintOf(server, action),
    asks: !GOES.has(action),
    run: runOf(server, action, doer),
  };
}

function runOf(server: ServerStatus, action: ServerAction, { go, act }: Doer): () => void {
  const { name } = server;
  switch (action) {
    case 'open-line':
      return () => go(paths.file(lineToMend(server)));
    case 'open':
      return () => go(paths.server(name));
    case 'edit':
      return () => go(paths.edit(name));
    case 'log-crash':
      return () => go(paths.crash(name));
    case 'log':
    case 'events':
    case 'tools':
    case 'configuration':
      return () => go(paths.server(name, action));
    case 'try-again':
      return () => act('restart', [name]);
    case 'start-anyway':
      return () => act('start', [name], { dependencies: false });
    default:
      return () => act(action, [name]);
  }
}

function hintOf(server: ServerStatus, action: ServerAction): string {
  if (action === 'restart' && server.reason === 'RESTART_LIMIT')
    return say('palette.hint.restart', { count: server.maxRestarts });
  if (action === 'open-line') return say('overview.do.open-line', { line: lineToMend(server) ?? 0 });
  if (action === 'log-crash') return plainText(server.lastExit?.lastLines.at(-1)?.slice(0, 200) ?? '');
  return '';
}

const STATES = ['CRASHED', 'UNHEALTHY', 'STARTING', 'RUNNING', 'STOPPED'] as const;

/** What is about no single server. */
export function commandEntries(
  servers: readonly ServerStatus[],
  now: Preferences,
  doer: Doer,
): readonly PaletteEntry[] {
  return [
    ...fleetCommands(servers, doer),
    ...viewCommands(doer),
    ...STATES.filter((state) => servers.some((server) => server.state === state)).map(
      (state): PaletteEntry => ({
        id: `show:${state}`,
        text: say('palette.show', { state: say(`state.${state}`) }),
        also: [say('palette.filter')],
        sign: signOf(state),
        run: () => doer.go(`${paths.servers()}?state=${state}`),
      }),
    ),
    ...groupCommands(servers, doer),
    ...lookCommands(now, doer),
  ];
}

function viewCommands({ go, keys }: Doer): readonly PaletteEntry[] {
  const view = (id: string, icon: IconName, path: string, hotkeys?: string): PaletteEntry => ({
    id: `view:${id}`,
    text: say(`palette.view.${id}`),
    icon,
    ...(hotkeys === undefined ? {} : { keys: hotkeys }),
    run: () => go(path),
  });
  return [
    view('add', 'plus', paths.add(), 'N'),
    view('servers', 'servers', paths.servers(), 'G S'),
    view('tools', 'tool', paths.tools(), 'G T'),
    view('resources', 'tool', paths.tools('resources')),
    view('prompts', 'tool', paths.tools('prompts')),
    view('activity', 'clock', paths.activity(), 'G A'),
    view('log', 'log', paths.activity('log')),
    view('settings', 'settings', paths.settings(), 'G ,'),
    view('file', 'file', paths.file()),
    { id: 'keys', text: say('palette.keys'), icon: 'key', keys: '?', run: keys },
  ];
}

function fleetCommands(servers: readonly ServerStatus[], { act, askStopAll }: Doer): readonly PaletteEntry[] {
  const enabled = servers.filter((server) => server.enabled);
  const troubled = enabled.filter(needsPerson).map(({ name }) => name);
  const isUp = enabled.some(({ state }) => state !== 'STOPPED' && state !== 'CRASHED');
  const isDown = enabled.some(({ state }) => state === 'STOPPED');
  const all = (verb: 'start' | 'restart' | 'check', icon: IconName): PaletteEntry => ({
    id: `all:${verb}`,
    text: say(`page.do.${verb}-all`),
    icon,
    asks: true,
    run: () => act(verb, 'all'),
  });
  return [
    ...(troubled.length < 2
      ? []
      : [
          {
            id: 'all:troubled',
            text: say('palette.restart-troubled', { count: troubled.length }),
            icon: 'restart' as const,
            asks: true,
            run: () => act('restart', troubled),
          },
        ]),
    ...(isUp ? [all('check', 'check'), all('restart', 'restart')] : []),
    ...(isDown ? [all('start', 'start')] : []),
    ...(isUp
      ? [
          {
            id: 'all:stop',
            text: say('page.do.stop-all'),
            icon: 'stop' as const,
            asks: true,
            stays: true,
            run: askStopAll,
          },
        ]
      : []),
  ];
}

function groupCommands(servers: readonly ServerStatus[], { act }: Doer): readonly PaletteEntry[] {
  return groupServers(servers).flatMap(({ name, servers: members }) =>
    name === null
      ? []
      : (['start', 'restart', 'check', 'stop'] as const).map(
          (verb): PaletteEntry => ({
            id: `group:${verb}:${name}`,
            text: say('palette.group', { group: plainText(name), action: say(`palette.action.${verb}`) }),
            icon: ICON_OF[verb],
            asks: true,
            run: () =>
              act(
                verb,
                members.filter((server) => server.enabled).map((server) => server.name),
              ),
          }),
        ),
  );
}

function lookCommands(now: Preferences, { prefer }: Doer): readonly PaletteEntry[] {
  const choice = <K extends keyof Preferences>(
    key: K,
    value: Preferences[K] & string,
    icon: IconName = 'settings',
  ): PaletteEntry => ({
    id: `${key}:${value}`,
    text: say(`palette.${key}`, { value: say(`settings.${key}.${value}`) }),
    icon,
    ...(now[key] === value ? { hint: say('palette.now') } : {}),
    run: () => prefer({ [key]: value }),
  });
  return [
    ...(['system', 'light', 'dark'] as const).map((value) => choice('theme', value)),
    ...(['system', 'more'] as const).map((value) => choice('contrast', value)),
    ...(['comfortable', 'compact'] as const).map((value) => choice('density', value)),
    ...(['system', ...languages] as const).map((value) => choice('language', value)),
    choice('layout', 'cards', 'cards'),
    choice('layout', 'table', 'table'),
  ];
}

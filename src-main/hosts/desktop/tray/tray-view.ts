import { type HealthLevel, unknownVerdict } from '../../../../src-shared/model/aggregate-health.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import type { ServerStatus } from '../../../../src-shared/schema/status.ts';
import type { BoardState } from '../board/board.ts';
import type { Words } from '../words.ts';
import { lines, plain, shortName, tooltip } from './labels.ts';

/** What choosing an item does. */
export type Deed =
  | { readonly does: 'start' | 'stop' | 'restart'; readonly servers: readonly string[] }
  | { readonly does: 'start-all' | 'stop-all' | 'logs' | 'quit' }
  | { readonly does: 'show'; readonly route: string | null }
  | { readonly does: 'login-item'; readonly on: boolean };

/** An item of the menu as data: two menus that read the same are the same, and only another one is built. */
export type TrayItem =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'deed'; readonly label: string; readonly enabled: boolean; readonly deed: Deed }
  | {
      readonly kind: 'switch';
      readonly label: string;
      readonly enabled: boolean;
      readonly on: boolean;
      readonly deed: Deed;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

/** All that a person sees of the tray. */
export interface TrayView {
  readonly look: HealthLevel;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayViewOptions {
  readonly state: BoardState;
  readonly words: Words;
  readonly loginItem: LoginItem;
  /** The servers are another instance's, and quitting leaves them running. */
  readonly isAttached: boolean;
}

/** As many servers as a menu can hold without becoming a list to search in. */
const MOST_SERVERS = 12;
const LINE: TrayItem = { kind: 'line' };
/** What a restart by hand does not help: the cause is elsewhere, or the old process is still there. */
const NOT_BY_RESTART: ReadonlySet<string | null> = new Set(['CONFIG', 'DEPENDENCY', 'UNKILLABLE']);

/** Nothing but what is given decides what is shown. */
export function trayView({ state, words, loginItem, isAttached }: TrayViewOptions): TrayView {
  const servers = state.connection === 'live' ? (state.report?.servers ?? []) : [];
  const troubled = failing(servers).slice(0, MOST_SERVERS);
  const own: readonly TrayItem[] = [
    { kind: 'deed', label: words.say('tray.logs'), enabled: true, deed: { does: 'logs' } },
    loginSwitch(loginItem, words),
    LINE,
    {
      kind: 'deed',
      label: words.say(isAttached ? 'tray.quit-attached' : 'tray.quit'),
      enabled: true,
      deed: { does: 'quit' },
    },
  ];
  const open: TrayItem = {
    kind: 'deed',
    label: words.say('tray.open'),
    enabled: true,
    deed: { does: 'show', route: null },
  };
  const said = sentences(state, words);
  return {
    look: lookOf(state),
    tooltip: tooltip(said),
    items: [
      ...statusLines(state, words).map((label): TrayItem => ({ kind: 'text', label })),
      ...troubled.map((server) => failingMenu(server, words)),
      open,
      ...takeOver(state, isAttached, words),
      LINE,
      ...serverMenus(servers, troubled, words),
      ...allDeeds(servers, words),
      ...own,
    ],
  };
}

function lookOf({ connection, report, health }: BoardState): HealthLevel {
  if (connection === 'lost') return 'degraded';
  return report === null ? 'busy' : health.level;
}

function statusLines(state: BoardState, words: Words): readonly string[] {
  if (state.connection === 'lost') return [unknown(state, words), words.say('tray.lost')];
  return [state.report === null ? words.say('page.connecting') : words.say(state.health.verdict)];
}

function sentences(state: BoardState, words: Words): readonly string[] {
  const [verdict = '', ...more] = statusLines(state, words);
  const isLive = state.connection === 'live' && state.report !== null;
  const details = isLive ? state.health.details.map((detail) => words.say(detail)) : [];
  const rest = details.length > 0 ? [words.say('overview.details', { text: details.join(', ') })] : more;
  return rest.length === 0 ? [verdict] : [words.say('overview.details', { text: verdict }), ...rest];
}

function unknown({ at }: BoardState, words: Words): string {
  return words.say(unknownVerdict(new Date(at).toLocaleTimeString('en-GB')));
}

/** The orchestrator of another process is gone or does not answer: its work can be done here. */
function takeOver({ connection }: BoardState, isAttached: boolean, words: Words): readonly TrayItem[] {
  if (!isAttached || connection !== 'lost') return [];
  return [{ kind: 'deed', label: words.say('tray.take-over'), enabled: true, deed: { does: 'start-all' } }];
}

/** Down before unhealthy, the newest first. */
function failing(servers: readonly ServerStatus[]): readonly ServerStatus[] {
  const of = (state: ServerStatus['state']) =>
    servers
      .filter((server) => server.enabled && server.state === state)
      .sort((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
  return [...of('CRASHED'), ...of('UNHEALTHY')];
}

function failingMenu(server: ServerStatus, words: Words): TrayItem {
  const { name, state, reason, lastExit } = server;
  const head = words.say(state === 'CRASHED' && reason !== null ? `reason.${reason}.head` : `state.${state}`);
  const restart = NOT_BY_RESTART.has(reason) ? [] : [serverDeed(server, 'restart', words)];
  const stop = isPossible('stop', server) ? [serverDeed(server, 'stop', words)] : [];
  const route = `/servers/${encodeURIComponent(name)}/log${lastExit === null ? '' : '?at=crash'}`;
  return {
    kind: 'menu',
    label: words.say('tray.server', { name: shortName(name), state: head }),
    items: [
      ...reasonLines(server, words).map((label): TrayItem => ({ kind: 'text', label })),
      LINE,
      ...restart,
      ...stop,
      { kind: 'deed', label: words.say('tray.log'), enabled: true, deed: { does: 'show', route } },
    ],
  };
}

/** What happened, then what a person does; not when the next check comes, for a menu does not count down. */
function reasonLines({ cause, detail, state, reason }: ServerStatus, words: Words): readonly string[] {
  const texts =
    cause === null
      ? [detail ?? '']
      : [words.say(cause.happened), state === 'UNHEALTHY' ? '' : words.say(cause.remedy)];
  const told = texts.flatMap((text) => lines(text.replaceAll('`', '')));
  return told.length > 0
    ? told
    : [words.say(state === 'CRASHED' ? `reason.${reason}.head` : `state.${state}`)];
}

/** In the order of the file; who needs the person stands further up, and nobody stands there twice. */
function serverMenus(
  servers: readonly ServerStatus[],
  troubled: readonly ServerStatus[],
  words: Words,
): readonly TrayItem[] {
  const others = servers.filter((server) => !troubled.includes(server));
  const shown = others.slice(0, MOST_SERVERS - troubled.length).map((server) => serverMenu(server, words));
  const all: TrayItem = {
    kind: 'deed',
    label: words.say('tray.show-all', { count: servers.length }),
    enabled: true,
    deed: { does: 'show', route: '/' },
  };
  const items = others.length > shown.length ? [...shown, all] : shown;
  return items.length === 0 ? [] : [...items, LINE];
}

function serverMenu(server: ServerStatus, words: Words): TrayItem {
  const { name, state, enabled } = server;
  const said = words.say(enabled ? `state.${state}` : 'state.disabled');
  return {
    kind: 'menu',
    label: words.say('tray.server', { name: shortName(name), state: said }),
    items: [
      serverDeed(server, 'start', words),
      serverDeed(server, 'stop', words),
      serverDeed(server, 'restart', words),
    ],
  };
}

type ServerDeed = 'start' | 'stop' | 'restart';

function serverDeed(server: ServerStatus, does: ServerDeed, words: Words): TrayItem {
  return {
    kind: 'deed',
    label: words.say(`page.do.${does}`),
    enabled: isPossible(does, server),
    deed: { does, servers: [server.name] },
  };
}

function isPossible(does: ServerDeed, { enabled, state, nextRestartAt }: ServerStatus): boolean {
  const isDown = state === 'STOPPED' || state === 'CRASHED';
  // Where it waits for its next restart, starting it by hand skips the wait.
  if (does === 'start') return enabled && (isDown || (state === 'STARTING' && nextRestartAt !== null));
  if (does === 'stop') return !isDown && state !== 'STOPPING';
  return enabled && state !== 'STOPPED' && state !== 'STOPPING';
}

function allDeeds(servers: readonly ServerStatus[], words: Words): readonly TrayItem[] {
  if (servers.length === 0) return [];
  const can = (does: ServerDeed) => servers.some((server) => isPossible(does, server));
  return [
    ...groupsMenu(servers, words),
    {
      kind: 'deed',
      label: words.say('page.do.start-all'),
      enabled: can('start'),
      deed: { does: 'start-all' },
    },
    { kind: 'deed', label: words.say('page.do.stop-all'), enabled: can('stop'), deed: { does: 'stop-all' } },
    LINE,
  ];
}

function groupsMenu(servers: readonly ServerStatus[], words: Words): readonly TrayItem[] {
  const groups = [...new Set(servers.flatMap((server) => server.groups))];
  if (groups.length === 0) return [];
  const items = groups.map((group): TrayItem => {
    const members = servers.filter((server) => server.groups.includes(group));
    const deed = (does: ServerDeed): TrayItem => {
      const able = members.filter((server) => isPossible(does, server));
      return {
        kind: 'deed',
        label: words.say(`page.do.${does}`),
        enabled: able.length > 0,
        deed: { does, servers: able.map(({ name }) => name) },
      };
    };
    return { kind: 'menu', label: shortName(group), items: [deed('start'), deed('stop'), deed('restart')] };
  });
  return [{ kind: 'menu', label: words.say('tray.groups'), items }];
}

/** On is also what was asked for and waits for the person's consent: choosing it takes it back. */
function loginSwitch({ state }: LoginItem, words: Words): TrayItem {
  const on = state === 'on' || state === 'needs-approval';
  const isOurs = state === 'on' || state === 'off';
  return {
    kind: 'switch',
    label: plain(words.say(isOurs ? 'tray.login' : `tray.login.${state}`)),
    enabled: isOurs || state === 'needs-approval',
    on,
    deed: { does: 'login-item', on: !on },
  };
}

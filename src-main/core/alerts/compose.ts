import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';
import { formatDuration } from '../../../src-shared/model/format.ts';
import { shortName } from '../../../src-shared/model/short-name.ts';
import type { Alert } from '../../../src-shared/schema/alert.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { RestartFacts } from './episodes.ts';

/** What is to be told of one server. `at`: ISO 8601, when it happened. */
export type Happening = { readonly at: string } & (
  | { readonly kind: 'crashed'; readonly cause: Cause | null; readonly restart: RestartFacts }
  | { readonly kind: 'down'; readonly cause: Cause | null; readonly reason: CrashReason }
  /** `sinceMs`: RUNNING since then, monotonic. */
  | { readonly kind: 'recovered'; readonly sinceMs: number }
);

/** Reasons that a restart may help against; of the others a person has something to mend first. */
const RESTART_HELPS: ReadonlySet<CrashReason> = new Set([
  'RESTART_LIMIT',
  'EXITED',
  'HOST',
  'NOT_FOUND',
  'PORT_CONFLICT',
]);
/** Names that are told of several; the others are counted. */
const MOST_NAMES = 3;

/** One alert about one or several servers to which the same happened. */
export function alertOf(id: string, servers: ReadonlyMap<string, Happening>, nowMs: number): Alert {
  const names = [...servers.keys()];
  const [first] = servers.values();
  if (first === undefined) throw new Error('an alert about nobody');
  const at = [...servers.values()].map((each) => each.at).reduce((a, b) => (a < b ? a : b));
  const told = servers.size === 1 ? tellOne(names[0] ?? '', first, nowMs) : tellMany(first.kind, names);
  return { id, kind: first.kind, at, servers: names, ...told };
}

/** Shown when somebody asks whether it works. */
export function testAlert(at: string): Alert {
  return {
    id: 'test',
    kind: 'test',
    at,
    servers: [],
    title: message('alerts.test.title'),
    body: [message('alerts.test.body')],
    actions: [],
  };
}

type Told = Pick<Alert, 'title' | 'body' | 'actions'>;

function tellOne(name: string, happening: Happening, nowMs: number): Told {
  const server = shortName(name);
  switch (happening.kind) {
    case 'crashed': {
      const { attempt, maxRestarts: max } = happening.restart;
      return {
        title: message('alerts.crashed.title', { server }),
        body: [...happenedOf(happening.cause), message('alerts.crashed.next', { attempt, max })],
        actions: ['log'],
      };
    }
    case 'down':
      return {
        title: message('alerts.down.title', { server }),
        body:
          happening.cause === null
            ? [message('alerts.down.happened'), message('alerts.down.remedy')]
            : [happening.cause.happened, happening.cause.remedy],
        actions: actionsOf(happening.reason),
      };
    case 'recovered':
      return {
        title: message('alerts.recovered.title', { server }),
        body: [message('alerts.recovered.body', { time: formatDuration(nowMs - happening.sinceMs) })],
        actions: [],
      };
  }
}

function tellMany(kind: Happening['kind'], names: readonly string[]): Told {
  const shown = names.slice(0, MOST_NAMES).map(shortName).join(', ');
  const more = names.length - MOST_NAMES;
  const who: Message =
    more > 0
      ? message('alerts.names.more', { names: shown, more })
      : message('alerts.names', { names: shown });
  const count = names.length;
  switch (kind) {
    case 'crashed':
      return {
        title: message('alerts.crashed.many.title', { count }),
        body: [who, message('alerts.crashed.many.next')],
        actions: [],
      };
    case 'down':
      return {
        title: message('alerts.down.many.title', { count }),
        body: [who, message('alerts.down.many.next')],
        actions: [],
      };
    case 'recovered':
      return { title: message('alerts.recovered.many.title', { count }), body: [who], actions: [] };
  }
}

function happenedOf(cause: Cause | null): readonly Message[] {
  return cause === null ? [] : [cause.happened];
}

/** Nothing of a refused configuration is in a log, and a restart changes nothing about it. */
function actionsOf(reason: CrashReason): Alert['actions'] {
  if (reason === 'CONFIG') return [];
  return RESTART_HELPS.has(reason) ? ['restart', 'log'] : ['log'];
}

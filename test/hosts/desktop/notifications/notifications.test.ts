import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { createAlertsRouter } from '../../../../src-main/api/alerts.ts';
import type { ApiParts } from '../../../../src-main/api/context.ts';
import { createNotifications } from '../../../../src-main/hosts/desktop/notifications/notifications.ts';
import { createWords } from '../../../../src-main/hosts/desktop/words.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import { AlertsKit } from '../../../core/alerts/alerts-kit.ts';
import { problem, server } from '../../../core/supervisor/fleet-kit.ts';
import {
  createElectronDouble,
  type ElectronDouble,
  type ElectronDoubleOptions,
} from '../../../doubles/electron/index.ts';
import { FakeWorld } from '../../../doubles/fake-world.ts';
import { tempFolder } from '../../../support/temp.ts';

const SECOND = 1000;

/** The real supervisor and alerts, a computer, and the application's notifications between them. */
interface Desk extends AsyncDisposable {
  readonly kit: AlertsKit;
  readonly connection: { alerts: AlertsKit['alerts'] | null; breaks(): void };
  readonly double: ElectronDouble;
  readonly did: string[];
  readonly logged: string[];
  readonly words: ReturnType<typeof createWords>;
  /** What the alerts say of the newest. */
  outcome(): string;
  advance(ms: number): Promise<void>;
  close(): void;
}

async function desk(options: Partial<ElectronDoubleOptions> = {}, names = ['db']): Promise<Desk> {
  const folder = await tempFolder('notifications');
  const double = createElectronDouble({ userData: folder.path, ready: 'now', ...options });
  const kit = new AlertsKit(new FakeWorld(), { hasNotifier: false });
  // Another process may take the orchestrator's place: what is called is the one of the moment.
  let broken = new AbortController();
  const connection = {
    alerts: kit.alerts as AlertsKit['alerts'] | null,
    breaks() {
      broken.abort();
      broken = new AbortController();
    },
  };
  const current = () => {
    if (connection.alerts === null) throw new Error('no connection');
    return connection.alerts;
  };
  const router = createAlertsRouter({
    alerts: {
      follow: (as, signal) =>
        current().follow(as, AbortSignal.any([broken.signal, ...(signal ? [signal] : [])])),
      report: (id, outcome) => current().report(id, outcome),
    },
  } as ApiParts);
  const did: string[] = [];
  const logged: string[] = [];
  const words = createWords('en');
  const { close } = createNotifications({
    electron: double.electron,
    platform: double.platform,
    client: { alerts: createRouterClient(router, { context: { actor: 'desktop' } }) },
    words,
    actions: {
      showWindow: (route) => void did.push(`window ${route}`),
      restart: (servers) => void did.push(`restart ${servers.join(' ')}`),
    },
    log: (text) => void logged.push(text),
    clock: kit.world.clock,
  });
  const advance = async (ms: number) => {
    await kit.advance(ms);
    await double.settled();
    await kit.advance(0);
  };
  await kit.boot(names.map((name) => server(name)));
  await advance(60 * SECOND);
  return {
    kit,
    connection,
    double,
    did,
    logged,
    words,
    outcome() {
      const outcome = kit.alerts.state().last?.outcome;
      if (outcome === undefined || outcome === null) return 'not known';
      return outcome.why === null ? 'shown' : formatMessage(outcome.why);
    },
    advance,
    close,
    async [Symbol.asyncDispose]() {
      await kit.end();
      close();
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The one on the screen. */
function only({ double }: Desk) {
  const [first, ...more] = double.user.notifications;
  if (first === undefined || more.length > 0)
    throw new Error(`${more.length} notifications are on the screen`);
  return first;
}

test('a crash is shown without a sound, not urgent, and the orchestrator hears that it was', async () => {
  await using it = await desk();
  expect(it.kit.alerts.state().presenter).toBe('desktop');
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(only(it)).toMatchObject({
    title: 'db crashed',
    body: 'It ended with code 1. It is started again: restart 1 of 3.',
    silent: true,
    urgency: 'normal',
  });
  expect(it.outcome()).toBe('shown');
});

test('a click opens the log of that server at its crash, whatever its name', async () => {
  await using it = await desk({}, ['data base/2']);
  it.kit.crash('data base/2');
  await it.advance(3 * SECOND);
  only(it).clicked();
  expect(it.did).toEqual(['window /servers/data%20base%2F2/log?at=crash']);
});

test('a click on several opens where all are seen; on one whose file is wrong, its page', async () => {
  await using it = await desk({}, ['a', 'b']);
  it.kit.crash('a', 'b');
  await it.advance(3 * SECOND);
  only(it).clicked();
  it.kit.stop('a', 'b');
  await it.advance(3 * SECOND);
  it.kit.apply([server('a', { problems: [problem('a')] })]);
  it.kit.start('a');
  await it.advance(3 * SECOND);
  only(it).clicked();
  expect(it.did).toEqual(['window /', 'window /servers/a']);
});

test.each(['darwin', 'win32'] as const)('%s has buttons: restart, and the log', async (platform) => {
  await using it = await desk({ platform });
  it.kit.world.behave('db', { exitAfterMs: 10 });
  it.kit.crash('db');
  await it.advance(60 * SECOND);
  expect(only(it).title).toBe('db is down');
  expect(only(it).buttons).toEqual(['Restart', 'Show log']);
  only(it).pressed(0);
  only(it).pressed(1);
  expect(it.did).toEqual(['restart db', 'window /servers/db/log?at=crash']);
});

test('Linux has no buttons, and markup stays text there', async () => {
  await using it = await desk({ platform: 'linux' });
  it.kit.world.behave('db', { exitAfterMs: 10 });
  it.kit.apply([server('db'), server('x', { problems: [problem('x', '<b>`a` & b</b>')] })]);
  it.kit.start('x');
  await it.advance(3 * SECOND);
  expect(only(it).buttons).toEqual([]);
  expect(only(it).body).toContain('&lt;b&gt;`a` &amp; b&lt;/b&gt;');
});

test('an exhausted budget takes the place of the crash, and recovery takes it off the screen', async () => {
  await using it = await desk();
  it.kit.world.behave('db', { exitAfterMs: 10 });
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(only(it).title).toBe('db crashed');
  await it.advance(60 * SECOND);
  expect(only(it).title).toBe('db is down');
  it.kit.world.behave('db', { exitAfterMs: null });
  it.kit.restart('db');
  await it.advance(3 * SECOND);
  expect(it.double.user.notifications).toEqual([]);
});

test('on Windows one that went to the Action Center can still be clicked, and is taken back from there', async () => {
  await using it = await desk({ platform: 'win32' });
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  let taken = 0;
  const shown = only(it);
  const object = it.double.user.notificationHistory.at(-1) as unknown as { close(): void };
  const close = object.close.bind(object);
  object.close = () => {
    taken += 1;
    close();
  };
  shown.closedByPerson('timedOut');
  await it.advance(60 * SECOND);
  expect(taken).toBe(1);
});

test('one that a person closed is forgotten', async () => {
  await using it = await desk();
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  only(it).closedByPerson('userCanceled');
  await it.advance(60 * SECOND);
  expect(only(it).title).toBe('db is running again');
});

test.each([
  ['unsupported', 'linux', /^This system has no notifications/],
  ['refused', 'darwin', /^The system did not show it: Notifications are not allowed/],
  ['refused', 'linux', /^No notification service answers/],
] as const)('notifications that are %s on %s are told as such', async (notifications, platform, told) => {
  await using it = await desk({ notifications, platform });
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(it.outcome()).toMatch(told);
  expect(it.logged.at(-1)).toMatch(/^a notification was not shown: /);
});

test('silence of the system is told after a while', async () => {
  await using it = await desk({ notifications: 'silent' });
  it.kit.crash('db');
  await it.advance(9 * SECOND);
  expect(it.outcome()).toBe('not known');
  await it.advance(2 * SECOND);
  expect(it.outcome()).toMatch(/^The system did not confirm it within 8 s/);
});

test('what Electron throws is an outcome like any other', async () => {
  await using it = await desk({ ready: 'by-itself' });
  const { Notification } = it.double.electron;
  Notification.isSupported = () => {
    throw new Error('no display');
  };
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(it.outcome()).toMatch(/^The system did not show it: no display/);
});

test('it speaks the language of the moment', async () => {
  await using it = await desk();
  it.words.speak('de');
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(only(it).title).toBe('db ist abgestürzt');
});

test('after it was closed nothing is shown any more, and the orchestrator knows', async () => {
  await using it = await desk();
  it.close();
  await it.advance(0);
  expect(it.kit.alerts.state().presenter).toBeNull();
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(it.double.user.notifications).toEqual([]);
});

test('where the orchestrator goes away and comes back, it is followed again by itself', async () => {
  await using it = await desk();
  it.connection.alerts = null;
  it.kit.alerts.close();
  await it.advance(10 * SECOND);
  expect(it.logged).toEqual([expect.stringMatching(/^notifications wait: /)]); // once, not at every attempt
  const next = new AlertsKit(new FakeWorld({ clock: it.kit.world.clock }), { hasNotifier: false });
  await next.boot([server('other')]);
  it.connection.alerts = next.alerts;
  await it.advance(2 * SECOND);
  expect(next.alerts.state().presenter).toBe('desktop');
  next.crash('other');
  await it.advance(3 * SECOND);
  expect(only(it).title).toBe('other crashed');
  await next.end();
});

test.each([
  [
    'the orchestrator came back',
    async (it: Desk) => {
      it.connection.breaks();
      it.kit.stop('db');
      await it.advance(3 * SECOND);
    },
  ],
  [
    'another orchestrator took its place',
    async (it: Desk) => {
      it.connection.breaks();
      it.connection.alerts = new AlertsKit(new FakeWorld(), { hasNotifier: false }).alerts;
      await it.advance(3 * SECOND);
    },
  ],
])('what is no longer true leaves the screen when %s', async (_, pass) => {
  await using it = await desk();
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  expect(only(it).title).toBe('db crashed');
  await pass(it);
  expect(it.double.user.notifications).toEqual([]);
});

test('what still is stays on the screen when the connection breaks for a moment', async () => {
  await using it = await desk();
  it.kit.crash('db');
  await it.advance(3 * SECOND);
  it.connection.breaks();
  await it.advance(3 * SECOND);
  expect(only(it).title).toBe('db crashed');
  await it.advance(60 * SECOND);
  expect(only(it).title).toBe('db is running again');
});

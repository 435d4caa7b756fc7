import { expect, test } from 'vitest';
import { message } from '../../../src-shared/i18n/message.ts';
import type { AlertMessage } from '../../../src-shared/schema/alert.ts';
import { defaultAlertSettings } from '../../../src-shared/schema/alert.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { server } from '../supervisor/fleet-kit.ts';
import { AlertsKit, shown } from './alerts-kit.ts';

const SECOND = 1000;

async function running(options?: ConstructorParameters<typeof AlertsKit>[1]): Promise<AlertsKit> {
  const kit = new AlertsKit(new FakeWorld(), options);
  await kit.boot([server('db')]);
  await kit.advance(60 * SECOND);
  return kit;
}

/** What a follower has been given so far. */
function reader(stream: AsyncIterableIterator<AlertMessage>) {
  const state = { got: [] as string[], standing: null as readonly string[] | null, ended: false };
  void (async () => {
    for await (const each of stream) {
      if (each.kind === 'standing') {
        expect([state.standing, state.got]).toEqual([null, []]); // the first, and once
        state.standing = each.ids;
      } else
        state.got.push(each.kind === 'show' ? `${each.alert.kind} ${each.alert.id}` : `withdraw ${each.id}`);
    }
    state.ended = true;
  })();
  return state;
}

test('the state tells who shows, what came of the last, and the settings', async () => {
  const kit = await running();
  expect(kit.alerts.state()).toEqual({
    settings: defaultAlertSettings,
    quiet: false,
    presenter: 'screen',
    last: null,
  });
  kit.crash('db');
  await kit.advance(3 * SECOND);
  expect(kit.alerts.state().last).toEqual({ alert: kit.screen.alerts[0], outcome: shown });
  await kit.end();
});

test('while somebody follows, the notifier of the host rests; the newest shows, then the one before', async () => {
  const kit = await running();
  const first = new AbortController();
  const second = new AbortController();
  const one = reader(kit.alerts.follow('desktop', first.signal));
  const two = reader(kit.alerts.follow('another', second.signal));
  expect(kit.alerts.state().presenter).toBe('another');
  kit.crash('db');
  await kit.advance(3 * SECOND);
  expect([one.got, two.got, kit.screen.news()]).toEqual([[], ['crashed server:db'], []]);
  kit.alerts.report('server:db', shown);
  expect(kit.alerts.state().last?.outcome).toEqual(shown);
  second.abort();
  await kit.advance(0);
  expect([two.ended, kit.alerts.state().presenter]).toEqual([true, 'desktop']);
  first.abort();
  await kit.advance(40 * SECOND);
  expect(kit.alerts.state().presenter).toBe('screen');
  expect(one.got).toEqual([]);
  // The notifier never showed the crash, so it has nothing to take back.
  expect(kit.screen.news()).toEqual([expect.stringMatching(/^db is running again/)]);
  await kit.end();
});

test('a follower gets what is to be taken back of that which it showed, also when a newer one shows by now', async () => {
  const kit = await running();
  const one = reader(kit.alerts.follow('desktop'));
  kit.crash('db');
  await kit.advance(3 * SECOND);
  kit.alerts.report('server:db', shown);
  const two = reader(kit.alerts.follow('another'));
  await kit.advance(60 * SECOND);
  expect(one.got).toEqual(['crashed server:db', 'withdraw server:db']);
  expect(two.got).toEqual(['recovered server:db']);
  await kit.end();
});

test('one that comes back hears which of what it showed still holds, and what of that is taken back later', async () => {
  const kit = new AlertsKit(new FakeWorld());
  await kit.boot([server('db'), server('web')]);
  await kit.advance(60 * SECOND);
  const broken = new AbortController();
  const before = reader(kit.alerts.follow('desktop', broken.signal));
  for (const name of ['db', 'web']) {
    kit.crash(name);
    await kit.advance(3 * SECOND);
    kit.alerts.report(`server:${name}`, shown);
  }
  expect([before.standing, before.got]).toEqual([[], ['crashed server:db', 'crashed server:web']]);
  broken.abort();
  kit.stop('db');
  await kit.advance(3 * SECOND);
  const stranger = reader(kit.alerts.follow('phone'));
  const after = reader(kit.alerts.follow('desktop'));
  await kit.advance(0);
  expect([stranger.standing, after.standing, after.got]).toEqual([[], ['server:web'], []]);
  kit.stop('web');
  await kit.advance(3 * SECOND);
  expect([stranger.got, after.got]).toEqual([[], ['withdraw server:web']]);
  await kit.end();
});

test('whoever shows the state hears of every change of it, but of quiet hours that begin', async () => {
  const kit = await running();
  let heard = 0;
  const stop = kit.alerts.onChange(() => {
    heard++;
  });
  const changes = async (act: () => unknown): Promise<boolean> => {
    heard = 0;
    await act();
    await kit.advance(0);
    return heard > 0;
  };
  const leaving = new AbortController();
  expect(await changes(() => kit.alerts.update({ muted: ['web'] }))).toBe(true);
  expect(await changes(() => void reader(kit.alerts.follow('desktop', leaving.signal)))).toBe(true);
  kit.crash('db');
  expect(await changes(() => kit.advance(3 * SECOND))).toBe(true);
  expect(await changes(() => kit.alerts.report('server:db', shown))).toBe(true);
  expect(await changes(() => kit.alerts.report('server:db', shown))).toBe(false);
  expect(await changes(() => leaving.abort())).toBe(true);
  stop();
  expect(await changes(() => kit.alerts.update({ muted: [] }))).toBe(false);
  await kit.end();
});

test('what a follower did not answer for 10 s is told as such', async () => {
  const kit = await running();
  void reader(kit.alerts.follow('desktop'));
  kit.crash('db');
  await kit.advance(11_900);
  expect(kit.alerts.state().last?.outcome).toBeNull();
  await kit.advance(200);
  const why = message('alerts.why.silent', { presenter: 'desktop', seconds: 10 });
  expect(kit.alerts.state().last?.outcome).toEqual({ shown: false, why });
  kit.alerts.report('server:db', shown); // too late to be true
  expect(kit.alerts.state().last?.outcome?.shown).toBe(false);
  await kit.end();
});

test('what a follower had not answered when it went is shown by the next', async () => {
  const kit = await running();
  const leaving = new AbortController();
  void reader(kit.alerts.follow('desktop', leaving.signal));
  kit.crash('db');
  await kit.advance(3 * SECOND);
  leaving.abort();
  await kit.advance(0);
  expect(kit.screen.titles).toEqual(['db crashed']);
  expect(kit.alerts.state().last?.outcome).toEqual(shown);
  await kit.end();
});

test('where nobody can show it, that is what comes of it', async () => {
  const kit = await running({ hasNotifier: false });
  expect(kit.alerts.state().presenter).toBeNull();
  expect(await kit.alerts.test()).toEqual({ shown: false, why: message('alerts.why.nobody') });
  expect(kit.alerts.state().last).toMatchObject({ alert: { kind: 'test' }, outcome: { shown: false } });
  await kit.end();
});

test('a test is shown whatever the settings say, and answers with what came of it', async () => {
  const kit = await running();
  kit.alerts.update({ enabled: false, quietHours: { from: '00:00', to: '23:59' } });
  expect(await kit.alerts.test()).toEqual(shown);
  expect(kit.screen.titles).toEqual(['Notifications work']);
  const why = message('alerts.why.no-service');
  kit.screen.outcome = async () => ({ shown: false, why });
  expect(await kit.alerts.test()).toEqual({ shown: false, why });
  await kit.end();
});

test('a notifier that breaks its word harms nothing', async () => {
  const kit = await running();
  kit.screen.outcome = () => Promise.reject(new Error('no bus'));
  kit.crash('db');
  await kit.advance(3 * SECOND);
  expect(kit.alerts.state().last?.outcome).toEqual({
    shown: false,
    why: message('alerts.why.refused', { presenter: 'screen', error: 'Error: no bus' }),
  });
  kit.screen.outcome = () => new Promise(() => undefined);
  const asked = kit.alerts.test();
  await kit.advance(10 * SECOND);
  expect((await asked).shown).toBe(false);
  expect(kit.world.violations.splice(0)).toEqual([expect.stringContaining('a notifier failed')]);
  await kit.end();
});

test('the end of the instance ends every stream and every wait', async () => {
  const kit = await running();
  const one = reader(kit.alerts.follow('desktop'));
  const asked = kit.alerts.test();
  await kit.end();
  expect(await asked).toEqual({ shown: false, why: message('alerts.why.closed') });
  await kit.advance(0);
  expect(one.ended).toBe(true);
  const late = reader(kit.alerts.follow('late'));
  await kit.advance(0);
  expect(late.ended).toBe(true);
  expect((await kit.alerts.test()).shown).toBe(false);
});

test('settings are kept in the store for every host of the home; a change leaves the others as they are', async () => {
  const kit = await running();
  const quietHours = { from: '22:00', to: '07:00' };
  kit.alerts.update({ quietHours, muted: ['db', 'db'] });
  kit.alerts.update({ crashed: false, recovered: undefined });
  await kit.end();
  const next = new AlertsKit(new FakeWorld({ clock: kit.world.clock, store: kit.world.store }));
  expect(next.alerts.state().settings).toEqual({
    ...defaultAlertSettings,
    quietHours,
    muted: ['db'],
    crashed: false,
  });
  expect(next.warnings).toEqual([]);
  await next.end();
});

test.each([
  ['{', /^The notification settings that were kept cannot be read, so the usual ones hold: .+/],
  ['[]', /an object was expected/],
  ['null', /an object was expected/],
  ['{"quietHours":{"from":"25:00","to":"07:00"}}', /quietHours\.from/],
  ['{"muted":"db"}', /muted/],
])('settings that cannot be read (%s) are told once, and the usual ones hold', async (text, told) => {
  const world = new FakeWorld();
  world.store.setValue('alerts.settings', text);
  const kit = new AlertsKit(world);
  expect(kit.alerts.state().settings).toEqual(defaultAlertSettings);
  expect(kit.warnings).toEqual([expect.stringMatching(told)]);
  await kit.end();
});

test('a setting that an earlier version did not know has its usual value', async () => {
  const world = new FakeWorld();
  world.store.setValue('alerts.settings', '{"crashed":false,"someday":1}');
  const kit = new AlertsKit(world);
  expect(kit.alerts.state().settings).toEqual({ ...defaultAlertSettings, crashed: false });
  expect(kit.warnings).toEqual([]);
  await kit.end();
});

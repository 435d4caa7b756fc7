import { expect, test } from 'vitest';
import { isQuiet } from '../../../src-main/core/alerts/quiet-hours.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { server } from '../supervisor/fleet-kit.ts';
import { AlertsKit } from './alerts-kit.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Local time of the day after the first of the tests. */
const at = (hours: number, minutes = 0, day = 21): number =>
  new Date(2026, 10, day, hours, minutes).getTime();

const fleet = (count: number) => Array.from({ length: count }, (_, index) => server(`s${index}`));
const names = (count: number) => fleet(count).map(({ name }) => name);

async function kitAt(wallMs: number, servers = fleet(1)): Promise<AlertsKit> {
  const kit = new AlertsKit(new FakeWorld({ clock: new FakeClock({ wallMs }) }));
  await kit.boot(servers);
  await kit.advance(MINUTE);
  return kit;
}

const restartsUsed = { exitAfterMs: 10 };

test('what crashes within two seconds is told together, and so is that it recovered', async () => {
  const kit = await kitAt(at(12), fleet(5));
  for (const name of names(5)) {
    kit.crash(name);
    await kit.advance(300);
  }
  await kit.advance(MINUTE);
  expect(kit.screen.news()).toEqual([
    '5 servers crashed: s0, s1, s2 and 2 more. They start again by themselves.',
    expect.stringMatching(/^withdrawn: servers:/),
    '5 servers are running again: s0, s1, s2 and 2 more.',
  ]);
  await kit.end();
});

test('of a longer storm four are one, whatever the distance between them', async () => {
  const kit = await kitAt(at(12), fleet(10));
  for (const name of names(10)) {
    kit.crash(name);
    await kit.advance(2500);
  }
  const storm = kit.screen.news();
  expect(storm.slice(0, 7)).toEqual([
    expect.stringMatching(/^s0 crashed/),
    expect.stringMatching(/^s1 crashed/),
    expect.stringMatching(/^s2 crashed/),
    'withdrawn: server:s0',
    'withdrawn: server:s1',
    'withdrawn: server:s2',
    '4 servers crashed: s0, s1, s2 and 1 more. They start again by themselves.',
  ]);
  // From then on one notification is counted up where it stands.
  expect(storm.slice(7).filter((text) => text.startsWith('withdrawn'))).toEqual([]);
  expect(kit.screen.now.size).toBe(1);
  await kit.end();
});

test('a storm that goes on is told anew four times a minute at most, with all that came', async () => {
  const kit = await kitAt(at(12), fleet(60));
  for (const name of names(60)) kit.world.behave(name, { handshake: 'protocol' });
  for (const name of names(60)) {
    kit.crash(name);
    await kit.advance(2100);
  }
  await kit.advance(MINUTE);
  const told = kit.screen.news().filter((text) => /(crashed|down): /.test(text));
  // 126 s: of each kind three by themselves, the storm, and what came of it every 15 s.
  expect(told.length).toBeLessThanOrEqual(2 * (4 + Math.ceil(126 / 15)));
  expect(kit.screen.titles).toEqual(['60 servers are down']);
  await kit.end();
});

test('names of any length leave room for what happened to them', async () => {
  const long = (end: string) => `${'northern-'.repeat(14)}${end}`;
  const kit = await kitAt(
    at(12),
    ['x', 'y', 'z'].map((end) => server(long(end))),
  );
  kit.crash(long('x'));
  await kit.advance(3 * SECOND);
  kit.crash(long('y'), long('z'));
  await kit.advance(3 * SECOND);
  expect(kit.screen.news()).toEqual([
    expect.stringMatching(/^northern-.*…rn-northern-x crashed: It ended .* restart 1 of 3\.$/),
    expect.stringMatching(
      /^2 servers crashed: .*…rn-northern-y, .*…rn-northern-z\. They start again by themselves\.$/,
    ),
  ]);
  expect(kit.screen.alerts[0]?.servers).toEqual([long('x')]);
  await kit.end();
});

test('a hundred servers that go down for good are told once, and taken back when the last is seen to', async () => {
  const kit = new AlertsKit(new FakeWorld());
  for (const name of names(100)) kit.world.behave(name, { handshake: 'protocol' });
  await kit.boot(fleet(100));
  await kit.advance(MINUTE);
  expect(kit.screen.news()).toHaveLength(1);
  expect(kit.screen.titles).toEqual(['100 servers are down']);
  kit.stop(...names(99));
  await kit.advance(MINUTE);
  expect(kit.screen.titles).toEqual(['100 servers are down']);
  kit.stop('s99');
  await kit.advance(MINUTE);
  expect(kit.screen.titles).toEqual([]);
  await kit.end();
});

test('in quiet hours nothing is shown; what still holds at their end is told then, together', async () => {
  const kit = await kitAt(at(21, 50), fleet(4));
  kit.alerts.update({ quietHours: { from: '22:00', to: '07:30' } });
  expect(kit.alerts.state().quiet).toBe(false);
  await kit.advance(3 * HOUR);
  expect(kit.alerts.state().quiet).toBe(true);
  for (const name of ['s0', 's1']) kit.world.behave(name, restartsUsed);
  kit.crash('s0', 's1', 's2');
  await kit.advance(at(7, 29, 22) - kit.world.clock.wallMs());
  expect(kit.states()).toEqual({ s0: 'CRASHED', s1: 'CRASHED', s2: 'RUNNING', s3: 'RUNNING' });
  expect(kit.screen.news()).toEqual([]);
  await kit.advance(2 * MINUTE);
  expect(kit.screen.news()).toEqual([
    '2 servers are down: s0, s1. They stay down until you mend them: the overview tells each one’s cause.',
  ]);
  await kit.end();
});

test('what went down in quiet hours is told at their end also by the instance that came meanwhile', async () => {
  const quietHours = { from: '22:00', to: '07:30' };
  const first = await kitAt(at(23), fleet(3));
  first.alerts.update({ quietHours });
  first.world.behave('s0', { handshake: 'protocol' });
  first.crash('s0');
  await first.advance(HOUR);
  await first.end();

  const begin = async (before: AlertsKit): Promise<AlertsKit> => {
    const { clock, store } = before.world;
    const kit = new AlertsKit(new FakeWorld({ clock, store }));
    kit.world.behave('s0', { handshake: 'protocol' });
    await kit.boot(fleet(3));
    return kit;
  };
  const second = await begin(first);
  await second.advance(at(7, 29, 22) - second.world.clock.wallMs());
  expect(second.screen.news()).toEqual([]);
  await second.advance(2 * MINUTE);
  expect(second.screen.titles).toEqual(['s0 is down']);
  await second.end();

  const third = await begin(second);
  await third.advance(HOUR);
  expect([third.states().s0, third.screen.news()]).toEqual(['CRASHED', []]);
  await third.end();
});

test('quiet hours take back at once what is over, and tell at their end that it runs again', async () => {
  const kit = await kitAt(at(12));
  kit.crash('s0');
  await kit.advance(5 * SECOND);
  expect(kit.screen.titles).toEqual(['s0 crashed']);
  kit.alerts.update({ quietHours: { from: '12:00', to: '13:00' } });
  await kit.advance(MINUTE);
  expect(kit.screen.titles).toEqual([]);
  await kit.advance(HOUR);
  expect(kit.screen.titles).toEqual(['s0 is running again']);
  await kit.end();
});

test('quiet hours end by the clock on the wall, also when it was set or the computer slept', async () => {
  const kit = await kitAt(at(23));
  kit.alerts.update({ quietHours: { from: '22:00', to: '07:00' } });
  kit.world.behave('s0', restartsUsed);
  kit.crash('s0');
  await kit.advance(5 * MINUTE);
  kit.world.clock.freeze(9 * HOUR, { wallOnly: true });
  await kit.advance(2 * MINUTE);
  expect(kit.screen.titles).toEqual(['s0 is down']);
  await kit.end();
});

test.each([
  ['09:00', '17:00', 8, 59, false],
  ['09:00', '17:00', 9, 0, true],
  ['09:00', '17:00', 16, 59, true],
  ['09:00', '17:00', 17, 0, false],
  ['22:00', '07:00', 21, 59, false],
  ['22:00', '07:00', 22, 0, true],
  ['22:00', '07:00', 0, 0, true],
  ['22:00', '07:00', 6, 59, true],
  ['22:00', '07:00', 7, 0, false],
  ['00:00', '00:00', 0, 0, false],
  ['12:00', '12:00', 12, 0, false],
])('%s to %s at %i:%i: quiet is %s', (from, to, hours, minutes, quiet) => {
  // On every day of a year, and so on those on which the clocks change, wherever this runs.
  for (let day = 1; day <= 366; day++) {
    const date = new Date(2026, 0, day, hours, minutes);
    if (date.getHours() !== hours) continue; // an hour that this day does not have
    expect([date.toString(), isQuiet({ from, to }, date.getTime())]).toEqual([date.toString(), quiet]);
  }
});

test('of a muted server nothing is told, and what was told of it is taken back', async () => {
  const kit = await kitAt(at(12), fleet(2));
  kit.alerts.update({ muted: ['s0'] });
  kit.crash('s0', 's1');
  await kit.advance(5 * SECOND);
  expect(kit.screen.titles).toEqual(['s1 crashed']);
  kit.alerts.update({ muted: ['s0', 's1'] });
  await kit.advance(5 * SECOND);
  expect(kit.screen.titles).toEqual([]);
  await kit.advance(MINUTE);
  expect(kit.screen.titles).toEqual([]);
  await kit.end();
});

test('a kind that is switched off is not told; the others are', async () => {
  const kit = await kitAt(at(12));
  kit.alerts.update({ crashed: false, recovered: false });
  kit.world.behave('s0', restartsUsed);
  kit.crash('s0');
  await kit.advance(5 * MINUTE);
  expect(kit.screen.titles).toEqual(['s0 is down']);
  kit.screen.news();
  kit.alerts.update({ enabled: false });
  expect(kit.screen.news()).toEqual(['withdrawn: server:s0']);
  await kit.end();
});

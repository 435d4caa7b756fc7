import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTrayHost, type TrayHostOptions } from '../../../../src-main/hosts/desktop/tray/tray-host.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { DBUS_DAEMON, missingTool, sessionBus } from '../../../support/session-bus.ts';
import { statusOf } from '../../../support/statuses.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';
import { findTool } from '../../../support/tools.ts';
import { trayKit } from './kit.ts';
import { statusNotifierWatcher } from './status-notifier-watcher.ts';

const ASKERS = ['busctl', 'gdbus', 'dbus-send'] as const;
const pathOf = (program: string): string | null =>
  findTool({
    name: program,
    programs: [program],
    variable: '',
    debianPackage: '',
    unpack: false,
    neededFor: '',
  });
const installed = ASKERS.filter((program) => process.platform === 'linux' && pathOf(program) !== null);

const missing = process.platform === 'linux' ? missingTool(DBUS_DAEMON) : 'D-Bus is for Linux';

/** A PATH on which nothing is but these. */
async function pathWith(...programs: readonly string[]): Promise<TempFolder> {
  const folder = await tempFolder('path');
  for (const program of programs) await symlink(pathOf(program) ?? program, folder.file(program));
  return folder;
}

/** A busy machine may be slow to answer; what hangs is told apart by its own test. */
const limitMs = 30_000;

/** Watches, and gives what was told so far. */
function watch(clock: FakeClock, environment: NodeJS.ProcessEnv, more: TrayHostOptions = { limitMs }) {
  const told: boolean[] = [];
  const stop = createTrayHost('linux', { clock, environment, ...more }).watch((isThere) =>
    told.push(isThere),
  );
  onTestFinished(stop);
  return { told, stop };
}

/** The answer is there: either it was the last one, or the next question has its time. */
const answered = (clock: FakeClock, told: readonly boolean[]) =>
  eventually(() => told.at(-1) === true || clock.pending.length > 0, Boolean, { what: 'an answer' });

describe.each(['darwin', 'win32'] as const)('on %s', (platform) => {
  test('there is always a bar: it is told at once', () => {
    const told: boolean[] = [];
    createTrayHost(platform).watch((isThere) => told.push(isThere))();
    expect(told).toEqual([true]);
  });
});

describe.skipIf(process.platform !== 'linux')('on Linux (skipped on other systems)', () => {
  test('where nobody can be asked, a panel is taken to be there', async () => {
    await using path = await pathWith();
    const clock = new FakeClock();
    const { told } = watch(clock, { PATH: path.path });
    await eventually(() => told.length > 0);
    expect([told, clock.pending]).toEqual([[true], []]);
  });

  test('a tool that hangs is ended, and asked again later', async () => {
    await using path = await pathWith();
    const pid = path.file('pid');
    await writeFile(path.file('busctl'), `#!/bin/sh\necho $$ > ${pid}\nexec /bin/sleep 600\n`);
    await chmod(path.file('busctl'), 0o755);
    const clock = new FakeClock();
    const { told } = watch(clock, { PATH: path.path }, {});
    await answered(clock, told);
    expect(told).toEqual([false]);
    expect(clock.pending.map(({ delayMs }) => delayMs)).toEqual([1000]);
    const hanging = Number(await readFile(pid, 'utf8'));
    expect(() => process.kill(hanging, 0)).toThrow('ESRCH');
  });

  test('who stops watching ends the question that is under way, and hears nothing more', async () => {
    await using path = await pathWith();
    const pid = path.file('pid');
    await writeFile(
      path.file('busctl'),
      `#!/bin/sh\necho $$ > ${pid}.new && mv ${pid}.new ${pid}\nexec sleep 600\n`,
    );
    await chmod(path.file('busctl'), 0o755);
    const clock = new FakeClock();
    const { told, stop } = watch(clock, { PATH: `${path.path}:/usr/bin:/bin` });
    const hanging = Number(await eventually(() => readFile(pid, 'utf8').catch(() => '')));
    stop();
    await eventually(() => {
      try {
        process.kill(hanging, 0);
        return false;
      } catch {
        return true;
      }
    });
    expect([told, clock.pending]).toEqual([[], []]);
  });
});

describe.skipIf(missing !== null)(
  `on a real D-Bus${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    describe.each(installed)('asked with %s', (program) => {
      test('a panel that shows icons is there', async () => {
        await using bus = await sessionBus();
        await using path = await pathWith(program);
        await statusNotifierWatcher(bus, true);
        const clock = new FakeClock();
        const { told } = watch(clock, { PATH: path.path, DBUS_SESSION_BUS_ADDRESS: bus.address });
        await answered(clock, told);
        expect([told, clock.pending]).toEqual([[true], []]);
      });

      test('without a panel it is not, until one comes', async () => {
        await using bus = await sessionBus();
        await using path = await pathWith(program);
        const clock = new FakeClock();
        const { told } = watch(clock, { PATH: path.path, DBUS_SESSION_BUS_ADDRESS: bus.address });
        await answered(clock, told);
        expect(told).toEqual([false]);
        const watcher = await statusNotifierWatcher(bus, false);
        await clock.advance(1000);
        await answered(clock, told);
        expect(told).toEqual([false]);
        watcher.hasHost = true;
        await clock.advance(1000);
        await answered(clock, told);
        expect([told, clock.pending]).toEqual([[false, true], []]);
      });

      test('without a bus it is not', async () => {
        await using path = await pathWith(program);
        const clock = new FakeClock();
        const address = `unix:path=${path.file('no-bus')}`;
        const { told } = watch(clock, { PATH: path.path, DBUS_SESSION_BUS_ADDRESS: address });
        await answered(clock, told);
        expect(told).toEqual([false]);
      });
    });

    test('it is asked every second while somebody logs in, and every 30 s from then on', async () => {
      await using bus = await sessionBus();
      const clock = new FakeClock();
      const { told } = watch(clock, { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address });
      const delays: (number | undefined)[] = [];
      for (let i = 0; i < 18; i++) {
        await answered(clock, told);
        delays.push(clock.pending[0]?.delayMs);
        await clock.advanceToNext();
      }
      expect(delays).toEqual([...Array(15).fill(1000), ...Array(3).fill(30_000)]);
      expect(told).toEqual([false]);
    });

    test('the icon comes when the panel does, with what is true by then', async () => {
      await using bus = await sessionBus();
      const clock = new FakeClock();
      const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address };
      using kit = trayKit({ host: createTrayHost('linux', { clock, environment, limitMs }) });
      kit.say([statusOf({ name: 'db', state: 'CRASHED' })]);
      await eventually(() => kit.tray.state.why !== null);
      expect([kit.tray.state.why?.key, kit.user.tray.made]).toEqual(['tray.no-host', 0]);
      await statusNotifierWatcher(bus, true);
      await clock.advance(1000);
      await eventually(() => kit.tray.state.shown);
      expect([kit.tray.state.why, kit.user.tray.made, kit.user.tray.outline[1]]).toEqual([
        null,
        1,
        'db: Crashed',
      ]);
      expect(kit.changes).toEqual(['not shown tray.no-host', 'shown']);
    });
  },
);

import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dbus from 'dbus-next';
import { expect, it } from 'vitest';
import { ROOT } from '../../arch/import-graph.ts';
import { ended } from '../../support/daemon.ts';
import { eventually } from '../../support/eventually.ts';
import { screen } from '../../support/screen.ts';
import {
  DBUS_DAEMON,
  DUNST,
  IMAGEMAGICK,
  missingTool,
  NOTIFY_SEND,
  type SessionBus,
  sessionBus,
  XVFB,
} from '../../support/session-bus.ts';
import { tempFolder } from '../../support/temp.ts';
import { findTool } from '../../support/tools.ts';
import { buildCli, chaos, place } from './kit.ts';

const reason = missingTool(DBUS_DAEMON, NOTIFY_SEND, DUNST, XVFB, IMAGEMAGICK);
const run = promisify(execFile);

/** A notification daemon as people have it, for this bus and display. */
async function notificationDaemon(bus: SessionBus, display: string) {
  const folder = await tempFolder('dunst');
  const config = folder.file('dunstrc');
  await writeFile(
    config,
    '[global]\nfont = Sans 11\nwidth = (300, 560)\norigin = top-right\nformat = "<b>%s</b>\\n%b"\nmarkup = full\n' +
      // They stay until the picture is taken, however busy the computer is.
      '[all]\nappname = "*"\ntimeout = 0\n',
  );
  const env = { ...process.env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const daemon = spawn(findTool(DUNST) ?? 'dunst', ['-conf', config], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const connection = await bus.connect();
  const call = async (member: string): Promise<unknown> => {
    const answer = await connection.call(
      new dbus.Message({
        destination: 'org.freedesktop.Notifications',
        path: '/org/freedesktop/Notifications',
        interface: 'org.dunstproject.cmd0',
        member,
      }),
    );
    return answer?.body[0];
  };
  await eventually(() => call('Ping').then(() => true), Boolean, { what: 'dunst' }).catch((error: Error) => {
    throw new Error(`${error.message}; it said: ${complaints}`);
  });
  return {
    async displayed(): Promise<number> {
      const { stdout } = await run('dunstctl', ['count', 'displayed'], { env });
      return Number(stdout.trim());
    },
    /** Those that are no longer on the screen. */
    async history(): Promise<readonly Readonly<Record<string, unknown>>[]> {
      const all = (await call('NotificationListHistory')) as Record<string, dbus.Variant>[];
      return all.map((each) =>
        Object.fromEntries(Object.entries(each).map(([key, { value }]) => [key, value])),
      );
    },
    closeAll: () => call('NotificationCloseAll'),
    async [Symbol.asyncDispose]() {
      await ended(daemon);
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** How many colours a picture of the whole screen has, which goes to `file`. */
async function picture(display: string, file: string): Promise<number> {
  await run(findTool(IMAGEMAGICK) ?? 'import', ['-display', display, '-window', 'root', file]);
  const { stdout } = await run('identify', ['-format', '%k', file]);
  return Number(stdout);
}

it('a person sees the notification of a server that is down, as text and with nothing missing', async (context) => {
  if (reason !== null) return context.skip(reason);
  await using bus = await sessionBus();
  await using display = await screen();
  await using daemon = await notificationDaemon(bus, display.display);
  await using cli = await buildCli();
  const pictures = join(ROOT, 'test', 'screenshots', 'notifications');
  await mkdir(pictures, { recursive: true });
  expect(await picture(display.display, join(pictures, 'empty.png'))).toBe(1);

  const name = '<i>db & more';
  await using where = await place(cli, {
    mcpServers: { [name]: chaos('--exit-after', '0', '--exit-code', '7') },
    orchestrator: { servers: { [name]: { restart: { maxRestarts: 0 } } } },
  });
  const child = where.spawn(['monitor', '--json'], {
    MCP_ORCHESTRATOR_NOTIFY: 'on',
    DISPLAY: display.display,
    DBUS_SESSION_BUS_ADDRESS: bus.address,
  });
  child.stdout?.resume();
  child.stderr?.resume();
  await eventually(daemon.displayed, (count) => count === 1, {
    what: 'a notification on the screen',
    withinMs: 100_000,
  });
  const shown = join(pictures, 'down.png');
  await eventually(
    () => picture(display.display, shown),
    (colours) => colours > 20,
    {
      what: 'a picture of it',
      withinMs: 60_000,
    },
  );
  await daemon.closeAll();
  const [seen, ...more] = await eventually(daemon.history, ({ length }) => length > 0);
  expect(more).toEqual([]);
  expect(seen).toMatchObject({ appname: 'MCP Orchestrator', summary: `${name} is down` });
  expect(String(seen?.message)).toContain('No restarts are allowed');
}, 240_000);

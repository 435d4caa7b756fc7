import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { outsideArchive } from '../../../src-main/adapters/notify/bundled-program.ts';
import { createSystemNotifier } from '../../../src-main/adapters/notify/system-notifier.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { Alert } from '../../../src-shared/schema/alert.ts';
import { eventually } from '../../support/eventually.ts';
import {
  DBUS_DAEMON,
  missingTool,
  NOTIFY_SEND,
  type Notified,
  notificationServer,
  type SessionBus,
  sessionBus,
} from '../../support/session-bus.ts';
import { tempFolder } from '../../support/temp.ts';

const reason = missingTool(DBUS_DAEMON, NOTIFY_SEND);

const withoutTools = (context: TestContext): void => {
  if (reason !== null) context.skip(reason);
};

/** Texts that go through as they are. */
const say = ({ params }: Message) => String(params.text);

function alert(title: string, body: string, id = 'server:db'): Alert {
  return {
    id,
    kind: 'down',
    at: '2026-11-21T12:00:00.000Z',
    servers: ['db'],
    title: message('alerts.down.title', { text: title }),
    body: [message('alerts.names', { text: body })],
    actions: ['restart', 'log'],
  };
}

/** The environment of this process, which notify-send is started with, for one test. */
function withEnvironment(change: () => Readonly<Record<string, string | undefined>>) {
  const before = new Map<string, string | undefined>();
  beforeEach(() => {
    for (const [name, value] of Object.entries(change())) {
      before.set(name, process.env[name]);
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    before.clear();
  });
}

describe('notifications through notify-send on a private bus', () => {
  let bus: SessionBus | undefined;
  let server: { readonly got: readonly Notified[] };
  beforeAll(async () => {
    if (reason !== null) return;
    bus = await sessionBus();
    server = await notificationServer(bus);
  });
  afterAll(() => bus?.[Symbol.asyncDispose]());
  beforeEach(withoutTools);
  withEnvironment(() => ({ DBUS_SESSION_BUS_ADDRESS: bus?.address, LC_ALL: 'C.UTF-8' }));

  const notifier = createSystemNotifier({ platform: 'linux', say });

  async function shown(title: string, body: string): Promise<Notified> {
    const count = server.got.length;
    expect(await notifier.show(alert(title, body))).toEqual({ shown: true, why: null });
    const [got] = (await eventually(
      () => server.got.slice(count),
      ({ length }) => length > 0,
    )) as [Notified];
    return got;
  }

  it('arrive with our name, without a sound, not urgent, and go by themselves', async () => {
    const got = await shown('db is down', 'It ended with code 1.');
    expect(got).toMatchObject({
      application: 'MCP Orchestrator',
      summary: 'db is down',
      body: 'It ended with code 1.',
      actions: [],
      timeoutMs: 10_000,
    });
    expect(got.hints).toMatchObject({ urgency: 1 });
    expect(Object.keys(got.hints).filter((name) => name.startsWith('sound'))).toEqual([]);
  });

  it('of the same alert carry the same tag, so that the later one can take the place of the earlier', async () => {
    const [one, two] = [await shown('db crashed', 'One.'), await shown('db is down', 'Two.')];
    expect(one.hints['x-dunst-stack-tag']).toMatch(/^mcp-orchestrator-[0-9a-f]{16}$/);
    expect(two.hints['x-dunst-stack-tag']).toBe(one.hints['x-dunst-stack-tag']);
  });

  it.each([
    [
      'a tag',
      '<b>bold</b> & <a href="x">y</a>',
      '&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href="x"&gt;y&lt;/a&gt;',
    ],
    ['quotes', `it's "so" and \`so\``, `it's "so" and \`so\``],
    ['a command', '$(touch /tmp/never) `id` $HOME ; exit 1', '$(touch /tmp/never) `id` $HOME ; exit 1'],
    ['escapes', 'C:\\new\\table \\x41 \\\\ end\\', 'C:\\new\\table \\x41 \\\\ end\\'],
    ['an option', '--urgency=critical', '\u2011-urgency=critical'],
    ['a short option', '-u critical', '\u2011u critical'],
    ['a percent sign and a history mark', '100 % !! %s %n', '100 % !! %s %n'],
    ['other alphabets', '数据 🚀 خادم', '数据 🚀 خادم'],
    ['line breaks', 'one\ntwo\r\nthree\tfour', 'one two three four'],
  ])('take %s for text, in the title as in the body', async (_, text, expected) => {
    const body = await shown('db is down', text);
    expect(body).toMatchObject({ summary: 'db is down', body: expected });
    const title = await shown(text, 'It ended.');
    // No markup is read in a title, so nothing is escaped there.
    const plain = expected.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    expect(title).toMatchObject({ summary: plain, body: 'It ended.' });
    expect(title.hints).toMatchObject({ urgency: 1 });
  });
});

describe('where nobody shows notifications', () => {
  let bus: SessionBus | undefined;
  beforeAll(async () => {
    if (reason !== null) return;
    bus = await sessionBus();
  });
  afterAll(() => bus?.[Symbol.asyncDispose]());
  beforeEach(withoutTools);
  withEnvironment(() => ({ DBUS_SESSION_BUS_ADDRESS: bus?.address }));

  it('says so, and the next one is tried again', async () => {
    const notifier = createSystemNotifier({ platform: 'linux', say });
    const why = message('alerts.why.no-service');
    expect(await notifier.show(alert('db is down', 'It ended.'))).toEqual({ shown: false, why });
    const server = await notificationServer(bus as SessionBus);
    expect(await notifier.show(alert('db is down', 'It ended.'))).toEqual({ shown: true, why: null });
    expect(server.got).toHaveLength(1);
  });
});

describe('where there is no bus', () => {
  beforeEach(withoutTools);
  withEnvironment(() => ({
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/of/this/test',
    DISPLAY: undefined,
    XDG_RUNTIME_DIR: '/nowhere/of/this/test',
  }));

  it('says so', async () => {
    const notifier = createSystemNotifier({ platform: 'linux', say });
    const why = message('alerts.why.no-service');
    expect(await notifier.show(alert('db is down', 'It ended.'))).toEqual({ shown: false, why });
  });
});

describe('where notify-send is missing', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    folder = await tempFolder('no-programs');
  });
  afterAll(() => folder[Symbol.asyncDispose]());
  withEnvironment(() => ({ PATH: folder.path }));

  it.skipIf(process.platform === 'win32')('says what to install', async () => {
    const notifier = createSystemNotifier({ platform: 'linux', say });
    const { shown, why } = await notifier.show(alert('db is down', 'It ended.'));
    expect(shown).toBe(false);
    expect(formatMessage(why ?? message('?'))).toBe(
      'Notifications need `notify-send`: install the package libnotify-bin.',
    );
    expect(() => notifier.withdraw('server:db')).not.toThrow();
  });
});

describe('the programs of other systems, which come with node-notifier', () => {
  it.skipIf(process.platform === 'darwin')(
    'are found where the package is, and say where they cannot run',
    async () => {
      const notifier = createSystemNotifier({ platform: 'darwin', say });
      expect(notifier.name).toBe('terminal-notifier');
      const { shown, why } = await notifier.show(alert('db is down', 'It ended.'));
      // The wrapper refuses another system only after the program was found.
      expect([shown, why?.key]).toEqual([false, 'alerts.why.refused']);
      expect(String(why?.params.error)).toContain('OS X');
    },
  );

  it.each([
    ['/opt/a/app.asar/node_modules/x', '/opt/a/app.asar.unpacked/node_modules/x'],
    ['C:\\a\\resources\\app.asar\\x.exe', 'C:\\a\\resources\\app.asar.unpacked\\x.exe'],
    ['/home/me/project/node_modules/x', '/home/me/project/node_modules/x'],
    ['/opt/app.asar.unpacked/x', '/opt/app.asar.unpacked/x'],
  ])('lie beside the archive of the packed application: %s', (path, outside) => {
    expect(outsideArchive(path)).toBe(outside);
  });
});

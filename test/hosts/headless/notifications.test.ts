import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, it, type TestContext } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  DBUS_DAEMON,
  missingTool,
  NOTIFY_SEND,
  type Notified,
  notificationServer,
  sessionBus,
} from '../../support/session-bus.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';
import { type BuiltCli, buildCli, chaos, exitOf, linesOf, place, trivial } from './kit.ts';

const reason = missingTool(DBUS_DAEMON, NOTIFY_SEND);
/** It has to run for 30 s before it counts as recovered; and five servers at once take their time where all is busy. */
const TEST_MS = 240_000;
const patient = { withinMs: 100_000 };

let cli: BuiltCli;
beforeAll(async () => {
  if (reason === null) cli = await buildCli();
});
afterAll(() => cli?.[Symbol.asyncDispose]());

type Servers = Readonly<Record<string, ReturnType<typeof chaos>>>;

/** A monitor of these servers in a desktop session of its own; `got` is what its notification server got. */
async function session(servers: Servers, policies: object = {}, env: Readonly<Record<string, string>> = {}) {
  const stack = new AsyncDisposableStack();
  const bus = stack.use(await sessionBus());
  const { got } = await notificationServer(bus);
  const where = stack.use(await place(cli, { mcpServers: servers, orchestrator: { servers: policies } }));
  const child = where.spawn(['monitor', '--json'], {
    MCP_ORCHESTRATOR_NOTIFY: 'on',
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    ...env,
  });
  child.stderr?.resume();
  const lines = linesOf(child);
  const states = () =>
    lines
      .slice(1)
      .map((line) => JSON.parse(line) as { type: string; server: string; data: { to: string } })
      .filter(({ type }) => type === 'server.state');
  return {
    child,
    said: () => got.map(({ summary, body }: Notified) => `${summary}: ${body}`),
    /** Until each of them got to this state. */
    until: (to: string, ...names: readonly string[]) =>
      eventually(
        states,
        (all) => names.every((name) => all.some((each) => each.server === name && each.data.to === to)),
        {
          ...patient,
          what: `${names} ${to}`,
        },
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Fails in its first start only. */
const once = (folder: TempFolder, name: string, ...how: readonly string[]) =>
  chaos('--state', folder.file(`${name}.starts`), '--fail-first', '1', ...how);

describe('a monitor in a desktop session tells on its bus', { concurrent: true, timeout: TEST_MS }, () => {
  beforeEach((context: TestContext) => {
    if (reason !== null) context.skip(reason);
  });

  it('that a server crashed, with what follows, and then that it runs again', async ({ expect }) => {
    await using folder = await tempFolder('notify');
    const now = folder.file('now');
    await using it = await session({ db: once(folder, 'db', '--exit-file', now), fine: trivial });
    await it.until('RUNNING', 'db', 'fine');
    await writeFile(now, '');
    await eventually(it.said, ({ length }) => length >= 2, patient);
    expect(it.said()).toEqual([
      'db crashed: It ended with code 1. It is started again: restart 1 of 3.',
      expect.stringMatching(/^db is running again: It has been running for .+\.$/),
    ]);
    it.child.kill('SIGTERM');
    expect(await exitOf(it.child)).toBe(0);
    expect(it.said()).toHaveLength(2);
  });

  it('that a budget is used up, once, whatever was tried before', async ({ expect }) => {
    const restart = { maxRestarts: 2, backoff: { initial: 10, max: 10, jitter: 0 } };
    await using it = await session(
      { db: chaos('--exit-after', '0', '--exit-code', '7') },
      { db: { restart } },
    );
    await it.until('CRASHED', 'db');
    const down = await eventually(
      it.said,
      (all) => all.some((text) => text.startsWith('db is down')),
      patient,
    );
    expect(down.at(-1)).toMatch(
      /^db is down: Exited with code 7 three times in .+ All 2 restarts are used, so it stays down\. Read its last lines/,
    );
    // On a slow computer the first end may have been told before the last came.
    expect(down.slice(0, -1).filter((text) => !text.startsWith('db crashed'))).toEqual([]);
    expect(down.length).toBeLessThanOrEqual(2);
  });

  it('that five servers crashed, in one', async ({ expect }) => {
    await using folder = await tempFolder('notify');
    const now = folder.file('now');
    const names = ['a', 'b', 'c', 'd', 'e'];
    await using it = await session(
      Object.fromEntries(names.map((name) => [name, once(folder, name, '--exit-file', now)])),
    );
    await it.until('RUNNING', ...names);
    await writeFile(now, '');
    // On a slow computer they end further apart, and those that were told first are counted in.
    const all = await eventually(
      it.said,
      (texts) => texts.some((text) => text.startsWith('5 servers')),
      patient,
    );
    expect(all.at(-1)).toMatch(
      /^5 servers crashed: [a-e], [a-e], [a-e] and 2 more\. They start again by themselves\.$/,
    );
    expect(all.length).toBeLessThanOrEqual(3);
  });

  it('nothing where it is switched off by the environment', async ({ expect }) => {
    await using it = await session(
      { db: { command: 'no-such-command-of-anybody', args: [] } },
      {},
      { MCP_ORCHESTRATOR_NOTIFY: 'off' },
    );
    await it.until('CRASHED', 'db');
    it.child.kill('SIGTERM');
    expect(await exitOf(it.child)).toBe(0);
    expect(it.said()).toEqual([]);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { findInstance } from '../../src-main/runtime/find-instance.ts';
import type { ConfigChange, ConfigDocument, TrialStep } from '../../src-shared/contract/configuration.ts';
import type { Contract } from '../../src-shared/contract/index.ts';
import { CHAOS, instance, killQuietly, type Place, place, rig } from '../faults/kit.ts';
import { eventually } from '../support/eventually.ts';
import { freePort, occupyPort } from '../support/free-port.ts';
import { hasProc, isLive } from '../support/proc.ts';

const TRIVIAL = fileURLToPath(new URL('../fixtures/servers/trivial.mjs', import.meta.url));
const trivial = { command: process.execPath, args: [TRIVIAL] };

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came; each test says what it expects
  readonly body: any;
}

interface Address {
  readonly url: string;
  readonly token: string;
}

async function api({ url, token }: Address, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function document(address: Address): Promise<ConfigDocument> {
  return (await api(address, 'GET', '/configuration')).body;
}

/** As a page does it: from what it read last. */
async function change(
  address: Address,
  changes: readonly ConfigChange[],
  more: { readonly revision?: string; readonly force?: boolean } = {},
): Promise<Answer> {
  const { revision } = await document(address);
  return api(address, 'POST', '/configuration/changes', { revision, changes, ...more });
}

/** All steps of a trial; `onStep` may stop reading. */
async function trial(
  { url, token }: Address,
  request: { readonly name: string; readonly entry: unknown; readonly policy?: unknown },
  onStep: (step: TrialStep, stop: () => void) => void = () => undefined,
): Promise<readonly TrialStep[]> {
  const controller = new AbortController();
  const steps: TrialStep[] = [];
  const response = await fetch(`${url}/api/configuration/trial`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: controller.signal,
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  let text = '';
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const step = JSON.parse(data) as TrialStep;
        steps.push(step);
        onStep(step, () => controller.abort());
      }
    }
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  }
  return steps;
}

const told = (steps: readonly TrialStep[]): readonly string[] =>
  steps.flatMap((step) =>
    step.kind === 'step' && step.status !== 'running' ? [`${step.step} ${step.status}: ${step.text}`] : [],
  );
const lines = (steps: readonly TrialStep[]): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'output' ? [step.text] : []));

/** In the environment of what a trial starts, so that the place sees what is left of it. */
const marked = (it: { readonly place: Place }, entry: object): object => ({
  ...entry,
  env: JSON.parse(it.place.configText({ x: { command: 'x' } })).mcpServers.x.env,
});

const TEXT = `{
  // what I need every day
  "mcpServers": {
    "first": { "command": "${process.execPath}", "args": ["${TRIVIAL}"] }, // the first

    // the second
    "second": {
      "command": "${process.execPath}",
      "args": ["${TRIVIAL}"],
    },
  },
  "orchestrator": {
    "servers": { "second": { "dependsOn": ["first"] } },
    "groups": { "both": ["first", "second"] },
  },
}
`;

describe('editing', () => {
  test('adds, changes, disables, renames and removes, at once and in the name of who asked', async () => {
    await using it = await rig({});
    const { runtime } = it;
    writeFileSync(it.place.config, TEXT);
    await it.event(({ type, data }) => type === 'config.loaded' && data.servers === 2);
    await it.until('second', 'RUNNING');
    const before = { first: it.status('first'), second: it.status('second') };

    const added = await change(runtime, [
      { kind: 'put-server', name: 'third', entry: trivial, policy: { autoStart: true }, groups: ['both'] },
    ]);
    expect(added).toMatchObject({ status: 200, body: { revision: expect.any(String) } });
    // The answer comes when it is in force.
    expect(runtime.orchestrator.server('third').ok).toBe(true);
    await it.until('third', 'RUNNING');
    const loaded = it.events.findLast(({ type }) => type === 'config.loaded');
    expect(loaded).toMatchObject({ actor: expect.stringMatching(/^(cli|dashboard|api)/) });
    expect(loaded?.actor).not.toBe('reload');
    expect(it.status('first').pid).toBe(before.first.pid);

    await change(runtime, [{ kind: 'set-enabled', name: 'third', enabled: false }]);
    await it.until('third', 'STOPPED');
    expect(it.status('third')).toMatchObject({ enabled: false });
    await change(runtime, [{ kind: 'set-enabled', name: 'third', enabled: true }]);
    await it.until('third', 'RUNNING');
    expect(readFileSync(it.place.config, 'utf8')).not.toContain('disabled');

    await change(runtime, [{ kind: 'rename-server', name: 'first', to: 'erster' }]);
    await it.until('erster', 'RUNNING');
    const renamed = await document(runtime);
    expect(renamed.servers.map(({ name }) => name)).toEqual(['erster', 'second', 'third']);
    expect(renamed.servers[1]).toMatchObject({ policy: { dependsOn: ['erster'] }, groups: ['both'] });
    expect(renamed.problems).toEqual([]);

    const refused = await change(runtime, [{ kind: 'remove-server', name: 'erster' }]);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'INVALID', server: 'second' } } });
    expect(refused.body.error.message).toContain('"erster"');
    const removed = await change(runtime, [{ kind: 'remove-server', name: 'third' }]);
    await eventually(() => !runtime.orchestrator.server('third').ok);
    const undone = await api(runtime, 'POST', '/configuration/undo', { undo: removed.body.undo });
    expect(undone).toMatchObject({ status: 200, body: { revision: renamed.revision } });
    await it.until('third', 'RUNNING');
    await it.until('second', 'RUNNING');

    await change(runtime, [{ kind: 'remove-server', name: 'third' }]);
    await change(runtime, [{ kind: 'rename-server', name: 'erster', to: 'first' }]);
    expect(readFileSync(it.place.config, 'utf8')).toBe(TEXT);
  });

  test('never overwrites what was written elsewhere, neither by a change nor by taking one back', async () => {
    await using it = await rig({ server: trivial });
    const { runtime } = it;
    const old = await document(runtime);
    const changes: readonly ConfigChange[] = [{ kind: 'set-enabled', name: 'server', enabled: false }];
    const mine = `${old.text}\n// mine\n`;
    writeFileSync(it.place.config, mine);
    const late = await change(runtime, changes, { revision: old.revision });
    expect(late).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(readFileSync(it.place.config, 'utf8')).toBe(mine);

    const preview = await api(runtime, 'POST', '/configuration/preview', {
      revision: (await document(runtime)).revision,
      changes,
    });
    expect(preview.body).toMatchObject({ before: mine, problems: [] });
    expect(readFileSync(it.place.config, 'utf8')).toBe(mine);
    const done = await change(runtime, changes);
    expect(readFileSync(it.place.config, 'utf8')).toBe(preview.body.after);
    expect(readFileSync(done.body.backup, 'utf8')).toBe(mine);
    writeFileSync(it.place.config, preview.body.after.replace('mine', 'yours'));
    const undone = await api(runtime, 'POST', '/configuration/undo', { undo: done.body.undo });
    expect(undone).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(readFileSync(it.place.config, 'utf8')).toContain('yours');
    expect(readdirSync(it.place.folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a trial', () => {
  test('finds the command, starts it, lists its tools and leaves nothing', async () => {
    await using it = await rig({ tried: trivial });
    const running = await it.until('tried', 'RUNNING');
    const steps = await trial(it.runtime, { name: 'tried', entry: marked(it, trivial) });
    expect(told(steps)).toEqual([
      'configuration ok: The entry is in order.',
      `command ok: Found at ${process.execPath}.`,
      expect.stringMatching(/^start ok: Started, PID \d+\.$/),
      expect.stringMatching(/^handshake ok: It speaks MCP \d{4}-\d\d-\d\d and calls itself trivial/),
      'tools ok: It lists 1 tool.',
      'stop ok: It has ended. Nothing of it is left.',
    ]);
    expect(steps.at(-1)).toMatchObject({
      kind: 'ended',
      ok: true,
      serverName: 'trivial',
      tools: [{ name: 'echo' }],
    });
    expect(it.status('tried')).toMatchObject({ state: 'RUNNING', pid: running.pid });
    if (hasProc) expect(it.place.survivors()).toEqual([running.pid]);
    expect(it.events.filter(({ server }) => server?.includes('#') ?? false)).toEqual([]);
  });

  test('tells a command that is missing, an entry that is wrong, and a variable that is not set', async () => {
    await using it = await rig({});
    const first = async (entry: object) => told(await trial(it.runtime, { name: 'x', entry })).at(-1);
    expect(await first({ command: 'no-such-command-here' })).toMatch(
      /^command failed: The command `no-such-command-here` was not found .* PATH\. /,
    );
    expect(await first({ args: ['x'] })).toBe(
      'configuration failed: It has neither "command" nor "url". Say how it is started or where it is reached.',
    );
    expect(await first({ command: 'node', env: { KEY: '${NOT_SET_ANYWHERE}' } })).toMatch(
      /^configuration failed: "env.KEY" needs the variable NOT_SET_ANYWHERE/,
    );
  });

  test('tells how a server ended, with its last lines and without its secrets', async () => {
    await using it = await rig({});
    const { env } = marked(it, {}) as { readonly env: object };
    const args = [CHAOS, '--secret-in-log', 'tok-123456789', '--exit-on', 'initialize', '--exit-code', '3'];
    const entry = { command: process.execPath, args, env: { ...env, API_KEY: 'tok-123456789' } };
    const steps = await trial(it.runtime, { name: 'x', entry });
    expect(told(steps).slice(-2)).toEqual([
      'handshake failed: It ended with code 3. Read its last lines and mend the cause.',
      'stop ok: It has ended. Nothing of it is left.',
    ]);
    expect(lines(steps).join('\n')).toContain('••••');
    expect(JSON.stringify(steps)).not.toContain('tok-123456789');
    expect(steps.at(-1)).toMatchObject({ kind: 'ended', ok: false, tools: [] });
    if (hasProc) expect(it.place.survivors()).toEqual([]);
  });

  test('is asked in the older way where the newer one ends it', async () => {
    await using it = await rig({});
    const entry = marked(it, { command: process.execPath, args: [CHAOS, '--exit-on-discover'] });
    const steps = await trial(it.runtime, { name: 'x', entry });
    expect(steps.at(-1)).toMatchObject({ ok: true });
  });

  test('of a server that never answers ends with its time, or when the caller goes away', async () => {
    await using it = await rig({});
    const entry = marked(it, { command: process.execPath, args: [CHAOS, '--mute'] });
    const policy = { startupTimeout: 300, stop: { eofWait: 100 } };
    const steps = await trial(it.runtime, { name: 'x', entry, policy });
    expect(told(steps).slice(-2)).toEqual([
      expect.stringMatching(/^handshake failed: It was not ready 1 second after its start\. /),
      'stop ok: It has ended. Nothing of it is left.',
    ]);

    let pid = 0;
    await trial(it.runtime, { name: 'x', entry }, (step, stop) => {
      if (step.kind !== 'step' || step.step !== 'handshake') {
        pid = Number(/PID (\d+)/.exec((step.kind === 'step' && step.text) || '')?.[1] ?? pid);
        return;
      }
      stop();
    });
    expect(pid).toBeGreaterThan(0);
    await eventually(() => !isLive(pid));
  });

  test('over the WebSocket ends when the reader stops, and by itself', async () => {
    await using it = await rig({});
    const { url, token } = it.runtime;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const client: ContractRouterClient<Contract> = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    const entry = marked(it, { command: process.execPath, args: [CHAOS, '--mute'] });
    for await (const step of await client.configuration.trial({ name: 'x', entry: { ...entry } }))
      if (step.kind === 'step' && step.step === 'handshake') break;
    if (hasProc) await eventually(() => it.place.survivors().length === 0);
    const steps: TrialStep[] = [];
    const good = marked(it, trivial);
    for await (const step of await client.configuration.trial({ name: 'x', entry: { ...good } }))
      steps.push(step);
    expect(steps.at(-1)).toMatchObject({ kind: 'ended', ok: true, tools: [{ name: 'echo' }] });
    socket.close();
  });

  test('takes another port than the one that the running server has', async () => {
    await using it = await rig({});
    const port = await freePort();
    await using _taken = await occupyPort(port);
    const entry = marked(it, {
      command: process.execPath,
      args: [CHAOS, '--port-env', 'PORT'],
      url: `http://127.0.0.1:${port}/mcp`,
      type: 'http',
    });
    const steps = await trial(it.runtime, { name: 'x', entry, policy: { port: {} } });
    expect(told(steps)[1]).toMatch(/ Port \d+ is free for it\.$/);
    expect(steps.at(-1)).toMatchObject({ kind: 'ended', ok: true });
  });

  test('of an address shakes hands only', async () => {
    await using it = await rig({});
    const steps = await trial(it.runtime, { name: 'x', entry: { url: 'http://127.0.0.1:1/mcp' } });
    expect(told(steps)).toEqual([
      'configuration ok: The entry is in order.',
      'handshake failed: 127.0.0.1:1 does not answer: ECONNREFUSED. Check the address and that the server runs.',
    ]);
  });

  test('is refused where several run already, and all end with the instance', async () => {
    await using it = await rig({});
    const entry = marked(it, { command: process.execPath, args: [CHAOS, '--mute'] });
    const started = Promise.withResolvers<void>();
    let count = 0;
    const trials = [1, 2, 3].map(() =>
      trial(it.runtime, { name: 'x', entry }, (step) => {
        if (step.kind === 'step' && step.step === 'handshake' && ++count === 3) started.resolve();
      }),
    );
    await started.promise;
    const fourth = await api(it.runtime, 'POST', '/configuration/trial', { name: 'x', entry });
    expect(fourth).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    await it.runtime.shutdown();
    await Promise.all(trials);
    if (hasProc) expect(it.place.survivors()).toEqual([]);
  });

  test.runIf(hasProc).each(['lives', 'is killed too'])(
    'leaves no orphan when the instance is killed and its janitor %s',
    async (janitor) => {
      await using where = await place({});
      await using child = await instance(where);
      const { info, token } = findInstance(where.home);
      const address = { url: info?.url ?? '', token: token ?? '' };
      const entry = marked(
        { place: where },
        { command: process.execPath, args: [CHAOS, '--mute', '--ignore-eof'] },
      );
      const begun = Promise.withResolvers<void>();
      const reading = trial(address, { name: 'x', entry }, (step) => {
        if (step.kind === 'step' && step.step === 'handshake') begun.resolve();
      }).catch(() => undefined);
      await begun.promise;
      expect(where.survivors().length).toBeGreaterThan(0);
      if (janitor === 'is killed too') {
        // Stopped, so that it cannot start another one.
        const pid = child.janitor();
        child.signal('SIGSTOP');
        killQuietly(pid);
      }
      child.signal('SIGKILL');
      await reading;
      if (janitor === 'is killed too') {
        expect(where.survivors()).toHaveLength(1);
        await using _next = await instance(where);
        await eventually(() => where.survivors().length === 0);
      } else await eventually(() => where.survivors().length === 0);
    },
  );
});

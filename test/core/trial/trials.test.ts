// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { beforeEach, describe, expect, test } from 'vitest';
import type { TrialPorts } from '../../../src-main/core/trial/trial-context.ts';
import { createTrials, type Trials } from '../../../src-main/core/trial/trials.ts';
import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { Behaviour } from '../../doubles/behaviour.ts';
import { MemoryConfigFile } from '../../doubles/config-file.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';

/** As the trial calls it towards the world. */
const NAME = 'x#trial';
const DONE = 'stop ok: It has ended. Nothing of it is left.';

let world: FakeWorld;
let file: MemoryConfigFile;
let trials: Trials;
let ports: TrialPorts;
let warm: Set<string>;
beforeEach(() => {
  world = new FakeWorld();
  file = new MemoryConfigFile(null);
  warm = new Set();
  const { clock, random, connector, logger, launcher } = world.ports;
  ports = {
    clock,
    random,
    connector,
    logger,
    launcherFor: () => launcher,
    isWarm: (key) => warm.has(key),
  };
  trials = createTrials({ ports, file });
});

interface Reading {
  readonly steps: TrialStep[];
  readonly abort: AbortController;
  readonly ended: () => boolean;
}

function read(given: { entry?: object; policy?: object; name?: string } = {}): Reading {
  const abort = new AbortController();
  const request = { name: 'x', entry: { command: 'server' }, ...given };
  const begun = trials.begin(request as Parameters<Trials['begin']>[0], abort.signal);
  if (!begun.ok) throw new Error(`${begun.refusal.code} ${begun.refusal.message}`);
  const steps: TrialStep[] = [];
  let ended = false;
  void (async () => {
    for await (const step of begun.value) steps.push(step);
    ended = true;
  })();
  return { steps, abort, ended: () => ended };
}

const told = ({ steps }: Reading): readonly string[] =>
  steps.flatMap((step) =>
    step.kind === 'step' && step.status !== 'running' ? [`${step.step} ${step.status}: ${step.text}`] : [],
  );

/** All that a server of that behaviour tells within a minute of the fake clock. */
async function tried(
  behaviour: Partial<Behaviour>,
  given: Parameters<typeof read>[0] = {},
): Promise<Reading> {
  world.behave(NAME, behaviour);
  const reading = read(given);
  await world.clock.advance(60_000);
  expect(reading.ended()).toBe(true);
  return reading;
}

test('the steps of a server that is well, each begun and ended, with what they took', async () => {
  const reading = await tried({ readyMs: 40, tools: 3, eofMs: 20 });
  expect(told(reading)).toEqual([
    'configuration ok: The entry is in order.',
    'command ok: Found at /bin/server.',
    'start ok: Started, PID 1001.',
    'handshake ok: It speaks MCP 2025-11-25.',
    'tools ok: It lists 3 tools.',
    DONE,
  ]);
  expect(reading.steps[0]).toEqual({
    kind: 'step',
    step: 'configuration',
    status: 'running',
    tookMs: null,
    text: null,
  });
  expect(reading.steps).toContainEqual(
    expect.objectContaining({ step: 'handshake', status: 'ok', tookMs: 40 }),
  );
  expect(reading.steps.at(-1)).toMatchObject({ kind: 'ended', ok: true, protocol: '2025-11-25' });
  expect(world.processes[0]).toMatchObject({ alive: false, released: true, steps: ['eof'] });
  expect(world.violations).toEqual([]);
});

test('what it lists shows nothing that it was given in secret', async () => {
  const reading = await tried({ tools: 11 }, { entry: { command: 'server', env: { TOKEN: 'tool10' } } });
  const told = JSON.stringify(reading.steps);
  expect([told.includes('"tool9"'), told.includes('tool10')]).toEqual([true, false]);
});

describe('what is told where', () => {
  const cause = {
    happened: message('process.exit.code', { code: 1 }),
    remedy: message('process.exit.remedy'),
  };

  test('the command is not there', async () => {
    const reading = await tried({ precheck: { ok: false, reason: 'NOT_FOUND', cause } });
    expect(told(reading).slice(1)).toEqual([
      'command failed: It ended with code 1. Read its last lines and mend the cause.',
    ]);
    expect(reading.steps.at(-1)).toMatchObject({ kind: 'ended', ok: false });
  });

  test('the system does not start it', async () => {
    const reading = await tried({ launch: { ok: false, kind: 'host', reason: 'HOST', cause } });
    expect(told(reading).slice(2)).toEqual([expect.stringMatching(/^start failed: /)]);
  });

  test('it does not speak MCP', async () => {
    const reading = await tried({ handshake: 'protocol' });
    expect(told(reading).slice(3)).toEqual([expect.stringMatching(/^handshake failed: /), DONE]);
  });

  test('it ends before it answers', async () => {
    const reading = await tried({ readyMs: null, exitAfterMs: 100, exitCode: 127 });
    expect(told(reading).slice(3)).toEqual([
      expect.stringMatching(/^handshake failed: `server` ran, but what it was to start was not found/),
      DONE,
    ]);
  });

  test('it does not answer in its time', async () => {
    const reading = await tried({ readyMs: null });
    expect(told(reading).slice(3)).toEqual([
      'handshake failed: It was not ready 30 seconds after its start. Read its last lines. If it only needs more time, give it a longer `startupTimeout`.',
      DONE,
    ]);
  });

  test('it does not end', async () => {
    const reading = await tried({ eofMs: null, termMs: null, killMs: null });
    expect(told(reading).at(-1)).toMatch(/^stop failed: PID 1001 did not end, even when killed/);
    expect(world.processes[0]).toMatchObject({ released: false, steps: ['eof', 'term', 'kill'] });
    expect(reading.steps.at(-1)).toMatchObject({ kind: 'ended', ok: false, tools: [] });
  });

  test('it leaves something behind that does not end when it is to be started again', async () => {
    const { launch } = world.ports.launcher;
    world.ports.launcher.launch = async (request) => {
      const launched = await launch(request);
      if (launched.ok) Object.assign(launched.process.tree, { liveMembers: async () => [4711] });
      return launched;
    };
    const reading = await tried({ handshake: 'probe-exit', readyMs: null, exitAfterMs: 10 });
    const [process] = world.processes;
    expect(told(reading).slice(3)).toEqual([
      'handshake failed: It ended when it was asked for its protocol version.',
      expect.stringMatching(/^stop failed: PID 4711 did not end/),
    ]);
    expect([world.launches(NAME), process?.released]).toEqual([1, false]);
  });

  test('a connection breaks by our own fault', async () => {
    ports.connector.attach = () => {
      throw new Error('broken');
    };
    const reading = await tried({});
    expect(told(reading).slice(3)).toEqual([
      'handshake failed: Starting it failed inside the orchestrator: Error: broken.',
      DONE,
    ]);
    expect(world.alive()).toEqual([]);
  });

  test('something of ours breaks', async () => {
    const reading = read();
    world.ports.launcher.launch = () => Promise.reject(new Error('broken'));
    await world.clock.advance(1000);
    expect(told(reading).at(-1)).toBe(
      'start failed: Starting it failed inside the orchestrator: Error: broken.',
    );
    expect(reading.steps.at(-1)).toMatchObject({ kind: 'ended', ok: false });
    expect(world.violations).toHaveLength(1);
  });
});

test('a command that fetches first has more time, as long as it was not fetched before', async () => {
  world.classes.set(NAME, { kind: 'npx', packageKey: 'npx:p' });
  world.behave(NAME, { readyMs: 100_000 });
  const cold = read();
  await world.clock.advance(110_000);
  expect(told(cold)).toContain('tools ok: It lists 2 tools.');
  warm.add('npx:p');
  const known = read();
  await world.clock.advance(110_000);
  expect(told(known)).toContainEqual(expect.stringMatching(/not ready 60 seconds/));
  const own = read({ policy: { startupTimeout: '1s' } });
  await world.clock.advance(2000);
  expect(told(own)).toContainEqual(expect.stringMatching(/not ready 1 second after/));
});

test('a server that ends on the era probe is started once more, and not for ever', async () => {
  world.behave(NAME, { handshake: 'probe-exit', readyMs: null, exitAfterMs: 10 });
  const reading = read();
  await world.clock.advance(300);
  expect(told(reading).slice(2)).toEqual([
    'start ok: Started, PID 1001.',
    'start ok: Started, PID 1002.',
    'handshake failed: It ended with code 1. Read its last lines and mend the cause.',
    DONE,
  ]);
  expect(reading.ended()).toBe(true);
  expect(world.processes.every(({ released }) => released)).toBe(true);
});

describe('a server that is reached by URL', () => {
  const entry = { url: 'http://127.0.0.1:8003/mcp' };

  test('is asked and left', async () => {
    world.behave('x', { tools: 1 });
    const reading = read({ entry });
    await world.clock.advance(1000);
    expect(told(reading).slice(1)).toEqual([
      'handshake ok: It speaks MCP 2025-11-25.',
      'tools ok: It lists 1 tool.',
    ]);
    expect(world.connections.get('x')?.closed).toBe(true);
    expect(world.processes).toEqual([]);
  });

  test('is told where it refuses, is not there, or is silent', async () => {
    world.behave('x', { handshake: 'auth' });
    const refused = read({ entry });
    await world.clock.advance(1000);
    expect(told(refused)[1]).toMatch(/^handshake failed: /);
    world.behave('x', { readyMs: null });
    const silent = read({ entry });
    await world.clock.advance(31_000);
    expect(told(silent).slice(1)).toEqual(['handshake failed: 127.0.0.1:8003 did not answer in time.']);
    const left = read({ entry });
    await world.clock.settle();
    left.abort.abort();
    await world.clock.settle();
    expect([left.ended(), told(left).length]).toEqual([true, 1]);
  });

  test('and launched before: a port of its own where the fixed one is taken', async () => {
    const taken = { happened: message('supervisor.port.foreign', { port: '8003' }), remedy: message('x') };
    world.behave(NAME, { port: 17_001 });
    const { precheck } = world.ports.launcher;
    world.ports.launcher.precheck = async (server) =>
      server.policy.port?.fixed === 8003
        ? { ok: false, reason: 'PORT_CONFLICT', cause: taken }
        : precheck(server);
    const launched = { command: 'server', type: 'http', ...entry };
    const reading = read({ entry: launched, policy: { port: {} } });
    await world.clock.advance(60_000);
    expect(told(reading).slice(1)).toEqual([
      'command ok: Found at /bin/server. Port 17001 is free for it.',
      'start ok: Started, PID 1001.',
      'handshake ok: It speaks MCP 2025-11-25.',
      'tools ok: It lists 2 tools.',
      DONE,
    ]);
  });

  test('and launched: it is asked again until it listens, and its end is told', async () => {
    world.behave(NAME, { reachable: false, port: 8003, exitAfterMs: 5000, exitCode: 3 });
    const reading = read({ entry: { command: 'server', type: 'http', ...entry } });
    await world.clock.advance(10_000);
    expect(told(reading).slice(3)).toEqual([
      'handshake failed: It ended with code 3. Read its last lines and mend the cause.',
      DONE,
    ]);
  });
});

describe('the entry', () => {
  test('is tried with the file’s defaults and variables, without what is about other servers', async () => {
    file.text = JSON.stringify({
      orchestrator: { defaults: { startupTimeout: '2s', dependsOn: ['nobody'], enabled: false } },
    });
    file.variables.WHERE = '/opt';
    const policy = { dependsOn: ['other'], restartWith: ['other'], aliases: ['y'], enabled: false };
    const entry = { command: 'server', args: ['${WHERE}'], cwd: null, disabled: true };
    const reading = await tried({ readyMs: null }, { entry, policy });
    expect(told(reading)).toContainEqual(expect.stringMatching(/not ready 2 seconds/));
  });

  test.each([['{"orchestrator": {"defaults": 3}}'], ['{']])(
    'is tried also where the file is %s',
    async (text) => {
      file.text = text;
      expect(told(await tried({}))).toContain(DONE);
    },
  );

  test('that is wrong is told without a place, and nothing is started', async () => {
    const first = async (given: Parameters<typeof read>[0]) => told(await tried({}, given));
    expect(await first({ name: 'a/b' })).toEqual([
      expect.stringMatching(/^configuration failed: The name "a\/b"/),
    ]);
    expect(await first({ entry: { command: 3 } })).toEqual([
      'configuration failed: "command" must be text in quotation marks, found 3.',
    ]);
    expect(await first({ entry: { command: 3, disabled: true } })).toEqual([
      'configuration failed: "command" must be text in quotation marks, found 3.',
    ]);
    expect(await first({ policy: { restart: { maxRestarts: -1 } } })).toEqual([
      expect.stringMatching(/^configuration failed: "restart.maxRestarts" must be/),
    ]);
    expect(world.processes).toEqual([]);
  });
});

describe('whoever asked goes away', () => {
  test('while it is being connected: it is ended, politely', async () => {
    world.behave(NAME, { readyMs: null, eofMs: 100 });
    const reading = read();
    await world.clock.advance(50);
    expect(world.alive(NAME)).toHaveLength(1);
    reading.abort.abort();
    await world.clock.advance(200);
    expect([world.alive(NAME), reading.ended()]).toEqual([[], true]);
    expect(world.processes[0]).toMatchObject({ released: true, steps: ['eof'] });
  });

  test('before it was started: it is not', async () => {
    const reading = read();
    reading.abort.abort();
    await world.clock.advance(1000);
    expect([world.processes, reading.ended()]).toEqual([[], true]);
  });

  test('while it is being launched: it is ended without a word', async () => {
    world.behave(NAME, { launchMs: 500 });
    const reading = read();
    await world.clock.advance(100);
    reading.abort.abort();
    await world.clock.advance(1000);
    expect(world.processes).toMatchObject([{ alive: false, released: true }]);
    expect(world.connections.has(NAME)).toBe(false);
  });

  test('by reading no further', async () => {
    world.behave(NAME, { readyMs: null });
    const begun = trials.begin({ name: 'x', entry: { command: 'server' } });
    if (!begun.ok) throw new Error('refused');
    await begun.value.next();
    await world.clock.advance(50);
    await begun.value.return();
    await world.clock.advance(1000);
    expect(world.processes).toMatchObject([{ alive: false, released: true }]);
  });

  test('before it read a first step, which it never will', async () => {
    world.behave(NAME, { readyMs: null });
    const abort = new AbortController();
    const begun = trials.begin({ name: 'x', entry: { command: 'server' } }, abort.signal);
    await world.clock.advance(50);
    expect(world.alive()).toHaveLength(1);
    abort.abort();
    // What nobody began to read ends without a step of its own.
    if (begun.ok) await begun.value.return();
    await world.clock.advance(1000);
    expect(world.alive()).toEqual([]);
  });

  test('before it asked at all', async () => {
    const abort = new AbortController();
    abort.abort();
    const begun = trials.begin({ name: 'x', entry: { command: 'server' } }, abort.signal);
    expect(begun.ok && (await begun.value.next())).toEqual({ done: true, value: undefined });
    await world.clock.advance(1000);
    expect(world.alive()).toEqual([]);
  });
});

describe('several', () => {
  test('at once are three at most', async () => {
    world.behave(NAME, { readyMs: null });
    const readings = [1, 2, 3].map((each) => read({ name: `x${each}` }));
    expect(() => read()).toThrow('CONFLICT 3 trials run already. Wait until one of them has ended.');
    readings[0]?.abort.abort();
    await world.clock.advance(5000);
    const next = read();
    await world.clock.advance(5000);
    expect(told(next)).toContainEqual(expect.stringMatching(/^start ok/));
  });

  test('end with the instance within 8 s, whatever they do, and no new one begins', async () => {
    for (const [index, eofMs] of [20, null, null].entries())
      world.behave(`x${index}#trial`, { readyMs: null, eofMs, termMs: index === 2 ? null : 5, killMs: 0 });
    const readings = [0, 1, 2].map((each) => read({ name: `x${each}` }));
    await world.clock.advance(100);
    expect(world.alive()).toHaveLength(3);
    let closed = false;
    void trials.close().then(() => {
      closed = true;
    });
    expect(() => read()).toThrow(/^SHUTTING_DOWN /);
    await world.clock.advance(8000);
    expect([closed, world.alive(), readings.map((one) => one.ended())]).toEqual([
      true,
      [],
      [true, true, true],
    ]);
    expect(trials.close()).toBe(trials.close());
  });

  test('one that is being stopped with long waits is hurried', async () => {
    world.behave(NAME, { eofMs: null, termMs: null });
    read({ policy: { stop: { eofWait: '10m', termWait: '10m' } } });
    await world.clock.advance(1000);
    expect(world.processes[0]?.steps).toEqual(['eof']);
    void trials.close();
    await world.clock.advance(100);
    expect(world.processes[0]?.steps).toEqual(['eof', 'term']);
    await world.clock.advance(6000);
    expect(world.processes[0]).toMatchObject({ alive: false, steps: ['eof', 'term', 'kill'] });
  });
});

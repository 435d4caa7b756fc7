import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { findInstance } from '../../src-main/runtime/find-instance.ts';
import { type Runtime, RuntimeError, type RuntimeOptions } from '../../src-main/runtime/options.ts';
import { inHome, instance, type Place, place, type Servers } from '../faults/kit.ts';
import { eventually } from '../support/eventually.ts';
import { freePorts, occupyPort } from '../support/free-port.ts';
import { hasProc } from '../support/proc.ts';

const INSTANCE = fileURLToPath(new URL('../faults/instance.ts', import.meta.url));
const TRIVIAL = fileURLToPath(new URL('../fixtures/servers/trivial.mjs', import.meta.url));
const trivial: Servers = { server: { command: process.execPath, args: [TRIVIAL] } };

const begin = (where: Place, more: RuntimeOptions = {}): Promise<Runtime> =>
  createRuntime({ home: where.home, config: where.config, pageFolder: null, ...more });

async function refusal(beginning: Promise<Runtime>): Promise<RuntimeError> {
  try {
    await using runtime = await beginning;
    throw new Error(`it began, at ${runtime.url}`);
  } catch (error) {
    if (error instanceof RuntimeError) return error;
    throw error;
  }
}

/** Whatever a beginning opens was closed: another may begin, and nobody is told of one that never was. */
function expectNothingLeft(where: Place): void {
  expect(findInstance(where.home)).toMatchObject({ running: false, info: null });
  expect(existsSync(inHome(where, 'runtime.json'))).toBe(false);
  if (hasProc) expect(where.survivors()).toEqual([]);
}

async function ownLog(runtime: Runtime): Promise<string> {
  const { lines } = await runtime.log.page({ before: null, limit: 100 });
  return lines.map(({ text }) => text).join('\n');
}

describe('one instance of a home', () => {
  test('a second one is refused with the first one’s pid, whichever process it is in', async () => {
    await using where = await place(trivial);
    await using first = await instance(where);
    expect(findInstance(where.home)).toMatchObject({ running: true, info: { pid: first.pid } });
    const error = await refusal(begin(where));
    expect(error).toMatchObject({ code: 'INSTANCE_RUNNING', pid: first.pid, problems: [] });
    expect(error.message).toContain(`PID ${first.pid}`);
  });

  test('a second one in the same process is refused too, and takes nothing from the first', async () => {
    await using where = await place({});
    await using first = await begin(where);
    expect(await refusal(begin(where))).toMatchObject({ code: 'INSTANCE_RUNNING', pid: process.pid });
    // A lock given up by mistake would let another process in.
    const other = await run(where);
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`INSTANCE_RUNNING ${first.pid}`),
    });
  });

  test('a home that cannot be a folder is told, with what to do', async () => {
    await using where = await place({});
    writeFileSync(where.home, 'a file');
    const error = await refusal(begin(where));
    expect(error).toMatchObject({ code: 'HOME_UNUSABLE', pid: null });
    expect(error.message).toContain(where.home);
  });
});

describe('the configuration', () => {
  test('one that cannot be read is told with every problem, and nothing is left', async () => {
    await using where = await place({});
    writeFileSync(where.config, '{\n "mcpServers": [],\n "orchestrator": 3\n}');
    const error = await refusal(begin(where));
    expect(error.code).toBe('CONFIG');
    expect(error.problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(error.message.split('\n')).toEqual(error.problems.map(({ message }) => message));
    expectNothingLeft(where);
    writeFileSync(where.config, where.configText({}));
    await using runtime = await begin(where);
    // The one that was refused had an end too: nothing of it ticks on in this process.
    const types = runtime.orchestrator.events({ limit: 10 }).map(({ type }) => type);
    expect(types).toEqual(['config.loaded', 'instance.stopping', 'config.error']);
  });

  test('a program that is refused ends by itself', async () => {
    await using where = await place({});
    writeFileSync(where.config, '{');
    const ended = await run(where);
    expect(ended).toMatchObject({ code: 1, killed: false, stderr: expect.stringMatching(/^CONFIG /) });
    expectNothingLeft(where);
  });

  test('without a file it runs empty', async () => {
    await using where = await place({});
    await using runtime = await begin(where, { config: where.folder.file('none.json') });
    await runtime.booted;
    const { instance: self, servers } = runtime.orchestrator.status();
    expect(servers).toEqual([]);
    expect(self).toMatchObject({
      configErrors: [],
      config: where.folder.file('none.json'),
      url: runtime.url,
    });
  });
});

describe('the port', () => {
  test('one that was asked for and is taken is refused with its holder, and nothing is left', async () => {
    await using where = await place(trivial);
    const [port = 0] = await freePorts(1);
    await using _stranger = await occupyPort(port);
    const error = await refusal(begin(where, { port }));
    expect(error.code).toBe('PORT_TAKEN');
    expect(error.message).toContain(String(port));
    if (hasProc) expect(error.message).toContain(String(process.pid));
    expectNothingLeft(where);
  });

  test('a configured one that is taken gives way to the next free one, which the home keeps', async () => {
    await using where = await place({});
    const [port = 0] = await freePorts(1);
    where.save({}, { more: { http: { port } } });
    let chosen: number;
    {
      await using _stranger = await occupyPort(port);
      await using runtime = await begin(where);
      chosen = runtime.port;
      expect(chosen).not.toBe(port);
      expect((await fetch(`${runtime.url}/healthz`)).status).toBe(200);
    }
    where.save({});
    await using runtime = await begin(where);
    expect(runtime.port).toBe(chosen);
  });

  test('one that was asked for is used once and not kept', async () => {
    await using where = await place({});
    const [kept = 0, asked = 0] = await freePorts(2);
    where.save({}, { more: { http: { port: kept } } });
    const ports: number[] = [];
    for (const port of [undefined, asked]) {
      await using runtime = await begin(where, { port });
      ports.push(runtime.port);
    }
    where.save({});
    await using runtime = await begin(where);
    expect([...ports, runtime.port]).toEqual([kept, asked, kept]);
  });
});

describe('the home', () => {
  test.skipIf(process.platform === 'win32')('is closed to others, also one that was open', async () => {
    await using where = await place({});
    mkdirSync(where.home, { mode: 0o755 });
    await using runtime = await begin(where);
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect(mode(where.home)).toBe('700');
    for (const file of ['token', 'runtime.json', 'instance.lock']) {
      expect([file, mode(inHome(where, file))]).toEqual([file, '600']);
    }
    const found = findInstance(where.home);
    expect(found.token).toBe(runtime.token);
  });

  test('keeps its token', async () => {
    await using where = await place({});
    const tokens = new Set<string>();
    for (let round = 1; round <= 2; round++) {
      await using runtime = await begin(where);
      tokens.add(runtime.token);
    }
    expect(tokens.size).toBe(1);
  });

  test.each(['state.db', 'ledger.json'])(
    'a broken %s is set aside, told in the log, and replaced',
    async (file) => {
      await using where = await place(trivial);
      const broken = `not a ${file}, `.repeat(500);
      mkdirSync(where.home);
      writeFileSync(inHome(where, file), broken);
      await using runtime = await begin(where);
      await runtime.booted;
      const others = readdirSync(where.home).filter((name) => name.startsWith(`${file}.`));
      const aside = others.find((name) => readFileSync(inHome(where, name), 'utf8') === broken);
      expect(aside, `among ${others}`).toBeDefined();
      expect(await ownLog(runtime)).toContain(aside);
      await eventually(
        () => runtime.orchestrator.status().summary.RUNNING,
        (running) => running === 1,
      );
    },
  );
});

interface Ended {
  readonly code: number;
  readonly killed: boolean;
  readonly stderr: string;
}

/** An instance in a process of its own that is expected to end by itself. */
async function run(where: Place): Promise<Ended> {
  const options = { timeout: 100_000 };
  try {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [INSTANCE, where.home, where.config],
      options,
    );
    return { code: 0, killed: false, stderr };
  } catch (error) {
    return error as Ended;
  }
}

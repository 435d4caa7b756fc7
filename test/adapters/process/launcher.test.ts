import { chmod, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { explainSpawnError } from '../../../src-main/adapters/process/spawn-error.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { freePort, occupyPort } from '../../support/free-port.ts';
import { environment, hasProc, isLive } from '../../support/proc.ts';
import { chaos, ready, rig, serverOf, stop } from './rig.ts';

describe('what is known before a start', () => {
  it('row 1: a command that is not found, with the folders looked in and what to install', async () => {
    await using it = await rig({ path: '/nowhere:/bin:/bin' });
    const check = await it.launcher.precheck(serverOf('uvx'));
    expect(check).toMatchObject({ ok: false, reason: 'NOT_FOUND' });
    if (check.ok) return;
    expect(formatMessage(check.cause.happened)).toBe(
      'The command `uvx` was not found in the 2 folders of the PATH.',
    );
    expect(formatMessage(check.cause.remedy)).toContain('Install uv');
  });

  it('row 1: looks in the PATH that the server will have, not in ours', async () => {
    await using it = await rig();
    const bare = serverOf('sh', { env: { PATH: '/nowhere' } });
    expect(await it.launcher.precheck(bare)).toMatchObject({ ok: false, reason: 'NOT_FOUND' });
    expect(await it.launcher.precheck(serverOf('sh'))).toMatchObject({ ok: true });
    expect(await it.launcher.precheck(serverOf('/nowhere/server'))).toMatchObject({
      ok: false,
      reason: 'NOT_FOUND',
    });
  });

  it('row 2: a folder that is missing is told as that, not as a missing command', async () => {
    await using it = await rig();
    const check = await it.launcher.precheck(serverOf('sh', { cwd: it.folder.file('gone') }));
    expect(check).toMatchObject({
      ok: false,
      reason: 'CONFIG',
      cause: { happened: { key: 'process.cwd.missing' } },
    });
    await writeFile(it.folder.file('file'), '');
    const file = await it.launcher.precheck(serverOf('sh', { cwd: it.folder.file('file') }));
    expect(file).toMatchObject({ ok: false, cause: { happened: { key: 'process.cwd.not-a-folder' } } });
  });

  it('row 3: a file that may not be executed', async () => {
    await using it = await rig();
    const path = it.folder.file('server.sh');
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o644);
    const check = await it.launcher.precheck(serverOf(path));
    expect(check).toMatchObject({ ok: false, reason: 'CONFIG' });
    expect(check.ok ? '' : formatMessage(check.cause.happened)).toContain(path);
    await using inPath = await rig({ path: it.folder.path });
    expect(await inPath.launcher.precheck(serverOf('server.sh'))).toMatchObject({
      ok: false,
      reason: 'CONFIG',
    });
  });

  it('row 3: a script whose interpreter does not exist is refused for good when it is started', async () => {
    await using it = await rig();
    const path = it.folder.file('server');
    await writeFile(path, '#!/nowhere/interpreter\n', { mode: 0o755 });
    expect(await it.launch(serverOf(path))).toMatchObject({
      ok: false,
      kind: 'permanent',
      reason: 'NOT_FOUND',
    });
    expect(await it.launch(serverOf('sh', { args: ['\0'] }))).toMatchObject({ ok: false, reason: 'CONFIG' });
    const huge = 'x'.repeat(3_000_000);
    expect(await it.launch(serverOf('sh', { args: [huge] }))).toMatchObject({
      kind: 'permanent',
      reason: 'CONFIG',
    });
  });

  it.skipIf(!hasProc)('row 31: a fixed port that a stranger holds, naming him, who lives on', async () => {
    await using it = await rig();
    const port = await freePort();
    await using _ = await occupyPort(port);
    const fixed = serverOf('sh', { policy: { port: { env: 'PORT', fixed: port, startWhenFree: false } } });
    const check = await it.launcher.precheck(fixed);
    expect(check).toMatchObject({ ok: false, reason: 'PORT_CONFLICT' });
    expect(check.ok ? '' : formatMessage(check.cause.happened)).toContain(`PID ${process.pid}`);
    expect(await it.launcher.portHolder(port)).toMatchObject({ pid: process.pid });

    const byUrl = serverOf('sh', { url: `http://localhost:${port}/mcp` });
    expect(await it.launcher.precheck(byUrl)).toMatchObject({ ok: false, reason: 'PORT_CONFLICT' });
  });

  it('row 34: a chosen port is kept, and another one is chosen when it is taken', async () => {
    await using it = await rig();
    const server = serverOf('sh', { policy: { port: { env: 'PORT', fixed: null, startWhenFree: false } } });
    const first = await it.launcher.precheck(server);
    const again = await it.launcher.precheck(server);
    if (!first.ok || first.port === null) throw new Error('no port');
    expect(again).toEqual(first);
    expect(first.port).toBeLessThan(32_768);
    await using _ = await occupyPort(first.port);
    const other = await it.launcher.precheck(server);
    expect(other).toMatchObject({ ok: true });
    expect(other.ok && other.port).not.toBe(first.port);
    const neighbour = await it.launcher.precheck({ ...server, name: 'neighbour' });
    expect(neighbour.ok && neighbour.port).not.toBe(other.ok && other.port);
  });

  it('row 47: tells what the computer refuses apart from what is wrong with the server', () => {
    for (const code of ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']) {
      const result = explainSpawnError({ code, message: '' }, 'npx');
      expect(result).toMatchObject({ kind: 'host', reason: 'HOST' });
      expect(formatMessage(result.cause.happened)).toMatch(/^The system refused to start it: \w.*\.$/);
    }
    for (const code of ['EACCES', 'EINVAL', 'E2BIG', undefined]) {
      expect(explainSpawnError({ code, message: 'x' }, 'npx')).toMatchObject({
        kind: 'permanent',
        reason: 'CONFIG',
      });
    }
  });
});

describe('a started server', () => {
  it('has the allowed variables, its own, the port and the nonce', async () => {
    const base = {
      PATH: process.env.PATH,
      HOME: '/h',
      SECRET: 's',
      NODE_OPTIONS: '--inspect',
      npm_x: '1',
      WANTED: 'w',
    };
    await using it = await rig({ environment: base });
    const policy = {
      port: { env: 'MY_PORT', fixed: null, startWhenFree: false },
      inheritEnv: ['WANTED'],
    };
    const started = await it.start(chaos([], { env: { OWN: 'o' }, policy }));
    await ready(started);
    const seen = environment(started.pid);
    expect(seen).toMatchObject({ HOME: '/h', OWN: 'o', WANTED: 'w', MCP_ORCHESTRATOR_NONCE: started.nonce });
    expect(Number(seen.MY_PORT)).toBeGreaterThan(1024);
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['SECRET']));
    expect(seen.NODE_OPTIONS ?? seen.npm_x).toBeUndefined();
  });

  it('row 8: tells by which signal it was ended from outside, and the group’s leftovers go before the next', async () => {
    await using it = await rig();
    const started = await it.start(chaos(['--side-process', 'inherit']));
    await ready(started);
    process.kill(started.pid, 'SIGSEGV');
    expect(await started.exited).toEqual({ code: null, signal: 'SIGSEGV' });
    expect((await started.tree.liveMembers()).length).toBe(1);
    expect((await stop(started, { eof: 0, term: 100 })).outcome).toBe('gone');
    expect(await started.tree.liveMembers()).toEqual([]);
  });

  it('row 24: one that dies between start and first write breaks nothing', async () => {
    await using it = await rig();
    const uncaught: unknown[] = [];
    const listen = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', listen);
    try {
      for (let round = 0; round < 5; round += 1) {
        const started = await it.start(serverOf('sh', { args: ['-c', 'exec <&-; exit 7'] }));
        const big = 'x'.repeat(200_000);
        const write = setInterval(() => started.pipe.write(big), 1);
        expect(await started.exited).toEqual({ code: 7, signal: null });
        clearInterval(write);
        await new Promise((resolve) => setImmediate(resolve));
        expect(started.pipe.write('{}')).toBe(false);
      }
    } finally {
      process.off('uncaughtException', listen);
    }
    expect(uncaught).toEqual([]);
  });

  it('has said its last words when its exit is told', async () => {
    await using it = await rig();
    const started = await it.start(
      serverOf('sh', { args: ['-c', 'echo one >&2; echo two; echo three >&2; exit 1'] }),
    );
    await started.exited;
    expect(started.lastLines(5).toSorted()).toEqual(['one', 'three', 'two']);
    expect(started.outputBytes()).toBe('one\ntwo\nthree\n'.length);
  });

  it.skipIf(!hasProc)(
    'row 33: a stranger who answers on its port is told from its own listener',
    async () => {
      await using it = await rig();
      const [own, strange] = [await freePort(), await freePort()];
      const started = await it.start(chaos(['--port', String(own)]));
      await ready(started);
      await using _ = await occupyPort(strange);
      expect(await it.launcher.ownsPort(started, own)).toBe(true);
      expect(await it.launcher.ownsPort(started, strange)).toBe(false);
      expect((await it.launcher.portHolder(own))?.pid).toBe(started.pid);
      expect(isLive(process.pid)).toBe(true);
    },
  );

  it('whose stdout is only its log, as it is reached by URL, has every line there', async () => {
    await using it = await rig();
    const port = await freePort();
    const server = serverOf('sh', {
      args: ['-c', 'echo \'{"level":"info"}\'; echo plain'],
      url: `http://127.0.0.1:${port}/mcp`,
    });
    const started = await it.start(server);
    await started.exited;
    expect(Buffer.concat(it.log.stdout).toString()).toBe('{"level":"info"}\nplain\n');
  });
});

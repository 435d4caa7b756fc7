import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { homePaths, resolveHome } from '../../../src-main/adapters/instance/home.ts';
import { acquireInstanceLock, findInstance } from '../../../src-main/adapters/instance/instance-lock.ts';
import {
  type RuntimeInfo,
  readRuntimeFile,
  removeRuntimeFile,
  writeRuntimeFile,
} from '../../../src-main/adapters/instance/runtime-file.ts';
import { ensureToken, readToken } from '../../../src-main/adapters/instance/token-file.ts';
import { tempFolder } from '../../support/temp.ts';

const holder = fileURLToPath(new URL('./holder.ts', import.meta.url));
const mode = (path: string) => statSync(path).mode & 0o777;
const info = (pid: number): RuntimeInfo => ({
  pid,
  startedAt: '2026-11-21T09:00:00.000Z',
  url: 'http://127.0.0.1:7717',
  port: 7717,
  config: '/home/me/.mcp.json',
  version: '0.1.0',
});

describe('the home', () => {
  const userHome = '/home/me';
  const at = (platform: NodeJS.Platform, env: Record<string, string> = {}, option?: string) =>
    resolveHome({ platform, env, userHome, option }).home;

  it("is the platform's place, or where the option or the environment say", () => {
    expect(at('linux')).toBe('/home/me/.local/share/mcp-orchestrator');
    expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/mcp-orchestrator');
    expect(at('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/me/.local/share/mcp-orchestrator');
    expect(at('darwin', { XDG_DATA_HOME: '/data' })).toBe(
      '/home/me/Library/Application Support/mcp-orchestrator',
    );
    expect(at('win32', { LOCALAPPDATA: '/local' })).toBe('/local/mcp-orchestrator');
    expect(at('linux', { MCP_ORCHESTRATOR_HOME: '/mine' })).toBe('/mine');
    expect(at('linux', { MCP_ORCHESTRATOR_HOME: '' })).toBe('/home/me/.local/share/mcp-orchestrator');
    expect(at('linux', { MCP_ORCHESTRATOR_HOME: '/mine' }, '/option')).toBe('/option');
    expect(at('linux', {}, 'relative')).toBe(`${process.cwd()}/relative`);
  });
});

describe('row 53: one instance per home', () => {
  it('of two processes one gets the home, the other is told whose it is; a kill frees it', async () => {
    await using folder = await tempFolder();
    const paths = homePaths(folder.file('a', 'home'));
    expect(findInstance(paths)).toEqual({ running: false });
    expect(existsSync(paths.home)).toBe(false);

    const contenders = await Promise.all([start(paths.home), start(paths.home)]);
    try {
      const [winner, loser] = contenders[0].said === 'ok' ? contenders : [contenders[1], contenders[0]];
      expect(winner.said).toBe('ok');
      expect(loser.said).toMatch(/^held by (null|\d+)$/);
      expect(mode(paths.home)).toBe(0o700);

      writeRuntimeFile(paths.runtime, info(winner.child.pid ?? 0));
      expect(acquireInstanceLock(paths)).toEqual({ ok: false, kind: 'held', heldBy: winner.child.pid });
      expect(findInstance(paths)).toEqual({ running: true, info: info(winner.child.pid ?? 0) });
      expect(readdirSync(paths.home).sort()).toEqual(['instance.lock', 'runtime.json']);

      winner.child.kill('SIGKILL');
      await once(winner.child, 'exit');
      // runtime.json stayed and names a pid; the lock knows better.
      expect(findInstance(paths)).toEqual({ running: false });
      const mine = acquireInstanceLock(paths);
      expect(mine.ok).toBe(true);
      // Nor is it believed once the home is held again: nobody is sent to the address of the killed one.
      expect(existsSync(paths.runtime)).toBe(false);
      expect(acquireInstanceLock(paths)).toMatchObject({ ok: false, kind: 'held' });
      if (mine.ok) mine.lock.release();
      const next = await start(paths.home);
      contenders.push(next);
      expect(next.said).toBe('ok');
    } finally {
      for (const { child } of contenders) child.kill('SIGKILL');
    }
  });

  it('is not refused because a command line just looks', async () => {
    await using folder = await tempFolder();
    const paths = homePaths(folder.path);
    const first = acquireInstanceLock(paths);
    if (first.ok) first.lock.release();
    const looker = spawn(process.execPath, [holder, paths.home, 'look'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      await once(createInterface({ input: looker.stdout }), 'line');
      for (let i = 0; i < 200; i++) {
        const taken = acquireInstanceLock(paths);
        expect(taken.ok).toBe(true);
        if (taken.ok) taken.lock.release();
      }
    } finally {
      looker.kill('SIGKILL');
    }
  });

  it('mends a lock file that is something else, and modes that are too open', async () => {
    await using folder = await tempFolder();
    const paths = homePaths(folder.file('home'));
    mkdirSync(paths.home, { mode: 0o755 });
    writeFileSync(paths.lock, 'not a lock'.repeat(1000), { mode: 0o644 });
    const taken = acquireInstanceLock(paths);
    expect(taken.ok).toBe(true);
    expect([mode(paths.home), mode(paths.lock)]).toEqual([0o700, 0o600]);
    if (taken.ok) taken.lock.release();
  });

  it('says when the home cannot be', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.file('file'), '');
    expect(acquireInstanceLock(homePaths(folder.file('file', 'home')))).toMatchObject({
      ok: false,
      kind: 'unusable',
    });
  });
});

describe('runtime.json', () => {
  it('is whole or not there', async () => {
    await using folder = await tempFolder();
    const path = folder.file('runtime.json');
    expect(readRuntimeFile(path)).toBeNull();
    writeRuntimeFile(path, info(1));
    writeRuntimeFile(path, info(2));
    expect([readRuntimeFile(path), mode(path), readdirSync(folder.path)]).toEqual([
      info(2),
      0o600,
      ['runtime.json'],
    ]);
    for (const text of ['', '{', 'null', '[]', '{"pid":1}', JSON.stringify({ ...info(1), port: '1' })]) {
      writeFileSync(path, text);
      expect(readRuntimeFile(path)).toBeNull();
    }
    removeRuntimeFile(path);
    removeRuntimeFile(path);
    expect(existsSync(path)).toBe(false);
  });
});

describe('the token', () => {
  it('is made once, alone on its line, for nobody else', async () => {
    await using folder = await tempFolder();
    const path = folder.file('token');
    expect(readToken(path)).toBeNull();
    const token = ensureToken(path);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(readFileSync(path, 'utf8')).toBe(`${token}\n`);
    chmodSync(path, 0o644);
    expect(ensureToken(path)).toBe(token);
    expect(mode(path)).toBe(0o600);
    for (const broken of ['', '\n', 'short', `${token} ${token}`, `${token}\n${token}`, '\0'.repeat(43)]) {
      writeFileSync(path, broken);
      expect(readToken(path)).toBeNull();
      const next = ensureToken(path);
      expect(next).not.toBe(token);
      expect([readToken(path), mode(path)]).toEqual([next, 0o600]);
    }
  });
});

interface Contender {
  readonly child: ChildProcess;
  readonly said: string;
}

async function start(home: string): Promise<Contender> {
  const child = spawn(process.execPath, [holder, home], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said };
}

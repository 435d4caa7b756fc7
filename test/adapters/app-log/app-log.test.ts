import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  appLogFile,
  type LogScreen,
  openAppLog,
  parseLogLevel,
} from '../../../src-main/adapters/app-log/app-log.ts';
import { readAppLogPage } from '../../../src-main/adapters/app-log/app-log-pages.ts';
import { formatForTerminal } from '../../../src-main/adapters/app-log/terminal-format.ts';
import type { Message } from '../../../src-shared/i18n/message.ts';
import type { LogLine } from '../../../src-shared/schema/log-line.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp.ts';

const say = ({ key }: Message) => key;

async function setUp(
  directory: string,
  { level, isTerminal = false }: { level?: string; isTerminal?: boolean } = {},
) {
  const clock = new FakeClock();
  const shown: string[] = [];
  const screen: LogScreen = { isTerminal, hasColors: false, write: (text) => shown.push(text) };
  const log = await openAppLog({ directory, clock, say, screen, level });
  const stored = () =>
    readFileSync(appLogFile(directory), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { clock, shown, log, stored };
}

describe("the application's own log", () => {
  it('writes JSON lines to its file and, when piped, to the screen', async () => {
    await using folder = await tempFolder();
    const { log, shown, stored, clock } = await setUp(folder.path);
    log.debug('not at this level');
    log.info('listening', { port: 7717, url: 'http://127.0.0.1:7717' });
    log.error('failed', { err: new TypeError('no such thing') });
    await log.close();
    const at = new Date(clock.wallMs()).toISOString();
    expect(stored()).toEqual([
      { level: 'info', at, port: 7717, url: 'http://127.0.0.1:7717', msg: 'listening' },
      {
        level: 'error',
        at,
        err: {
          type: 'TypeError',
          message: 'no such thing',
          stack: expect.stringContaining('app-log.test.ts'),
        },
        msg: 'failed',
      },
    ]);
    expect(shown.join('')).toBe(readFileSync(appLogFile(folder.path), 'utf8'));
  });

  it('redacts secrets and what looks like credentials, in texts and in fields', async () => {
    await using folder = await tempFolder();
    const { log, stored, shown } = await setUp(folder.path);
    log.setSecrets(['my "quoted" secret', 'plain-secret']);
    log.warn('asked /open?token=abc123 with plain-secret', {
      headers: { authorization: 'Bearer xyz', accept: 'a' },
      value: 'my "quoted" secret',
      note: 'Authorization: Bearer abcdefgh',
    });
    await log.close();
    expect(stored()[0]).toMatchObject({
      msg: 'asked /open?token=•••• with ••••',
      headers: { authorization: '••••', accept: 'a' },
      value: '••••',
      note: 'Authorization: Bearer ••••',
    });
    expect(shown.join('')).not.toMatch(/abc|secret|xyz/);
  });

  it('never throws, whatever the fields are', async () => {
    await using folder = await tempFolder();
    const { log, stored } = await setUp(folder.path);
    const circular: Record<string, unknown> = { big: 10n };
    circular.self = circular;
    log.info('circular', circular);
    log.info('hostile', {
      get value() {
        throw new Error('a getter');
      },
    });
    await log.close();
    expect(stored().map((entry) => entry.msg)).toEqual(['circular', 'hostile']);
  });

  it('goes on where its file cannot be written to, and says so once', async () => {
    await using folder = await tempFolder();
    const { log, shown, clock } = await setUp(folder.file('x\0y'));
    log.info('one');
    await log.flush();
    await clock.advance(20_000);
    log.info('two');
    await log.flush();
    expect(shown.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'one',
      'logs.trouble.other',
      'two',
    ]);
  });

  it('is paged and followed like the log of a server, and paged without an instance', async () => {
    await using folder = await tempFolder();
    const { log, clock } = await setUp(folder.path);
    const followed: LogLine[] = [];
    const stop = log.follow((lines) => void followed.push(...lines));
    for (let i = 0; i < 5; i++) log.info(`line ${i}`, { server: 'my server', n: i });
    await clock.advance(100);
    stop();
    const page = await log.page({ before: null, limit: 3 });
    expect(page.lines.map((line) => line.text)).toEqual(
      [2, 3, 4].map((i) => `INFO line ${i} server="my server" n=${i}`),
    );
    const older = await readAppLogPage(folder.path, { before: page.before, limit: 10 });
    expect([...older.lines, ...page.lines]).toEqual(followed);
    expect(older.before).toBeNull();
    await log.close();
  });

  it('writes what waits even where the process is about to die', async () => {
    await using folder = await tempFolder();
    const { log, stored } = await setUp(folder.path);
    log.error('last words');
    log.flushSync();
    log.flushSync();
    expect(stored().map((entry) => entry.msg)).toEqual(['last words']);
    await log.close();
  });

  it('knows its levels', async () => {
    expect(['debug', ' WARN ', 'silent', 'loud', undefined].map(parseLogLevel)).toEqual([
      'debug',
      'warn',
      'silent',
      'info',
      'info',
    ]);
    await using folder = await tempFolder();
    const { log, shown } = await setUp(folder.path, { level: 'error' });
    log.warn('no');
    log.error('yes');
    expect(shown).toHaveLength(1);
    await log.close();
  });
});

describe('on a terminal', () => {
  it('a line is for people, with an error below it', async () => {
    await using folder = await tempFolder();
    const { log, shown } = await setUp(folder.path, { isTerminal: true });
    log.warn('restarts', { server: 'memory', count: 2 });
    log.error('failed', { err: new Error('why') });
    await log.close();
    expect(shown[0]).toMatch(/^\d\d:\d\d:\d\d WARN {2}restarts server=memory count=2\n$/);
    expect(shown[1]).toMatch(/^\d\d:\d\d:\d\d ERROR failed\n {4}Error: why\n( {4}.*\n)+$/);
  });

  it('has colours only where wanted, and shows what is no entry as it is', () => {
    const line = JSON.stringify({ level: 'warn', at: '2026-11-21T09:00:00.000Z', msg: 'text', error: 'E' });
    expect(formatForTerminal(line, true)).toContain('\u001b[33mWARN \u001b[0m text');
    expect(formatForTerminal(line, false)).toMatch(/^[\d:]{8} WARN {2}text error=E\n$/);
    expect(formatForTerminal('something else', true)).toBe('something else\n');
  });
});

describe('standard error', () => {
  const module = new URL('../../../src-main/adapters/app-log/standard-error.ts', import.meta.url).href;
  const cwd = fileURLToPath(new URL('.', import.meta.url));

  it('whose reader stopped does not stop us', async () => {
    const program = `
      const { createStandardError } = await import(${JSON.stringify(module)});
      const screen = createStandardError();
      for (let i = 0; i < 500; i++) screen.write('x'.repeat(1000) + '\\n');
      setTimeout(() => { require('node:fs').writeSync(1, 'alive\\n'); process.kill(process.pid, 'SIGKILL'); }, 50);`;
    const child = spawn(process.execPath, ['-e', `(async () => {${program}})()`], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += String(data);
    });
    await new Promise((resolve) => child.once('exit', resolve));
    child.stderr.destroy();
    await expect.poll(() => said).toBe('alive\n');
  });

  it('gets everything in order', () => {
    const program = `
      const { createStandardError } = await import(${JSON.stringify(module)});
      const screen = createStandardError(1);
      for (let i = 0; i < 1000; i++) screen.write(i + '\\n');`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd });
    expect(String(output)).toBe(Array.from({ length: 1000 }, (_, i) => `${i}\n`).join(''));
  });

  it('is no terminal in a pipe and has no colours', () => {
    const program = `
      const { createStandardError } = await import(${JSON.stringify(module)});
      const { isTerminal, hasColors } = createStandardError(1);
      console.log(JSON.stringify({ isTerminal, hasColors }));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd });
    expect(JSON.parse(String(output))).toEqual({ isTerminal: false, hasColors: false });
  });
});

import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { eventLine } from '../../../src-main/hosts/headless/event-lines.ts';
import type { Output } from '../../../src-main/hosts/headless/output.ts';
import { createPainter } from '../../../src-main/hosts/headless/painter.ts';
import { selectReport } from '../../../src-main/hosts/headless/selection.ts';
import { stateWord } from '../../../src-main/hosts/headless/server-words.ts';
import { statusLines } from '../../../src-main/hosts/headless/status-view.ts';
import { formatTable } from '../../../src-main/hosts/headless/table.ts';
import { cut, measureFor, plain, wrap } from '../../../src-main/hosts/headless/text.ts';
import { notChecked } from '../../../src-shared/model/not-checked.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { ServerStatus, StatusReport } from '../../../src-shared/schema/status.ts';
import { statusOf } from '../../support/statuses.ts';

const NOW = Date.parse('2026-11-20T14:00:00Z');

/** A terminal of this width, or a pipe. */
function screen(width: number | null, height = 24): Output & { readonly written: () => string } {
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  return {
    json: false,
    isTerminal: width !== null,
    width: () => width,
    height: () => height,
    line: (text = '') => write(`${text}\n`),
    lines: (texts) => write(texts.map((text) => `${text}\n`).join('')),
    write,
    value: (value) => write(JSON.stringify(value)),
    jsonLine: (value) => write(`${JSON.stringify(value)}\n`),
    note: write,
    paint: (_style, text) => text,
    written: () => written,
  };
}

const server = (name: string, more: Partial<ServerStatus> = {}): ServerStatus =>
  statusOf({
    name,
    pid: 100,
    startedAt: '2026-11-20T10:20:00Z',
    uptimeMs: 13_200_000,
    restartCount: 1,
    totalRestarts: 1,
    cpuPercent: 0.4,
    memoryBytes: 84_000_000,
    processes: 1,
    health: { ...notChecked, status: 'ok', latencyMs: 142 },
    protocol: '2025-11-25',
    tools: 12,
    ...more,
  });

function report(...servers: readonly ServerStatus[]): StatusReport {
  const summary = { STOPPED: 0, STARTING: 0, RUNNING: 0, UNHEALTHY: 0, CRASHED: 0, STOPPING: 0 };
  for (const { state } of servers) summary[state] += 1;
  return {
    instance: {
      running: true,
      pid: 1,
      version: '0.1.0',
      url: 'http://127.0.0.1:7717',
      config: '/home/me/.mcp.json',
      configErrors: [],
      uptimeMs: 1,
      memoryBytes: 1,
      cpuPercent: 1,
    },
    summary,
    servers: [...servers],
  };
}

const down = server('postgres', {
  state: 'CRASHED',
  reason: 'RESTART_LIMIT',
  detail: 'It exited. Read its last lines, mend the cause, then restart it.',
  pid: null,
  uptimeMs: null,
  restartCount: 3,
  lastExit: { code: 1, signal: null, at: '', lastLines: ['zero', 'one', '\u001b[31mtwo\u001b[0m', 'three'] },
  cpuPercent: null,
  memoryBytes: null,
  tools: null,
});

describe('the table of status', () => {
  it('says the verdict, every figure, and below it what is wrong and what to do', async () => {
    const lines = await statusLines(report(server('files'), down), screen(null), NOW);
    expect(lines).toEqual([
      '1 of 2 servers needs you',
      '1 is down.',
      '',
      'NAME      STATE                           UP  RESTARTS    CPU  MEMORY  HEALTH  TOOLS',
      'files     Running                 3 h 40 min    1 of 3  0.4 %   84 MB  142 ms     12',
      'postgres  Crashed, restart limit           –    3 of 3      –       –  142 ms      –',
      '',
      'postgres',
      '  It exited. Read its last lines, mend the cause, then restart it.',
      '  > one',
      '  > two',
      '  > three',
      '',
      'Dashboard: http://127.0.0.1:7717',
    ]);
  });

  it('fits every terminal: figures go before names and states, and nothing is wider', async () => {
    const names = ['files', '数据库服务器 🚀', 'خادم البيانات', 'a'.repeat(60), 'e\u0301te\u0301'];
    for (const width of [20, 40, 60, 80, 120, 200]) {
      const lines = await statusLines(report(...names.map((name) => server(name)), down), screen(width), NOW);
      const table = lines.slice(0, lines.indexOf('', 3));
      for (const line of table.slice(2)) expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, 34));
      const head = lines.find((line) => line.startsWith('NAME')) ?? '';
      expect(head).toContain('STATE');
      expect(head.includes('TOOLS')).toBe(width >= 100);
    }
  });

  it('keeps columns in line under wide, joined and right-to-left names', async () => {
    const names = ['plain', '数据', '👩‍👩‍👧 family', 'مرحبا', 'e\u0301'];
    const lines = await statusLines(report(...names.map((name) => server(name))), screen(null), NOW);
    const rows = lines.slice(2, 8);
    const ends = rows.map((row) => stringWidth(row));
    expect(new Set(ends).size).toBe(1);
  });

  it('shows names that would play with the terminal as what they are', async () => {
    const hostile = server('a\u001b[2Jb\u202ec\u0007\nd\u200b\u{e0041}', {
      detail: 'x\u001b]0;title\u0007y',
      state: 'UNHEALTHY',
    });
    const text = (await statusLines(report(hostile), screen(null), NOW)).join('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('ab\\u{202e}c\\u{7}\\u{a}d\\u{200b}\\u{e0041}');
  });

  it('of an empty configuration says how to begin', async () => {
    const lines = await statusLines(report(), screen(80), NOW);
    expect(lines.slice(0, 2)).toEqual([
      'No servers yet',
      'Write them into /home/me/.mcp.json, as every MCP client does.',
    ]);
  });

  it('counts only the servers that were asked for', () => {
    const chosen = selectReport(
      report(server('a', { groups: ['g'] }), server('b', { aliases: ['x'] }), down),
      ['g', 'x'],
    );
    expect(chosen.servers.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(chosen.summary).toMatchObject({ RUNNING: 2, CRASHED: 0 });
    expect(() => selectReport(report(server('files')), ['fiels'])).toThrow('Did you mean `files`?');
  });
});

it.each([
  [{}, 'Running'],
  [{ pausedUntil: new Date(2026, 10, 20, 14, 40).toISOString() }, 'Running, checks paused until 14:40'],
  [{ state: 'STOPPED', enabled: false }, 'Disabled in the file'],
  [{ state: 'STARTING', phase: 'HANDSHAKE' }, 'Starting, handshake'],
  [{ state: 'STARTING', phase: 'WAIT_DEPS', detail: 'Waiting for db' }, 'Waiting for db'],
  [{ state: 'STARTING', phase: 'BACKOFF', nextRestartAt: '2026-11-20T14:00:14Z' }, 'Starting again in 14 s'],
  [{ state: 'CRASHED', reason: 'AUTH' }, 'Crashed, sign-in'],
] as const)('a server that is %j is called "%s"', (more, word) => {
  expect(stateWord(server('s', more as Partial<ServerStatus>), NOW)).toBe(word);
});

describe('a table', () => {
  it('is never wider than the terminal where columns may go or narrow, and never throws', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).map(plain);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
        fc.integer({ min: 20, max: 100 }),
        async (texts, width) => {
          const measure = await measureFor(texts.flat());
          const columns = [
            { title: 'A', least: 5 },
            { title: 'B', least: 5, priority: 2 },
            { title: 'C', align: 'right', priority: 1 },
          ] as const;
          const rows = texts.map((row) => row.map((text) => ({ text })));
          for (const line of formatTable(columns, rows, { width, measure })) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });

  it('says that a text was cut', async () => {
    const measure = await measureFor(['数据库']);
    expect(cut('filesystem', 5, measure)).toBe('file…');
    expect(cut('数据库', 4, measure)).toBe('数…');
    expect(cut('数据库', 6, measure)).toBe('数据库');
    expect(cut('abc', 0, measure)).toBe('');
  });

  it('wraps sentences at words', () => {
    expect(wrap('one two three', 7, (text) => text.length)).toEqual(['one two', 'three']);
    expect(wrap('incomprehensibilities', 7, (text) => text.length)).toEqual(['incomprehensibilities']);
  });
});

describe('an event line', () => {
  const event = (type: string, data: Record<string, unknown>, more: Partial<OrchestratorEvent> = {}) =>
    eventLine(
      {
        seq: 1,
        at: '2026-11-20T14:00:00.000Z',
        type: type as OrchestratorEvent['type'],
        server: 'db',
        generation: 1,
        actor: 'supervisor',
        operation: null,
        data,
        ...more,
      },
      screen(null),
    ).replace(/^\S+ \S+ {2}\S+ +/, '');

  it.each([
    ['server.state', { to: 'RUNNING' }, 'db: Running'],
    [
      'server.state',
      { to: 'STARTING', phase: 'BACKOFF', detail: 'It ended.' },
      'db: Waiting to start again. It ended.',
    ],
    [
      'server.state',
      { to: 'CRASHED', reason: 'NOT_FOUND', detail: 'Why.' },
      'db: Crashed, command not found. Why.',
    ],
    ['server.exit', { code: 3, signal: null }, 'db: exited with code 3'],
    ['server.exit', { code: null, signal: 'SIGSEGV' }, 'db: ended by SIGSEGV'],
    ['server.restart', { attempt: 2, maxRestarts: 3, delayMs: 4000 }, 'db: restart 2 of 3 in 4 s'],
    ['operation.finished', { ok: false, error: { message: 'It failed.' } }, 'db: It failed.'],
    ['tools.changed', { tools: 1 }, 'db: 1 tool'],
    ['a.later.one', { some: 'thing' }, 'db: {"some":"thing"}'],
  ])('of %s %j reads "%s"', (type, data, text) => {
    expect(event(type, data)).toBe(text);
  });

  it('names who did it, unless it was the supervisor', () => {
    expect(event('server.state', { to: 'STOPPED' }, { actor: 'cli:1000' })).toBe('db: Stopped  (cli:1000)');
    expect(event('instance.freeze', { lengthMs: 60_000 }, { server: null })).toBe(
      'the computer slept for 1 min',
    );
  });
});

it('what is drawn again and again never scrolls away', () => {
  const output = screen(80, 4);
  const painter = createPainter(output);
  painter.draw(['1', '2', '3', '4', '5', '6']);
  painter.draw(['a']);
  expect(output.written()).toBe('1\u001b[K\n2\u001b[K\n3\u001b[K\n\u001b[J\u001b[3A\ra\u001b[K\n\u001b[J');
});

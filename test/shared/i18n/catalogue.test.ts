import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src-shared/i18n/en/index.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { compile } from '../../../src-shared/i18n/icu.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { crashReasons, serverStates } from '../../../src-shared/schema/status.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const topics = readdirSync(join(root, 'src-shared/i18n/en')).filter(
  (name) => name !== 'index.ts' && name !== 'spoken.ts',
);

async function topic(file: string): Promise<Readonly<Record<string, string>>> {
  const module = (await import(join(root, 'src-shared/i18n/en', file))) as Record<
    string,
    Record<string, string>
  >;
  return Object.assign({}, ...Object.values(module));
}

/** The first argument of every `message(…)` and `say(…)` call: a text, or a template of which `${…}` may be anything. */
function usedKeys(): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const floor of ['src-main', 'src-shared', 'src-renderer']) {
    for (const entry of readdirSync(join(root, floor), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      // `message(` may hold an expression that chooses between keys: every text up to the params counts.
      for (const [, head = ''] of readFileSync(path, 'utf8').matchAll(
        /\b(?:message|say)\(([^;{]*(?:\$\{[^}]*\}[^;{]*)*)/g,
      )) {
        for (const [, , key = ''] of head.matchAll(
          /(['"`])([A-Za-z][\w$-]*(?:\.(?:\$\{[^}]*\}|[\w-]+)+)+)\1/g,
        ))
          used.set(key, path.slice(root.length + 1));
      }
    }
  }
  return used;
}

/** Every argument name of a text, with a value for it. */
function sampleParams(text: string): Record<string, string | number> {
  const names = [...text.matchAll(/\{\s*(\w+)\s*(?:,\s*(\w+)|\})/g)];
  return Object.fromEntries(names.map(([, name, kind]) => [name, kind === 'plural' ? 2 : 'x']));
}

test('every topic file is part of the catalogue, and no key stands in two of them', async () => {
  const seen = new Map<string, string>();
  for (const file of topics) {
    for (const [key, text] of Object.entries(await topic(file))) {
      expect([key, seen.get(key)]).toEqual([key, undefined]);
      seen.set(key, file);
      expect([key, english[key]]).toEqual([key, text]);
    }
  }
});

test('every key that the sources use is in the catalogue', () => {
  const keys = Object.keys(english);
  const missing = [...usedKeys()].filter(([key]) => {
    if (!key.includes('$')) return !keys.includes(key);
    const pattern = new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`);
    return !keys.some((one) => pattern.test(one));
  });
  expect(missing).toEqual([]);
  expect(usedKeys().size).toBeGreaterThan(50);
});

describe.each(Object.entries(english))('%s', (_key, text) => {
  test('is read by our formatter as by intl-messageformat, and keeps the tone', () => {
    const params = sampleParams(text);
    for (const count of [0, 1, 2, 4, 1000]) {
      const counted = Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? count : value]),
      );
      const expected = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format(counted);
      expect(compile(text, 'en')(counted)).toBe(expected);
    }
    expect(text).not.toMatch(/\boops\b|!|\bplease\b|\bsuccessfully\b/i);
  });
});

const words = (key: string, params: Record<string, string | number> = {}) =>
  formatMessage(message(key, params));

test('every state and every reason has its words', () => {
  for (const state of serverStates) expect(english[`state.${state}`]).toBeTypeOf('string');
  for (const reason of [...crashReasons, 'UNHEALTHY'])
    for (const part of ['head', 'happened', 'remedy'])
      expect(english[`reason.${reason}.${part}`]).toBeTypeOf('string');
});

test.each([
  [
    'RESTART_LIMIT',
    { code: 1, times: 4, time: '17 min', max: 3 },
    'Exited with code 1 four times in 17 min. All 3 restarts are used, so it stays down.',
    'Read its last lines, mend the cause, then restart it. A restart by hand gives it 3 new ones.',
  ],
  [
    'NOT_FOUND',
    { command: 'uvx', folders: 9, program: 'uv' },
    'The command `uvx` was not found in the 9 folders of the PATH.',
    'Install uv, or give the full path of the command. Then try again: no restart was used up.',
  ],
  [
    'CONFIG',
    { problem: 'Line 41, column 7: …', more: 0, line: 41 },
    'Line 41, column 7: …',
    'Mend line 41. It starts as soon as the file is saved.',
  ],
  [
    'PORT_CONFLICT',
    { port: 8003, program: 'node', pid: 5120 },
    'Port 8003 is taken by `node`, PID 5120, which is not ours.',
    'End that program, or give the server another port. Then try again: no restart was used up.',
  ],
  [
    'HOST',
    { time: '5 min', problem: 'too many open files' },
    'The system refused to start it for 5 min: too many open files.',
    'Close something or raise the limit, then try again.',
  ],
  [
    'EXITED',
    { code: 2, time: '3 s' },
    'It ended with code 2 after 3 s, and its policy is never to restart it.',
    'Start it when you need it, or change its policy.',
  ],
  [
    'PROTOCOL',
    { problem: 'its reply to initialize has no `protocolVersion`' },
    'It answered, but not as MCP: its reply to initialize has no `protocolVersion`.',
    'Check that the command starts an MCP server. Its output is in the log.',
  ],
  ['AUTH', { status: 401 }, 'The server refused the token: HTTP 401.', 'Sign in again, or give a new token.'],
  [
    'UNKILLABLE',
    { pid: 4711 },
    'PID 4711 did not end, even when killed. It may be stuck in the system.',
    'End it by hand or restart the computer. Nothing new is started meanwhile; it is looked at again every 30 s.',
  ],
  [
    'UNHEALTHY',
    { times: 2, problem: 'HTTP 503', time: '11 s', threshold: 3 },
    'Its health check failed 2 times in a row: HTTP 503.',
    'It still takes calls. Next check in 11 s; a third failure restarts it.',
  ],
])('%s is told in the words of the design', (reason, params, happened, remedy) => {
  expect(words(`reason.${reason}.happened`, params)).toBe(happened);
  expect(words(`reason.${reason}.remedy`, params)).toBe(remedy);
});

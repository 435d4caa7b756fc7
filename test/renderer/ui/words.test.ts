import { afterEach, expect, test, vi } from 'vitest';
import { speak } from '../../../src-renderer/ui/language.ts';
import {
  bytes,
  sayError,
  sayMessage,
  sayProblem,
  sayProblemHere,
  sayTold,
} from '../../../src-renderer/ui/words.ts';
import { message } from '../../../src-shared/i18n/message.ts';

// The one thing of a browser that a change of language touches.
vi.stubGlobal('document', { documentElement: { lang: 'en' } });
afterEach(() => speak('en'));

const memory = message('health.memory.warning', { memory: '1.24 GB', limit: '1 GB' });

test('a figure in a sentence of the orchestrator is written as the language writes it', async () => {
  expect(sayMessage(memory)).toBe('It uses 1.24 GB of memory; the warning is set at 1 GB.');
  await speak('de');
  expect(document.documentElement.lang).toBe('de');
  expect(bytes(1.24e9)).toBe('1,24\u202fGB');
  expect(sayMessage(memory)).toBe('Er nutzt 1,24 GB Speicher; gewarnt wird ab 1 GB.');
});

test('what only looks like a figure stays as it is', async () => {
  await speak('de');
  const version = message('settings.about.version', { version: '1.24.0 B' });
  expect(sayMessage(version)).toBe('MCP Orchestrator 1.24.0 B');
  expect(sayMessage(message('server.mcp', { version: '2.0' }))).toBe('MCP 2.0');
});

test('a warning is told from its parts, and as it came where they are missing or not known', () => {
  const text = 'Too much memory.';
  expect(sayTold({ message: text, told: memory })).toBe(
    'It uses 1.24 GB of memory; the warning is set at 1 GB.',
  );
  expect(sayTold({ message: text })).toBe(text);
  expect(sayTold({ message: text, told: message('of.a.newer.one') })).toBe(text);
});

const problem = {
  line: 5,
  column: 28,
  message: 'Line 5, column 28: "command" must be a list, found an object.',
  told: message('config.wrong', {
    path: 'command',
    expected: message('config.expected.list'),
    found: message('config.found.object'),
  }),
};

test('a problem of the file is told with its place, or at it, sentence within sentence in one language', async () => {
  expect(sayProblem(problem)).toBe(problem.message);
  expect(sayProblemHere(problem)).toBe('"command" must be a list, found an object.');
  await speak('de');
  expect(sayProblem(problem)).toBe(
    'Zeile 5, Spalte 28: "command" muss eine Liste sein, gefunden: ein Objekt.',
  );
  const newer = { ...problem, told: message('config.wrong', { found: message('of.a.newer.one') }) };
  expect(sayProblem(newer)).toBe(problem.message);
});

test('a refusal is told in the language of the page, what a server said as it came', async () => {
  await speak('de');
  const refusal = Object.assign(new Error('The server fs is not connected.'), {
    data: { server: 'fs', told: message('mcp.call.notConnected', { server: 'fs' }) },
  });
  expect(sayError(refusal)).toBe('Der Server fs ist nicht verbunden.');
  expect(sayError(Object.assign(new Error('no such tool'), { data: { server: 'fs' } }))).toBe('no such tool');
  expect(sayError('no error')).toBe('no error');
});

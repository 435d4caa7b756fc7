import { afterEach, expect, test, vi } from 'vitest';
import { speak } from '../../../src-renderer/ui/language.ts';
import { bytes, sayMessage, sayWarning } from '../../../src-renderer/ui/words.ts';
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
  expect(sayWarning({ message: text, told: memory })).toBe(
    'It uses 1.24 GB of memory; the warning is set at 1 GB.',
  );
  expect(sayWarning({ message: text })).toBe(text);
  expect(sayWarning({ message: text, told: message('of.a.newer.one') })).toBe(text);
});

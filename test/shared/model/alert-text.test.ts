import fc from 'fast-check';
import { expect, test } from 'vitest';
import { german } from '../../../src-shared/i18n/de/index.ts';
import { english } from '../../../src-shared/i18n/en/index.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { createFormatter } from '../../../src-shared/i18n/formatter.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { alertText, escapeMarkup } from '../../../src-shared/model/alert-text.ts';
import { crashReasons } from '../../../src-shared/schema/status.ts';

const say = ({ params }: Message): string => String(params.text);
const textOf = (title: string, ...body: readonly string[]) =>
  alertText(
    {
      title: message('alerts.test.title', { text: title }),
      body: body.map((text) => message('alerts.names', { text })),
    },
    say,
  );

test('a body is at most 256 bytes of UTF-8, whole characters, plain and on one line', () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\n', '\u202e', '\u0000', '\u200b', '\u{e0041}', ' ', 'é', '漢', '🦊'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(anyText, fc.array(anyText, { maxLength: 8 }), (title, body) => {
      const text = textOf(title, ...body);
      expect(Buffer.byteLength(text.body)).toBeLessThanOrEqual(256);
      expect(Buffer.byteLength(text.title)).toBeLessThanOrEqual(120);
      for (const each of [text.title, text.body]) {
        expect(each).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u{e0041}\p{Surrogate}]|^ | $/u);
      }
    }),
  );
});

test('sentences are joined, what is too long is cut between words and told by an ellipsis', () => {
  expect(textOf('db', 'It ended.', '', 'It is started again.').body).toBe('It ended. It is started again.');
  const long = textOf('db', 'word '.repeat(100)).body;
  expect(long).toMatch(/^(word )+word…$/);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(256);
  expect(textOf('db', '漢'.repeat(200)).body).toBe(`${'漢'.repeat(84)}…`);
});

test('a break is a space, what is hidden within a word is left out', () => {
  expect(textOf('my\u200b-da\u00adta\u202ebase', 'one\r\ntwo\u2028three').body).toBe('one two three');
  expect(textOf('my\u200b-da\u00adta\u202ebase').title).toBe('my-database');
  expect(textOf('👩\u200d👩\u200d👧').title).toBe('👩\u200d👩\u200d👧');
});

test('what looks like markup stays text', () => {
  expect(escapeMarkup('<b>&amp;</b> a > b')).toBe('&lt;b&gt;&amp;amp;&lt;/b&gt; a &gt; b');
});

const languages = [
  ['English', formatMessage],
  ['German', createFormatter({ ...english, ...german }, 'de')],
] as const;

test.each(languages)('every reason fits into a body with its usual words: %s', (_, inLanguage) => {
  const params = {
    ...{
      code: 1,
      times: 4,
      time: '17 min',
      max: 3,
      command: '/usr/local/bin/uvx',
      folders: 12,
      program: 'uv',
    },
    ...{
      problem: 'Line 41, column 7: `restart.maxRestarts` must be a whole number',
      more: 0,
      line: 41,
      port: 8003,
    },
    ...{ pid: 4711, server: 'postgres', status: 401 },
  };
  for (const reason of crashReasons) {
    const body = ['happened', 'remedy'].map((part) => message(`reason.${reason}.${part}`, params));
    const text = alertText({ title: message('alerts.down.title', params), body }, inLanguage);
    expect([reason, text.body.endsWith('…')]).toEqual([reason, false]);
    expect(text.body.length).toBeGreaterThan(40);
  }
});

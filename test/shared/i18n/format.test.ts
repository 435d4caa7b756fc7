import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { formatCause, formatMessage } from '../../../src-shared/i18n/format.ts';
import { createFormatter } from '../../../src-shared/i18n/formatter.ts';
import { compile } from '../../../src-shared/i18n/icu.ts';
import { message } from '../../../src-shared/i18n/message.ts';

const samples: readonly [string, Record<string, string | number>][] = [
  ['plain', {}],
  ["It's the server's", {}],
  ["It''s '{'quoted'}' and '{a}' and '{open", { a: 1 }],
  ['{a} and {b}{a}', { a: 'x', b: 12345 }],
  ['{ a }', { a: 'x' }],
  ['{n, plural, one {# server} other {# servers}}', { n: 1 }],
  ['{n, plural, one {# server} other {# servers}}', { n: 0 }],
  ['{n, plural, =0 {none} =1 {just {name}} other {#}}', { n: 0, name: 'x' }],
  ['{n, plural, =0 {none} =1 {just {name}} other {#}}', { n: 1, name: '{n}#' }],
  ['{n, plural, other {# of them}}', { n: 1234567 }],
  ['{n, plural, other {# of them}}', { n: -12345 }],
  ["{n, plural, other {'#' is # and isn't}}", { n: 2 }],
  ['{k, select, a {A {n, plural, one {one} other {# many}}} other {none}} # {n}', { k: 'a', n: 2 }],
  ['{k, select, a {A} other {none #}}', { k: 'toString' }],
  ['{k, select, 2 {second} other {later}}', { k: 2 }],
];

describe('our part of ICU', () => {
  test.each(samples)('%s means with %j what intl-messageformat says', (text, params) => {
    expect(compile(text, 'en')(params)).toBe(
      new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format(params),
    );
  });

  test.each([
    '{',
    '{a',
    '{a,',
    '{a, date}',
    '{n, plural, one {x}}',
    '{n, plural, other {x}',
    '{n, select}',
    '{}',
  ])('%s is no text of it', (text) => {
    expect(() => compile(text, 'en')).toThrow(SyntaxError);
  });
});

describe('a message', () => {
  test('with an unknown key shows the key, also where every object has such a property', () => {
    expect(formatMessage(message('no.such.key'))).toBe('no.such.key');
    expect(formatMessage(message('toString'))).toBe('toString');
  });

  test('with a forgotten parameter shows its placeholder', () => {
    const format = createFormatter({ k: 'It needs {server}, {n, plural, one {#} other {#}}.' }, 'en');
    expect(format(message('k'))).toBe('It needs {server}, NaN.');
    expect(format(message('k', { server: 'db', n: 1 }))).toBe('It needs db, 1.');
  });

  test('within another is told in the language around it', () => {
    const catalogue = { outer: 'Muss {what} sein.', list: '{n, plural, one {ein Ding} other {# Dinge}}' };
    const format = createFormatter(catalogue, 'de');
    expect(format(message('outer', { what: message('list', { n: 2 }) }))).toBe('Muss 2 Dinge sein.');
  });

  test('puts parameters in as they are', () => {
    const format = createFormatter({ k: '{a}' }, 'en');
    expect(format(message('k', { a: "{b} '{'$& </script>" }))).toBe("{b} '{'$& </script>");
  });
});

test('a cause is what happened, then what to do', () => {
  expect(
    formatCause({
      happened: message('reason.DEPENDENCY.happened', { server: 'postgres' }),
      remedy: message('reason.DEPENDENCY.remedy', { server: 'postgres' }),
    }),
  ).toBe('It needs `postgres`, which stays down. Mend postgres first. This one follows by itself.');
});

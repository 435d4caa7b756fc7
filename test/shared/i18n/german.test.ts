import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { german } from '../../../src-shared/i18n/de/index.ts';
import { spoken } from '../../../src-shared/i18n/en/spoken.ts';
import { compile } from '../../../src-shared/i18n/icu.ts';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** Names of the arguments of a text, wherever they stand in it. */
function argumentsOf(text: string): readonly string[] {
  const names = new Set<string>();
  const walk = (ast: Ast) => {
    for (const element of ast) {
      if ('options' in element && element.options) {
        for (const option of Object.values(element.options)) walk(option.value);
      }
      // 1: an argument, 5: select, 6: plural.
      if (element.type === 1 || element.type === 5 || element.type === 6) names.add(element.value);
    }
  };
  walk(new IntlMessageFormat(text, 'de', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

test('German says all that English says on the page, and nothing else', () => {
  const untold = Object.keys(spoken).filter((key) => !Object.hasOwn(german, key));
  const strange = Object.keys(german).filter((key) => !Object.hasOwn(spoken, key));
  expect({ untold, strange }).toEqual({ untold: [], strange: [] });
});

describe.each(Object.entries(german))('%s', (key, text) => {
  test('uses what the English text is given, and is read as ICU reads it', () => {
    const given = argumentsOf(spoken[key] ?? '');
    expect(argumentsOf(text).filter((name) => !given.includes(name))).toEqual([]);
    for (const count of [0, 1, 2, 1000]) {
      const params = Object.fromEntries(
        given.map((name) => [name, new RegExp(`\\{\\s*${name}\\s*,\\s*plural`).test(text) ? count : 'x']),
      );
      const expected = new IntlMessageFormat(text, 'de', undefined, { ignoreTag: true }).format(params);
      expect(compile(text, 'de')(params)).toBe(expected);
    }
  });
});

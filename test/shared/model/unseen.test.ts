import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDirectionHint, replaceUnseen, spelled } from '../../../src-shared/model/unseen.ts';

const show = (text: string) => replaceUnseen(text, spelled);

/** What hides, breaks or turns a text, wherever it stands between letters that do not join. */
const HIDING: readonly (readonly [what: string, characters: string])[] = [
  ['control characters', '\u0000\t\n\r\u001b\u007f\u0085\u009b'],
  ['separators of lines and paragraphs', '\u2028\u2029'],
  ['marks of direction', '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'],
  ['zero-width characters', '\u200b\u200c\u200d\u2060\u2061\u2064\ufeff\u034f\u180e'],
  ['hyphens and fillers that are drawn as nothing', '\u00ad\u115f\u1160\u3164\uffa0\u17b4'],
  ['selectors of variants', '\ufe00\ufe0f\u{e0100}\u{e01ef}'],
  ['tags, in which a whole text can be hidden', '\u{e0001}\u{e0020}\u{e0041}\u{e007f}'],
  ['brackets of interlinear notes', '\ufff9\ufffa\ufffb'],
];

test.each(HIDING)('%s are shown', (_, characters) => {
  for (const character of characters) {
    const shown = `\\u{${character.codePointAt(0)?.toString(16)}}`;
    expect(show(`ad${character}min`)).toBe(`ad${shown}min`);
  }
});

test.each([
  ['families and hearts', '👩\u200d👩\u200d👧 ❤\ufe0f 🏳\ufe0f\u200d🌈 👍🏽 🏃🏽\u200d♀\ufe0f'],
  ['keycaps and flags', '1\ufe0f\u20e3 🇩🇪 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
  ['Persian, Hindi, Mongolian', 'می\u200cروم क्\u200dष ᠠ\u180b ᠨ\u180eᠠ'],
  ['an ideograph with its variant', '葛\u{e0100}'],
  ['accents, ideographs, Arabic, spaces', 'é e\u0301 数据库 مرحبا a\u00a0b\u202fc'],
])('what a script or a picture is made of stays: %s', (_, text) => {
  expect(show(text)).toBe(text);
});

test('a joiner or a selector that nothing needs is shown, and so is a flag that is none', () => {
  expect(show('\u200dx')).toBe('\\u{200d}x');
  expect(show('👩\u200d\u200d👧')).toBe('👩\u200d\\u{200d}👧');
  expect(show('❤\ufe0f\ufe01')).toBe('❤\ufe0f\\u{fe01}');
  expect(show('🏴\u{e0068}\u{e0069}\u{e007f}')).toBe('🏴\\u{e0068}\\u{e0069}\\u{e007f}');
});

test('half a character is the sign for a broken one', () => {
  expect(show('a\ud83d b\udc00')).toBe('a\ufffd b\ufffd');
});

test('hints of direction are the three that turn nothing around', () => {
  const hints = [...(HIDING[2]?.[1] ?? '')].filter(isDirectionHint);
  expect(hints).toEqual(['\u061c', '\u200e', '\u200f']);
});

const unit = fc.oneof(
  fc.constantFrom(...HIDING.flatMap(([, characters]) => [...characters])),
  fc.constantFrom('\ud83d', '\udc00', '👩', '❤', '漢', 'م', 'a', '1', ' '),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
);
const anyText = fc.string({ unit, maxLength: 40 });

test('what was made visible is visible: nothing is left to do a second time', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(show(show(text))).toBe(show(text));
    }),
  );
});

test('nothing is hidden, and what is seen stays where it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const without = replaceUnseen(text, () => '');
      // A joiner between two that join may stay; never two such in a row, and none of those that turn or break.
      expect(without).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff]/u);
      expect(without.replace(/[^\p{L}\p{N}]/gu, '')).toBe(
        text
          .toWellFormed()
          .replace(/[\u115f\u1160\u3164\uffa0]/g, '')
          .replace(/[^\p{L}\p{N}]/gu, ''),
      );
    }),
  );
});

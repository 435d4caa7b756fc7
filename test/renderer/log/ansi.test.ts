import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hueOfColour, tokenize, visibleText } from '../../../src-renderer/features/log/ansi.ts';
import { cpuMsOf } from '../../support/stopwatch.ts';

const ESC = '\u001b';
const plain = (text: string) =>
  tokenize(text)
    .map((token) => token.text)
    .join('');
const shown = (text: string) => tokenize(text).map(({ text: each, look }) => [each, look]);

/** Pieces of what terminals are sent, whole and broken, between text. */
const sequences = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ESC,
        `${ESC}[`,
        `${ESC}]`,
        `${ESC}]8;;x${ESC}\\`,
        '\u009b',
        'm',
        ';',
        '38;5;',
        '\u0007',
        '\n',
        '\r',
      ),
      fc
        .array(fc.integer({ min: -1, max: 999 }), { maxLength: 8 })
        .map((codes) => `${ESC}[${codes.join(';')}m`),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('the tokenizer of a terminal’s colours', () => {
  it('never throws, leaves no control character, and agrees with the plain text', () => {
    fc.assert(
      fc.property(sequences, (text) => {
        const told = plain(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
        expect(told).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(visibleText(text)).toBe(told);
      }),
      { numRuns: 2000 },
    );
  });

  it('never shows more than is asked for', () => {
    fc.assert(
      fc.property(sequences, fc.nat({ max: 50 }), (text, limit) => {
        const told = tokenize(text, limit)
          .map((token) => token.text)
          .join('');
        expect(told).toBe(plain(text).slice(0, limit));
      }),
    );
  });

  it('takes linear time, whatever a line of 1 MB holds', () => {
    const size = 1_000_000;
    const lines = [
      `${ESC}]`,
      `${ESC}[`,
      `${ESC}[1;`,
      `${ESC}[31m`,
      `${ESC}P`,
      '\u009b',
      ';',
      'x',
      `${ESC}]0;`,
      '\r',
    ];
    for (const piece of lines) {
      const text = piece.repeat(size / piece.length);
      const tookMs = cpuMsOf(() => {
        tokenize(text);
        visibleText(text);
      });
      // Tenths of a second; quadratic would be hours.
      expect(tookMs, JSON.stringify(piece)).toBeLessThan(5000);
    }
  });

  it('gives colours of 16, of 256 and true ones the nearest hue, and styles their names', () => {
    expect(shown(`${ESC}[31mred${ESC}[0m plain ${ESC}[1;92mgreen${ESC}[22m thin`)).toEqual([
      ['red', 'f-red'],
      [' plain ', ''],
      ['green', 'f-green bold'],
      [' thin', 'f-green'],
    ]);
    expect(shown(`${ESC}[38;5;208ma${ESC}[38;5;244mb${ESC}[48;2;10;40;200mc${ESC}[39;49md`)).toEqual([
      ['a', 'f-orange'],
      ['b', 'f-muted'],
      ['c', 'f-muted g-blue'],
      ['d', ''],
    ]);
    expect(hueOfColour(255, 255, 255)).toBe('text');
    expect(hueOfColour(Number.NaN, 0, 0)).toBe('text');
  });

  it('shows a link as its text, and drops titles, cursor movements and codes that break off', () => {
    expect(plain(`${ESC}]8;;https://a.example\u0007link${ESC}]8;;\u0007 and on`)).toBe('link and on');
    expect(plain(`${ESC}]0;title\u0007a${ESC}[2K${ESC}[10;3Hb${ESC}(Bc${ESC}[?25ld${ESC}[31`)).toBe('abcd');
    expect(plain(`${ESC}]0;a title without an end`)).toBe('0;a title without an end');
  });

  it('keeps a line one line', () => {
    expect(plain('a\nb\u2028c\u0085d')).toBe('a↵b↵c↵d');
    expect(plain('10%\r20%')).toBe('10% 20%');
    expect(plain('a\tb')).toBe('a\tb');
  });
});

describe('the colours of a terminal in our themes', () => {
  const css = readFileSync(join(import.meta.dirname, '../../../src-renderer/theme/tokens.css'), 'utf8');
  const fores = [
    'text',
    'muted',
    'crashed-text',
    'unhealthy-text',
    'warning-text',
    'running-text',
    'accent',
    'starting-text',
    'stopping-text',
  ];
  const backs = [
    'log-surface',
    'sunken',
    'crashed-tint',
    'unhealthy-tint',
    'warning-tint',
    'running-tint',
    'accent-tint',
    'starting-tint',
    'stopping-tint',
  ];
  const themes = [...css.matchAll(/\{[^{}]*--log-surface: #[^{}]*\}/g)].map(([block]) =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    ),
  );

  it('can be read on each other in every theme', () => {
    expect(themes.length).toBeGreaterThanOrEqual(4);
    for (const theme of themes) {
      for (const fore of fores) {
        for (const back of backs) {
          expect(contrast(theme[fore] ?? '', theme[back] ?? ''), `${fore} on ${back}`).toBeGreaterThanOrEqual(
            4.5,
          );
        }
      }
    }
  });
});

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

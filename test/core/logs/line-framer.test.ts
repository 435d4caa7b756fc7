import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_MARK, createLineFramer, LINE_CAP_BYTES } from '../../../src-main/core/logs/line-framer.ts';

interface Line {
  readonly text: string;
  readonly truncated: boolean;
}

const encode = (text: string) => new TextEncoder().encode(text);

function frame(chunks: readonly Uint8Array[], cap?: number, admit: () => boolean = () => true) {
  const lines: Line[] = [];
  let dropped = 0;
  let bytes = 0;
  const framer = createLineFramer(
    {
      admit,
      line(text, truncated, cost) {
        lines.push({ text, truncated });
        bytes += cost;
      },
      dropped(count) {
        dropped += count;
      },
    },
    cap,
  );
  for (const chunk of chunks) {
    const reused = chunk.slice();
    framer.push(reused);
    reused.fill(0x58); // the caller may use its buffer again
  }
  framer.finish();
  return { lines, dropped, bytes };
}

/** Splits at every place that `cuts` names. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

const whole = (text: string): Line => ({ text, truncated: false });

describe('row 27: lines from raw output', () => {
  const text = 'grün 😀 数据\r\nعربي\n\nlast\rone without newline 👩‍👩‍👧';
  const expected = ['grün 😀 数据', 'عربي', '', 'last\rone without newline 👩‍👩‍👧'].map(whole);

  it('are exact when the output is cut at any byte', () => {
    const bytes = encode(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(frame([bytes.subarray(0, cut), bytes.subarray(cut)]).lines).toEqual(expected);
    }
  });

  it('are exact when every byte comes alone', () => {
    expect(frame([...encode(text)].map((byte) => Uint8Array.of(byte))).lines).toEqual(expected);
  });

  it('keep a byte order mark, and show bytes that are no UTF-8 as replacement characters', () => {
    expect(frame([encode('\uFEFFa\n'), Uint8Array.of(0xff, 0x41, 0x0a)]).lines).toEqual([
      whole('\uFEFFa'),
      whole('\uFFFDA'),
    ]);
  });

  it('are those of a simple splitter for any text, any cap and any chunks', () => {
    const unit = fc.constantFrom('a', 'ü', '数', '😀', '\r', '\n', '\r\n', 'xyz');
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 60 }).map((units) => units.join('')),
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        (output, cuts, cap) => {
          expect(frame(pieces(encode(output), cuts), cap).lines).toEqual(simpleSplit(output, cap));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** The specification, on strings. */
function simpleSplit(output: string, cap: number): readonly Line[] {
  const lines = output.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const text = line.replace(/\r$/, '');
    if (encode(text).length <= cap) return whole(text);
    let kept = '';
    for (const character of text) {
      if (encode(kept + character).length > cap) break;
      kept += character;
    }
    return { text: kept + CUT_MARK, truncated: true };
  });
}

describe('a line that is too long', () => {
  it('is cut at 64 KiB, once, and told at once', () => {
    const { lines, bytes } = frame([
      encode('x'.repeat(LINE_CAP_BYTES + 5)),
      encode(`${'y'.repeat(5)}\nnext\n`),
    ]);
    expect(lines).toEqual([{ text: 'x'.repeat(LINE_CAP_BYTES) + CUT_MARK, truncated: true }, whole('next')]);
    expect(bytes).toBe(LINE_CAP_BYTES + 5);
  });

  it('of 50 MB in pieces of 64 KiB costs no more than reading it', () => {
    const chunk = new Uint8Array(64 * 1024).fill(0x61);
    const { lines } = frame([...Array.from({ length: 800 }, () => chunk), encode('\nafter\n')]);
    expect(lines.map((line) => [line.text.length, line.truncated])).toEqual([
      [LINE_CAP_BYTES + 1, true],
      [5, false],
    ]);
  });
});

describe('a framer that may not go on', () => {
  it('drops whole lines and counts each of them once, wherever chunks end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (sent, cuts, admits, ended) => {
          const output = sent.map((line) => `${line}\n`).join('');
          const bytes = encode(ended ? output : output.slice(0, -1));
          const { lines, dropped } = frame(pieces(bytes, cuts), undefined, () => admits.next().value ?? true);
          // An empty line at the end without its newline is no line.
          const count = !ended && sent.at(-1) === '' ? sent.length - 1 : sent.length;
          expect(lines.length + dropped).toBe(count);
          let from = 0;
          for (const { text } of lines) {
            const at = sent.indexOf(text, from);
            expect(at).toBeGreaterThanOrEqual(0);
            from = at + 1;
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

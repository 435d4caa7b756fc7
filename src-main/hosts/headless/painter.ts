import type { Output } from './output.ts';

const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** Draws the same few lines of a terminal again and again, without flicker. */
export interface Painter {
  draw(lines: readonly string[]): void;
}

export function createPainter(output: Output): Painter {
  let drawn = 0;
  return {
    draw(lines) {
      // More than fit would scroll away, and could not be reached any more.
      const shown = lines.slice(0, Math.max(1, output.height() - 1));
      const up = drawn === 0 ? '' : `\u001b[${drawn}A\r`;
      output.write(`${up}${shown.map((line) => `${line}${ERASE_LINE}\n`).join('')}${ERASE_BELOW}`);
      drawn = shown.length;
    },
  };
}

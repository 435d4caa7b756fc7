import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createReadAhead, MOST_AHEAD } from '../../../../src-main/hosts/desktop/link/read-ahead.ts';

/** A stream that somebody pushes into; it keeps what nobody has taken, as a socket's does. */
function createStream() {
  const values: number[] = [];
  let wake = () => {};
  let isOpen = true;
  async function* generate() {
    try {
      while (isOpen || values.length > 0) {
        const value = values.shift();
        if (value === undefined)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        else yield value;
      }
    } finally {
      isOpen = false;
    }
  }
  return {
    stream: generate(),
    push(...given: readonly number[]) {
      values.push(...given);
      wake();
    },
    end() {
      isOpen = false;
      wake();
    },
    get waiting() {
      return values.length;
    },
    get isOpen() {
      return isOpen;
    },
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Everything that can happen by itself has happened. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 10 + 3 * MOST_AHEAD; turns++) await turn();
}

describe('a stream of another process', () => {
  it('is handed on in order, whole and to its end', async () => {
    const source = createStream();
    const reading = createReadAhead()(source.stream);
    source.push(1, 2, 3);
    expect(await reading.next()).toEqual({ done: false, value: 1 });
    source.end();
    expect([await reading.next(), await reading.next()]).toMatchObject([{ value: 2 }, { value: 3 }]);
    expect(await reading.next()).toEqual({ done: true, value: undefined });
  });

  it('waits for a reader who is a little slow', async () => {
    const source = createStream();
    const reading = createReadAhead()(source.stream);
    source.push(...upTo(MOST_AHEAD));
    await quiet();
    const seen: unknown[] = [];
    for (let count = 0; count < MOST_AHEAD; count++) seen.push((await reading.next()).value);
    expect(seen).toEqual(upTo(MOST_AHEAD));
  });

  it('is cut off from one who hangs, with all that the same reader reads, and is begun anew', async () => {
    const [busy, calm, later] = [createStream(), createStream(), createStream()];
    const readAhead = createReadAhead();
    // The one that hangs does not even begin to read.
    const [hanging, waiting] = [readAhead(busy.stream), readAhead(calm.stream)];
    const next = waiting.next();
    busy.push(...upTo(MOST_AHEAD + 1));
    await expect(next).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(hanging.next()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    expect([busy.isOpen, busy.waiting]).toEqual([false, 0]);
    const again = readAhead(later.stream);
    later.push(7);
    expect(await again.next()).toEqual({ done: false, value: 7 });
  });

  it('ends where it fails, with what it failed of', async () => {
    const reading = createReadAhead()(
      (async function* () {
        yield 1;
        throw new Error('the socket is gone');
      })(),
    );
    expect(await reading.next()).toMatchObject({ value: 1 });
    await expect(reading.next()).rejects.toThrow('the socket is gone');
  });

  it('is left when its reader leaves', async () => {
    const source = createStream();
    const reading = createReadAhead()(source.stream);
    source.push(1);
    await reading.next();
    await reading.return();
    source.push(2); // a generator notices at its next value; a stream of oRPC at once
    await expect.poll(() => source.isOpen).toBe(false);
  });
});

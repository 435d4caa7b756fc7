import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';

test('gives the first value that is accepted', async () => {
  let reads = 0;
  const value = await eventually(
    () => ++reads,
    (count) => count >= 3,
    { everyMs: 1 },
  );
  expect(value).toBe(3);
});

test('fails with the name of the condition, the limit and the last value', async () => {
  const waiting = eventually(
    () => ({ state: 'STARTING' }),
    ({ state }) => state === 'RUNNING',
    {
      what: 'the server’s state',
      withinMs: 30,
    },
  );
  await expect(waiting).rejects.toThrow(
    "the server’s state: not so within 30 ms; last value: { state: 'STARTING' }",
  );
});

test('an error while reading is a value that is not accepted yet', async () => {
  let reads = 0;
  const read = (): string => {
    reads += 1;
    if (reads < 3) throw new Error('not there yet');
    return 'there';
  };
  expect(await eventually(read, undefined, { everyMs: 1 })).toBe('there');
  const never = eventually(() => Promise.reject(new Error('never there')), undefined, { withinMs: 30 });
  await expect(never).rejects.toThrow('last error: never there');
});

test('a read that never comes back fails at the limit', async () => {
  const waiting = eventually(() => new Promise<boolean>(() => undefined), undefined, { withinMs: 30 });
  await expect(waiting).rejects.toThrow('not so within 30 ms; nothing was read');
});

import { expect, test } from 'vitest';
import { Changes } from './changes.ts';

test('a wait ends with the first announced change that fulfils it', async () => {
  const changes = new Changes();
  let count = 0;
  const waiting = changes.until(
    () => (count >= 2 ? `at ${count}` : undefined),
    () => 'never',
  );
  for (; count < 4; count++) changes.announce();
  expect(await waiting).toBe('at 2');
});

test('what is so already needs no change', async () => {
  expect(
    await new Changes().until(
      () => 'now',
      () => 'never',
    ),
  ).toBe('now');
});

test('a wait that is not fulfilled fails with its own words, as of then', async () => {
  let seen = 'nothing';
  const waiting = new Changes().until(
    () => undefined,
    () => `saw ${seen}`,
    { withinMs: 20 },
  );
  seen = 'something else';
  await expect(waiting).rejects.toThrow('within 20 ms: saw something else');
});

test('an error while looking ends the wait', async () => {
  const changes = new Changes();
  let broken = false;
  const look = (): string | undefined => {
    if (broken) throw new Error('beyond hope');
    return undefined;
  };
  const waiting = changes.until(look, () => 'never');
  broken = true;
  changes.announce();
  await expect(waiting).rejects.toThrow('beyond hope');
});

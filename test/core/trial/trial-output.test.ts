import { expect, test } from 'vitest';
import { createTrialOutput } from '../../../src-main/core/trial/trial-output.ts';
import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function output() {
  const lines: string[] = [];
  const emit = (step: TrialStep): void => {
    if (step.kind === 'output') lines.push(`${step.stream} ${step.text}`);
  };
  const made = createTrialOutput({ clock: new FakeClock(), secrets: ['tok-123456'], emit });
  return { ...made, lines };
}

test('lines come as they are, without secrets, and one without an end comes at the end', () => {
  const { log, finish, lines } = output();
  log.writeLine('stdout', 'banner');
  log.writeChunk('stderr', new TextEncoder().encode('key tok-123456\nunfin'));
  expect(lines).toEqual(['stdout banner', 'stderr key ••••']);
  expect(log.tail(1)).toMatchObject([{ text: 'key ••••', server: '' }]);
  finish();
  finish();
  expect(lines.slice(2)).toEqual(['stderr unfin']);
});

test('of many lines the first and the last are shown, and how many are left out between them', () => {
  const { log, finish, lines } = output();
  for (let index = 0; index < 500; index++) log.writeLine('stderr', `line ${index}`);
  expect(lines).toHaveLength(150);
  finish();
  expect(lines).toHaveLength(201);
  expect(lines.slice(149, 152)).toEqual([
    'stderr line 149',
    'stderr 300 lines are left out here.',
    'stderr line 450',
  ]);
  expect(lines.at(-1)).toBe('stderr line 499');
  expect(log.droppedLines).toBe(0);
});

test('a long line is cut, and no character in two', () => {
  const { log, lines } = output();
  log.writeLine('stdout', `${'x'.repeat(1999)}😀 and more`);
  expect(lines[0]).toBe(`stdout ${'x'.repeat(1999)}\ufffd…`);
});

import { expect, test } from 'vitest';
import { zoomed } from '../../../../src-main/hosts/desktop/window/zoom.ts';
import { desktopPreferencesSchema } from '../../../../src-shared/schema/desktop.ts';

const { zoom: schema } = desktopPreferencesSchema.shape;

test('zooming steps as a browser does and goes back the same way', () => {
  expect(zoomed(1, 'in')).toBe(1.1);
  expect(zoomed(1.1, 'in')).toBe(1.25);
  expect(zoomed(1.25, 'out')).toBe(1.1);
  expect(zoomed(2, 'reset')).toBe(1);
});

test('a factor between the steps goes to the next one', () => {
  expect(zoomed(1.07, 'in')).toBe(1.1);
  expect(zoomed(1.07, 'out')).toBe(1);
});

test('at either end it stays, within what the preferences hold', () => {
  let factor = 1;
  for (let step = 0; step < 30; step++) factor = zoomed(factor, 'in');
  expect([factor, schema.safeParse(factor).success, schema.safeParse(factor + 0.01).success]).toEqual([
    3,
    true,
    false,
  ]);
  for (let step = 0; step < 30; step++) factor = zoomed(factor, 'out');
  expect([factor, schema.safeParse(factor).success, schema.safeParse(factor - 0.01).success]).toEqual([
    0.5,
    true,
    false,
  ]);
});

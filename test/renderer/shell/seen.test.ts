import { expect, it } from 'vitest';
import { troubleOn } from '../../../src-renderer/features/shell/seen.tsx';

const servers = [
  { name: 'well', state: 'RUNNING', enabled: true },
  { name: 'down', state: 'CRASHED', enabled: true },
  { name: 'sick', state: 'UNHEALTHY', enabled: true },
  { name: 'off', state: 'CRASHED', enabled: false },
] as const;

it('takes for seen what the overview or the server’s own page shows, and nothing elsewhere', () => {
  expect(troubleOn({ view: 'servers' }, servers)).toEqual(['down CRASHED', 'sick UNHEALTHY']);
  expect(troubleOn({ view: 'server', name: 'down', tab: 'log' }, servers)).toEqual(['down CRASHED']);
  expect(troubleOn({ view: 'server', name: 'well', tab: 'log' }, servers)).toEqual([]);
  expect(troubleOn({ view: 'settings' }, servers)).toEqual([]);
});

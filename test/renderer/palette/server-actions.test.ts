import { expect, test } from 'vitest';
import { actionsOf } from '../../../src-renderer/features/palette/server-actions.ts';
import { message } from '../../../src-shared/i18n/message.ts';

const refused = {
  state: 'CRASHED',
  reason: 'CONFIG',
  enabled: true,
  desired: 'up',
  pausedUntil: null,
  restartCount: 0,
  lastExit: null,
  tools: null,
} as const;
const happened = message('reason.CONFIG.happened', { problem: '', more: 0 });

test('what is wrong in the file is opened at its line first, and edited where it has none', () => {
  const atLine = { happened, remedy: message('reason.CONFIG.remedy', { line: 41 }) };
  expect(actionsOf({ ...refused, cause: atLine }).slice(0, 2)).toEqual(['open-line', 'edit']);
  const nowhere = { happened, remedy: message('reason.CONFIG.remedy-file') };
  expect(actionsOf({ ...refused, cause: nowhere })[0]).toBe('edit');
});

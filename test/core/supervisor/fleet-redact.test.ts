import { expect, test } from 'vitest';
import { redactMessage } from '../../../src-main/core/supervisor/fleet-redact.ts';
import { message } from '../../../src-shared/i18n/message.ts';

test('secrets are taken out of a sentence and of those within it; their keys stay', () => {
  const redact = (text: string) => text.replaceAll('wrong', '***');
  const told = message('config.wrong', {
    path: 'a wrong',
    line: 3,
    found: message('x.wrong', { text: 'wrong' }),
  });
  expect(redactMessage(told, redact)).toEqual(
    message('config.wrong', { path: 'a ***', line: 3, found: message('x.wrong', { text: '***' }) }),
  );
});

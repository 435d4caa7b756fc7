import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { message } from '../../../src-shared/i18n/message.ts';

/** A text of the catalogue. */
export function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  return formatMessage(message(key, params));
}

import { formatMessage } from '../../src-shared/i18n/format.ts';
import type { Message } from '../../src-shared/i18n/message.ts';
import type { Refusal } from './orchestrator.ts';

/** A refusal in English, with its parts for those who tell it in another language. */
export function refusal(code: Refusal['code'], server: string | null, told: Message): Refusal {
  return { code, server, message: formatMessage(told), told };
}

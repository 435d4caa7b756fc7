import { english } from './en/index.ts';
import { createFormatter } from './formatter.ts';
import type { Cause, Message } from './message.ts';

// A cache of what the catalogue's constant texts mean, not state: every copy would hold the same.
const formatEnglish = createFormatter(english, 'en');

/** The sentence for a person. English is the only language so far, so a locale changes nothing yet. */
export function formatMessage(message: Message, _locale = 'en'): string {
  return formatEnglish(message);
}

/** What happened and what to do, as one text: the `detail` of a status. */
export function formatCause(cause: Cause, locale = 'en'): string {
  const happened = formatMessage(cause.happened, locale);
  const remedy = formatMessage(cause.remedy, locale);
  return [happened, remedy].filter((text) => text !== '').join(' ');
}

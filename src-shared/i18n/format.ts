import { english } from './en/index.ts';
import { type Compiled, compile } from './icu.ts';
import type { Cause, Message } from './message.ts';

export type Formatter = (message: Message) => string;

/**
 * A formatter over one catalogue. Each text is read once, when it is first used. A key that the catalogue does not know
 * is shown as it is, so that it is seen and mended rather than hidden.
 */
export function createFormatter(catalogue: Readonly<Record<string, string>>, locale: string): Formatter {
  const compiled = new Map<string, Compiled>();
  return ({ key, params }) => {
    const text = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
    if (text === undefined) return key;
    if (!text.includes('{') && !text.includes("'")) return text;
    let format = compiled.get(key);
    if (format === undefined) {
      format = compile(text, locale);
      compiled.set(key, format);
    }
    return format(params);
  };
}

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

import { type Compiled, compile } from './icu.ts';
import type { Message } from './message.ts';

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

import { type Compiled, compile, type Params } from './icu.ts';
import type { Message } from './message.ts';

export type Formatter = (message: Message) => string;

/**
 * A formatter over one catalogue. Each text is read once, when it is first used. A key that the catalogue does not know
 * is shown as it is, so that it is seen and mended rather than hidden.
 */
export function createFormatter(catalogue: Readonly<Record<string, string>>, locale: string): Formatter {
  const compiled = new Map<string, Compiled>();
  const format: Formatter = ({ key, params }) => {
    const text = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
    if (text === undefined) return key;
    if (!text.includes('{') && !text.includes("'")) return text;
    let fill = compiled.get(key);
    if (fill === undefined) {
      fill = compile(text, locale);
      compiled.set(key, fill);
    }
    return fill(plain(params, format));
  };
  return format;
}

function plain(params: Message['params'], format: Formatter): Params {
  // Most sentences hold names and figures only.
  if (Object.values(params).every((value) => typeof value !== 'object')) return params as Params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? format(value) : value]),
  );
}

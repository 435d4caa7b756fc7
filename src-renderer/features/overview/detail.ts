import { english } from '../../../src-shared/i18n/en/index.ts';

/** How remedies begin: their words up to the second parameter, the first one standing for a few words. */
const REMEDIES: readonly RegExp[] = Object.entries(english)
  .filter(([key]) => /remedy/.test(key))
  .map(([, text]) => beginning(text))
  .filter((words) => words !== null)
  .sort((a, b) => b.source.length - a.source.length);

function beginning(text: string): RegExp | null {
  const [, first = '', second = ''] = /^([^{]*)(?:\{\w+\}([^{]*))?/.exec(text) ?? [];
  if (first.trim() === '' || first.length + second.length < 8) return null;
  // Bounded: what stands in for the parameter may be anything.
  const pattern =
    second === ''
      ? quoteForRegExp(first.trim())
      : `${quoteForRegExp(first)}[^.]{1,80}?${quoteForRegExp(second.trimEnd())}`;
  return new RegExp(`(?<=\\S )${pattern}`);
}

function quoteForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export interface Told {
  readonly what: string;
  /** What a person does; null where the text has no remedy of the catalogue. */
  readonly todo: string | null;
  /** What it means. */
  readonly after: string | null;
}

/** A `detail` is one text, what happened and then what to do; told apart by the remedies that the catalogue knows. */
export function tell(detail: string): Told {
  for (const remedy of REMEDIES) {
    const at = detail.search(remedy);
    if (at < 0) continue;
    const rest = detail.slice(at);
    const end = rest.search(/[.;](\s|$)/);
    if (end < 0) return { what: detail.slice(0, at).trim(), todo: rest, after: null };
    return {
      what: detail.slice(0, at).trim(),
      todo: rest.slice(0, end + 1),
      after: rest.slice(end + 1).trim() || null,
    };
  }
  return { what: detail, todo: null, after: null };
}

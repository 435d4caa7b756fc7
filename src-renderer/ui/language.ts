import { spoken } from '../../src-shared/i18n/en/spoken.ts';
import { createFormatter, type Formatter } from '../../src-shared/i18n/formatter.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

interface Speech {
  readonly language: Language;
  readonly format: Formatter;
}

// One language for the whole page, like its clock: a text is asked for in places that no context reaches.
let speech: Speech = { language: 'en', format: createFormatter(spoken, 'en') };

let wanted: Language = 'en';

export function currentLanguage(): Language {
  return speech.language;
}

export function currentFormatter(): Formatter {
  return speech.format;
}

/** Loads it where it is not English, and speaks it from here on. What is drawn already must be drawn anew. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const catalogue = await catalogueOf(language);
  // Another one was chosen while this one was loaded.
  if (wanted !== language) return;
  speech = { language, format: createFormatter(catalogue, language) };
  document.documentElement.lang = language;
}

async function catalogueOf(language: Language): Promise<Readonly<Record<string, string>>> {
  if (language === 'en') return spoken;
  // A text that has no German yet, or a page that cannot load it, is better read in English than not at all.
  const german = await import('../../src-shared/i18n/de/index.ts').then(
    (module) => module.german,
    () => ({}),
  );
  return { ...spoken, ...german };
}

/** What the person set, else the first language of the system that we speak. */
export function languageFor(wanted: Language | 'system', system: readonly string[]): Language {
  if (wanted !== 'system') return wanted;
  for (const tag of system) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

import { createFormatter, type Formatter } from '../../src-shared/i18n/formatter.ts';
import type { Message } from '../../src-shared/i18n/message.ts';
import { spokenFirst } from '../../src-shared/i18n/spoken-first.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

type Catalogue = Readonly<Record<string, string>>;

interface Speech {
  readonly language: Language;
  readonly catalogue: Catalogue;
  readonly format: Formatter;
}

// One language for the whole page, like its clock: a text is asked for in places that no context reaches.
let speech: Speech = speechOf('en', spokenFirst);
/** All that was loaded of it. */
let english: Catalogue = spokenFirst;

let wanted: Language = 'en';

export function currentLanguage(): Language {
  return speech.language;
}

export function currentFormatter(): Formatter {
  return speech.format;
}

/** Whether all of it can be said: a page may be older than the orchestrator that it shows. */
export function speaks({ key, params }: Message): boolean {
  if (!Object.hasOwn(speech.catalogue, key)) return false;
  return Object.values(params).every((value) => typeof value !== 'object' || speaks(value));
}

/** Loads it where it is not English, and speaks it from here on. What is drawn already must be drawn anew. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const catalogue = await catalogueOf(language);
  // Another one was chosen while this one was loaded.
  if (wanted !== language) return;
  speech = speechOf(language, catalogue);
  document.documentElement.lang = language;
}

async function catalogueOf(language: Language): Promise<Catalogue> {
  if (language === 'en') return english;
  // A text that has no German yet, or a page that cannot load it, is better read in English than not at all.
  const german = await import('../../src-shared/i18n/de/index.ts').then(
    (module) => module.german,
    () => ({}),
  );
  return { ...english, ...german };
}

function speechOf(language: Language, catalogue: Catalogue): Speech {
  return { language, catalogue, format: createFormatter(catalogue, language) };
}

/** Texts that only some views have, before the first of these is drawn. */
export async function learnLaterWords(): Promise<void> {
  if (english !== spokenFirst) return;
  const { spokenLater } = await import('../../src-shared/i18n/spoken-later.ts');
  english = { ...english, ...spokenLater };
  speech = speechOf(speech.language, { ...spokenLater, ...speech.catalogue });
}

/** A view that speaks them, loaded together with them. */
export async function withLaterWords<T>(view: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([view, learnLaterWords()]);
  return loaded;
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

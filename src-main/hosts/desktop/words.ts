import { german } from '../../../src-shared/i18n/de/index.ts';
import { english } from '../../../src-shared/i18n/en/index.ts';
import { createFormatter } from '../../../src-shared/i18n/formatter.ts';
import { type Message, message } from '../../../src-shared/i18n/message.ts';

export type SpokenLanguage = 'en' | 'de';

/** What the application says outside its window: tray, menus, notifications, dialogs. */
export interface Words {
  readonly language: SpokenLanguage;
  /** A key of the catalogue, or a message that came with its parameters. */
  say(key: string | Message, params?: Message['params']): string;
  /** Speaks another language from here on. Who shows texts draws them anew. */
  speak(language: SpokenLanguage): void;
}

export function createWords(first: SpokenLanguage): Words {
  const formatters = {
    en: createFormatter(english, 'en'),
    // A text that has no German yet is better read in English than not at all.
    de: createFormatter({ ...english, ...german }, 'de'),
  };
  let language = first;
  return {
    get language() {
      return language;
    },
    say(key, params = {}) {
      return formatters[language](typeof key === 'string' ? message(key, params) : key);
    },
    speak(next) {
      language = next;
    },
  };
}

/** The first of the person's languages that we speak; `wanted` is what was set in the preferences. */
export function languageOf(wanted: SpokenLanguage | 'system', system: readonly string[]): SpokenLanguage {
  if (wanted !== 'system') return wanted;
  for (const tag of system) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
}

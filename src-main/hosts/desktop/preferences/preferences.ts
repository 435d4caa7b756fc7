import { type Message, message } from '../../../../src-shared/i18n/message.ts';
import type { DesktopPreferences } from '../../../../src-shared/schema/desktop.ts';
import { reasonOf } from '../reason.ts';
import type { PreferencesFile, StoredPreferences } from './preferences-file.ts';
import { type Migration, type Misunderstood, migrate, migrations, understand } from './understand.ts';

/** What the person wants of the application, kept over its life. Never throws: what could not be kept is told. */
export interface Preferences {
  get(): DesktopPreferences;
  /** In force at once, and written. */
  update(change: Partial<DesktopPreferences>): void;
  /** Called after every change; returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** What is wrong with the file now, the gravest first; null: nothing. */
  readonly notice: Message | null;
}

export interface PreferencesOptions {
  readonly file: PreferencesFile;
  /** Each trouble once, and never before this has returned. */
  readonly onTrouble: (trouble: Message) => void;
  /** Default: those of this version. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** More of a value that was found is not worth reading. */
const LONGEST_FOUND = 60;

export function createPreferences(options: PreferencesOptions): Preferences {
  const { file, onTrouble } = options;
  const steps = options.migrations ?? migrations;
  const listeners = new Set<() => void>();
  /** By what they are about, the gravest first. */
  const troubles: Record<'file' | 'write' | 'keys', Message | null> = { file: null, write: null, keys: null };
  /** A broken file that could not be set aside is not written over. */
  let keptInMemory = false;
  /** What the file was not given yet. */
  let unwritten: StoredPreferences = {};

  const trouble = (about: keyof typeof troubles, text: Message) => {
    const isNew = JSON.stringify(troubles[about]) !== JSON.stringify(text);
    troubles[about] = text;
    // Whoever makes the preferences may need them to find the words.
    if (isNew) queueMicrotask(() => onTrouble(text));
  };

  let stored = load(null);
  let preferences = take();

  /** `known`: what held until now; null at the start. */
  function load(known: StoredPreferences | null): StoredPreferences {
    try {
      return migrate(file.read(), steps);
    } catch (error) {
      setAside(reasonOf(error), known === null ? 'broken' : 'broken-later');
      return known ?? {};
    }
  }

  function setAside(reason: string, when: 'broken' | 'broken-later'): void {
    try {
      const aside = file.setAside();
      trouble('file', message(`desktop.preferences.${when}`, { path: file.path, reason, aside }));
    } catch (error) {
      keptInMemory = true;
      const why = reasonOf(error);
      trouble('file', message('desktop.preferences.stuck', { path: file.path, reason, why }));
    }
  }

  function take(): DesktopPreferences {
    const understood = understand(stored);
    if (understood.misunderstood.length === 0) troubles.keys = null;
    else trouble('keys', keysMessage(file.path, understood.misunderstood));
    return understood.preferences;
  }

  /** The file may have been edited meanwhile: only what changed here is put into it. */
  function write(change: StoredPreferences): void {
    unwritten = { ...unwritten, ...change };
    stored = { version: steps.length + 1, ...(keptInMemory ? stored : load(stored)), ...unwritten };
    preferences = take();
    if (keptInMemory) return;
    try {
      file.write(stored);
      unwritten = {};
      troubles.write = null;
    } catch (error) {
      const reason = reasonOf(error);
      trouble('write', message('desktop.preferences.unwritten', { path: file.path, reason }));
    }
  }

  return {
    get: () => preferences,
    update(change) {
      write(usable(change));
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    get notice() {
      return troubles.file ?? troubles.write ?? troubles.keys;
    },
  };
}

/** Without what the schema refuses: the contract has told whoever sent it. */
function usable(change: Partial<DesktopPreferences>): StoredPreferences {
  const refused = new Set<string>(understand(change).misunderstood.map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(change).filter(([key, value]) => value !== undefined && !refused.has(key)),
  );
}

function keysMessage(path: string, misunderstood: readonly Misunderstood[]): Message {
  const list = misunderstood.map(({ key, found, expected }) => `${key} = ${shortened(found)} (${expected})`);
  return message('desktop.preferences.keys', { path, count: list.length, list: list.join('; ') });
}

function shortened(found: unknown): string {
  const text = JSON.stringify(found);
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}

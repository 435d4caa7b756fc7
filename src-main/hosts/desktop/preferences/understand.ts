import { z } from 'zod';
import {
  type DesktopPreferences,
  defaultDesktopPreferences,
  desktopPreferencesSchema,
} from '../../../../src-shared/schema/desktop.ts';
import type { StoredPreferences } from './preferences-file.ts';

/** From one version of the file to the next; the first leads from version 1 to version 2. */
export type Migration = (stored: StoredPreferences) => StoredPreferences;

/** None yet: the file is in its first version. */
export const migrations: readonly Migration[] = [];

/** A key that could not be used: its default is. */
export interface Misunderstood {
  readonly key: string;
  readonly found: unknown;
  /** What is possible, as one would write it: `"hide" | "quit"`. */
  readonly expected: string;
}

const shape = desktopPreferencesSchema.shape;
type Key = keyof DesktopPreferences;
const keys = Object.keys(shape) as readonly Key[];

/** Brings what an older version wrote to this one's form. What a newer version wrote stays as it is. */
export function migrate(stored: StoredPreferences, steps: readonly Migration[]): StoredPreferences {
  const version = versionOf(stored);
  const current = steps.length + 1;
  if (version >= current) return stored;
  return { ...steps.slice(version - 1).reduce((now, step) => step(now), stored), version: current };
}

/** A file without a version, or with one that is none, is of the first. */
function versionOf({ version }: StoredPreferences): number {
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : 1;
}

/** Key by key: what cannot be used loses only itself. Keys that are not ours are nobody's business here. */
export function understand(stored: StoredPreferences): {
  readonly preferences: DesktopPreferences;
  readonly misunderstood: readonly Misunderstood[];
} {
  const given = keys.filter((key) => stored[key] !== undefined);
  const usable = given.filter((key) => shape[key].safeParse(stored[key]).success);
  return {
    preferences: {
      ...defaultDesktopPreferences,
      ...Object.fromEntries(usable.map((key) => [key, stored[key]])),
    },
    misunderstood: given
      .filter((key) => !usable.includes(key))
      .map((key) => ({ key, found: stored[key], expected: possible(shape[key]) })),
  };
}

/** The same in every language. */
function possible(schema: z.ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => JSON.stringify(option)).join(' | ');
  if (schema instanceof z.ZodNumber) return `${schema.minValue ?? ''}–${schema.maxValue ?? ''}`;
  return 'true | false';
}

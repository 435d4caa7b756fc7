/** What the file holds: ours, and what a newer version put there. */
export type StoredPreferences = Readonly<Record<string, unknown>>;

/** Where preferences are kept. Small on purpose: electron-store fills it in the application. */
export interface PreferencesFile {
  readonly path: string;
  /** Nothing where there is no file yet. Throws what the parser or the system says. */
  read(): StoredPreferences;
  /** Replaces all of it at once; a crash leaves the old or the new. Throws what the system says. */
  write(stored: StoredPreferences): void;
  /** Gives what stands there another name, which it answers. Throws what the system says. */
  setAside(): string;
}

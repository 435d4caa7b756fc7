import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';

/** How one system starts applications at login. What cannot be done is a detail of the answer, never a rejection. */
export interface LoginItemBackend {
  /** The page of the system's settings; null: it has none. */
  readonly settingsUrl: string | null;
  /** What the system says now; `mend`: an entry that leads to where we no longer are is put right. */
  read(options: { readonly mend: boolean }): Promise<LoginItem>;
  /** Asks for it, and answers what the system says then. */
  write(on: boolean): Promise<LoginItem>;
}

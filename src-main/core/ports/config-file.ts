import type { Message } from '../../../src-shared/i18n/message.ts';
import type { DocumentNode, Position } from '../../../src-shared/schema/document.ts';
import type { PathEdit } from '../configuration/edit/path-edit.ts';
import type { LoadResult } from '../configuration/load.ts';

/** What stands on the disk. `revision` changes with the content, and only with it. */
export type ConfigText =
  | { readonly kind: 'text'; readonly text: string; readonly revision: string }
  | { readonly kind: 'absent'; readonly revision: string }
  | { readonly kind: 'unreadable'; readonly revision: string; readonly problem: Message };

export type ParsedText =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly at: Position; readonly text: Message };

export type WrittenConfig =
  | { readonly ok: true; readonly revision: string; readonly backup: string | null }
  /** Somebody else wrote it since it had the revision that was asked for; nothing was written. */
  | { readonly ok: false; readonly kind: 'changed' }
  | { readonly ok: false; readonly kind: 'refused'; readonly problem: Message };

/** The configuration file, for who edits it. Expected troubles are values. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  read(): Promise<ConfigText>;
  /**
   * Replaces the whole text at once, or does nothing. What stood there is kept beside it first. `revision`: what the
   * text was made from; looked at again in the last moment.
   */
  write(text: string, revision: string): Promise<WrittenConfig>;
  parse(text: string): ParsedText;
  /** The text with the edits in it, all else as it was. A text without a document gets one. */
  edit(text: string, edits: readonly PathEdit[]): string;
  /** What would be in force with this text; null: with no file. */
  load(text: string | null): LoadResult;
}

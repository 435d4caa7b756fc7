import type { Message } from '../../i18n/message.ts';

/** What stands under `mcpServers` for one server. */
export type Entry = Readonly<Record<string, unknown>>;

/** One server that was understood, in our file's words. */
export interface SnippetServer {
  /** A name that is allowed; another of the same name may exist. */
  readonly name: string;
  /** The name as it was given, where it had to become another. */
  readonly renamedFrom: string | null;
  readonly entry: Entry;
  readonly policy: Entry | null;
  readonly groups: readonly string[];
  /** What was changed on the way, and what a person should look at. */
  readonly notes: readonly Message[];
}

export type SnippetForm = 'json' | 'yaml' | 'toml' | 'command' | 'url' | 'link';

export type Snippet =
  | { readonly kind: 'empty' }
  | { readonly kind: 'servers'; readonly form: SnippetForm; readonly servers: readonly SnippetServer[] }
  | { readonly kind: 'fault'; readonly fault: Message; readonly line: number | null };

/** What a reader of one notation gives. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: Message; readonly line: number };

export function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

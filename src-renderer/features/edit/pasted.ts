import type { Message } from '../../../src-shared/i18n/message.ts';
import { freeName } from '../../../src-shared/model/snippet/name.ts';
import { readSnippet } from '../../../src-shared/model/snippet/read-snippet.ts';
import type { Snippet } from '../../../src-shared/model/snippet/types.ts';
import { type Draft, draftOf, type Written } from './draft.ts';

/** A server that is about to be added. */
export interface Candidate {
  /** Its identity on the page; its name can be changed. */
  readonly id: string;
  readonly draft: Draft;
  /** Whether a save adds it. */
  readonly chosen: boolean;
  readonly renamedFrom: string | null;
  readonly notes: readonly Message[];
}

export interface Understood {
  readonly snippet: Snippet;
  readonly candidates: readonly Candidate[];
}

export function understand(text: string, taken: ReadonlySet<string>): Understood {
  const snippet = readSnippet(text, taken);
  if (snippet.kind !== 'servers') return { snippet, candidates: [] };
  const candidates = snippet.servers.map(({ name, renamedFrom, entry, policy, groups, notes }, index) => ({
    id: String(index),
    draft: draftOf({ name, entry, policy: policy ?? {}, groups }),
    chosen: true,
    renamedFrom,
    notes,
  }));
  return { snippet, candidates };
}

/** Another one like it, under a name that nobody has. */
export function likeIt(written: Written, taken: ReadonlySet<string>): Candidate {
  // Its other names stay its own.
  const { aliases: _, ...policy } = written.policy;
  const name = freeName(written.name, taken);
  return {
    id: 'like',
    draft: draftOf({ ...written, policy, name }),
    chosen: true,
    renamedFrom: name === written.name ? null : written.name,
    notes: [],
  };
}

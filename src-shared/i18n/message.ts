/** What a sentence is filled with. A message is told in the language of the sentence around it. */
export type Param = string | number | Message;

/**
 * A sentence that is not yet in a language: core, adapters and hosts pass these, and the edge that shows one to a
 * person formats it. `key` names an entry of the catalogue; `params` are its ICU arguments.
 */
export interface Message {
  readonly key: string;
  readonly params: Readonly<Record<string, Param>>;
}

export function message(key: string, params: Message['params'] = {}): Message {
  return { key, params };
}

/** Why a server is not well: what happened, then what a person does about it. */
export interface Cause {
  readonly happened: Message;
  readonly remedy: Message;
}

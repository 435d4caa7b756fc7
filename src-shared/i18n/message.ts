/**
 * A sentence that is not yet in a language: core, adapters and hosts pass these, and the edge that shows one to a
 * person formats it. `key` names an entry of the catalogue; `params` are its ICU arguments.
 */
export interface Message {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export function message(key: string, params: Readonly<Record<string, string | number>> = {}): Message {
  return { key, params };
}

/** Why a server is not well: what happened, then what a person does about it. */
export interface Cause {
  readonly happened: Message;
  readonly remedy: Message;
}

import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';

export type Spoken = Pick<ServerStatus, 'name' | 'state' | 'reason'>;
export type KnownStates = ReadonlyMap<string, ServerState>;

/** Servers that are in another state than before and stay there for a while: what is only on its way is not worth a word. */
export function changesSince(before: KnownStates, servers: readonly Spoken[]): readonly Spoken[] {
  return servers.filter(
    ({ name, state }) =>
      before.has(name) && before.get(name) !== state && state !== 'STARTING' && state !== 'STOPPING',
  );
}

/** Each state with who is in it now: many servers at once are one sentence, not many. */
export function gather(changes: Iterable<Spoken>): readonly (readonly [Spoken, readonly string[]])[] {
  const groups = new Map<string, { readonly first: Spoken; readonly names: string[] }>();
  for (const change of changes) {
    const key = `${change.state} ${change.reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: change, names: [change.name] });
    else group.names.push(change.name);
  }
  return [...groups.values()].map(({ first, names }) => [first, names] as const);
}

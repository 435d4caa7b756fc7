import type { ServerTab } from '../../routes.ts';

/** Everything about one server. */
export function ServerPage({ name }: { readonly name: string; readonly tab: ServerTab }) {
  return <h1>{name}</h1>;
}

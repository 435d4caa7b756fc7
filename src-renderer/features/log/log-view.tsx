/** The output of one server, or the orchestrator's own log. */
export function LogView(props: {
  /** null: the orchestrator's own. */
  readonly server: string | null;
  /** Where it opens: at the end and following, at its newest crash, or at a time (ISO). */
  readonly at?: 'end' | 'crash' | { readonly time: string };
}) {
  return <p>{props.server}</p>;
}

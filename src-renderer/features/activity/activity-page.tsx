/** What happened, when, and by whom. */
export function ActivityPage({ tab }: { readonly tab: 'events' | 'log' }) {
  return <h1>{tab}</h1>;
}

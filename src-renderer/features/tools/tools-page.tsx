import type { ToolKind } from '../../routes.ts';

/** What every server offers, and a form to try it. */
export function ToolsPage(props: {
  readonly kind: ToolKind;
  readonly server: string | null;
  readonly item: string | null;
}) {
  return <h1>{props.kind}</h1>;
}

import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { LongText } from '../../ui/long-text.tsx';
import { plainText, say } from '../../ui/words.ts';
import { JsonView } from './json-view.tsx';

/** Name, server, what it is for: all in the words of a server, so text only. */
export function ItemHead(props: {
  readonly name: string;
  readonly title?: string | undefined;
  readonly server: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
}) {
  const { name, title, server, description = '' } = props;
  return (
    <header className="item-head">
      <h2 className="mono">
        <bdi>{plainText(name)}</bdi>
      </h2>
      <Link className="muted" href={paths.server(server)}>
        <bdi>{plainText(server)}</bdi>
      </Link>
      {title === undefined || title === name ? null : <p className="also">{plainText(title)}</p>}
      <LongText className="muted" text={description} />
      {props.children}
    </header>
  );
}

/** What a schema says, to be read; laid out only once it is opened. */
export function SchemaFold({ label, schema }: { readonly label: string; readonly schema: unknown }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {open ? <JsonView text={textOfSchema(schema)} /> : null}
    </details>
  );
}

function textOfSchema(schema: unknown): string {
  try {
    return JSON.stringify(schema);
  } catch {
    return '{}'; // deeper than a text can be made of
  }
}

/** What a tool says of itself; only what it says. */
export function hintsOf(annotations: Readonly<Record<string, unknown>> | undefined): {
  readonly words: readonly string[];
  readonly destroys: boolean;
} {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  const readsOnly = readOnlyHint === true;
  const destroys = !readsOnly && destructiveHint === true;
  const keys = [
    readsOnly ? 'tools.reads-only' : null,
    destroys ? 'tools.destroys' : null,
    !readsOnly && destructiveHint === false ? 'tools.changes' : null,
    !readsOnly && idempotentHint === true ? 'tools.idempotent' : null,
    openWorldHint === true ? 'tools.open-world' : null,
  ];
  return { words: keys.filter((key) => key !== null).map((key) => say(key)), destroys };
}

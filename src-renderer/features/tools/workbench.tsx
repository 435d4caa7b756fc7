import { Link } from 'wouter';
import { paths, type ToolKind } from '../../routes.ts';
import { useServer } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { plainText, say, sayMessage } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { type Item, type Source, useReadAgain } from './catalogue.ts';
import type { Chosen } from './catalogue-view.tsx';
import { ItemPanes } from './panes.tsx';

/** What was chosen of the catalogue, or why it is not there. */
export function Workbench(props: {
  readonly kind: ToolKind;
  readonly sources: readonly Source[];
  readonly chosen: Chosen;
}) {
  const { kind, sources, chosen } = props;
  const source = sources.find(({ server }) => server === chosen.server) ?? null;
  if (chosen.server === null) return <Told text={say(`tools.choose.${kind}`)} />;
  if (source === null) return <Told text={say('shell.no-server', { name: plainText(chosen.server) })} />;
  const { server, list } = source;
  const item = itemOf(source, kind, chosen.item);
  if (item !== null && chosen.item !== null)
    return (
      <ItemPanes
        key={`${kind} ${server} ${chosen.item}`}
        item={item}
        server={server}
        hindered={list === null ? say('tools.down', { state: say(`state.${source.state}`) }) : null}
      />
    );
  if (list === null) return <Down source={source} />;
  if (list.state === 'reading') return <Told text={say('tools.reading', { count: 1 })} />;
  if (list.state === 'failed') return <NotRead kind={kind} server={server} problem={list.problem} />;
  if (chosen.item !== null)
    return (
      <Told
        text={say(`tools.unknown.${kind}`, {
          server: plainText(server),
          name: plainText(chosen.item).slice(0, 200),
        })}
      />
    );
  return <Told text={say(list.entries.length === 0 ? `tools.none.${kind}` : `tools.choose.${kind}`)} />;
}

/** Also of a server that went down meanwhile: what was typed stays. */
function itemOf({ list, last }: Source, kind: ToolKind, key: string | null): Item | null {
  if (key === null) return null;
  const listed = last.find((entry) => entry.key === key)?.item;
  if (listed !== undefined) return listed;
  if (list?.state !== 'listed') return null;
  // An address that a result named need not be in the list.
  return kind === 'resources' && /^[a-z][a-z0-9+.-]*:/i.test(key)
    ? { kind: 'resource', resource: { uri: key, name: key } }
    : null;
}

function Told({ text }: { readonly text: string }) {
  return (
    <section className="pane pane-told" aria-label={say('tools.result')}>
      <p className="muted">
        <bdi>{text}</bdi>
      </p>
    </section>
  );
}

function Down({ source: { server, state, enabled } }: { readonly source: Source }) {
  const status = useServer(server);
  const why = enabled ? (state === 'STARTING' ? 'while-starting' : 'while-down') : 'disabled';
  const detail =
    status === null
      ? null
      : status.cause === null || status.cause === undefined
        ? status.detail
        : sayMessage(status.cause.happened);
  return (
    <section className="pane pane-told" aria-label={plainText(server)}>
      <h2>
        <bdi>{plainText(server)}</bdi>
      </h2>
      <p>{say(`tools.not-listed.${why}`)}</p>
      {detail === null || !enabled ? null : (
        <p className="muted">
          <CodeText text={detail} />
        </p>
      )}
      <div className="row">
        <Link className="btn do" href={paths.server(server)}>
          <Icon name="right" />
          {say('tools.open-server', { name: plainText(server) })}
        </Link>
        {enabled && state === 'STOPPED' ? (
          <ActionButton verb="start" target={[server]} label={say('page.do.start')} />
        ) : null}
      </div>
    </section>
  );
}

function NotRead({
  kind,
  server,
  problem,
}: {
  readonly kind: ToolKind;
  readonly server: string;
  readonly problem: string;
}) {
  const readAgain = useReadAgain(kind);
  return (
    <section className="pane pane-told" aria-label={plainText(server)}>
      <p>{say('tools.list.failed.what', { problem: plainText(problem) })}</p>
      <div className="row">
        <button type="button" className="btn" onClick={() => readAgain(server)}>
          <Icon name="restart" />
          {say('tools.list.again')}
        </button>
      </div>
    </section>
  );
}

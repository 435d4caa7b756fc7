import { memo, type ReactNode } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useLastKnown, useServer } from '../../state/dashboard.ts';
import { troubleSince } from '../../state/groups.ts';
import { useTold } from '../../state/now.ts';
import { useSelection } from '../../state/selection.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Pips } from '../../ui/pips.tsx';
import { signOf } from '../../ui/sign.tsx';
import { TurningSign } from '../../ui/turning-sign.tsx';
import { ago, duration, exactTime, say } from '../../ui/words.ts';
import { tellCause } from './cause-text.ts';
import { LastLines, Remedy } from './cause-view.tsx';
import { CardMark, NameLink } from './item.tsx';
import { ServerMenu } from './server-menu.tsx';
import { headOf, wholeSeconds } from './server-words.ts';
import { TroubleButtons } from './trouble-buttons.tsx';

const LAST_LINES = 3;

/** Servers that need the person: what, then what follows, then what to do; the first button is the one that helps. */
export const TroubleCard = memo(function TroubleCard({ names }: { readonly names: readonly string[] }) {
  const [first = ''] = names;
  const server = useServer(first);
  const marked = useSelection(({ selected }) => selected.has(first));
  if (server === null) return null;
  return names.length > 1 ? (
    <Several first={server} names={names} />
  ) : (
    <Card
      server={server}
      servers={[server]}
      marked={marked}
      title={<NameLink name={server.name} />}
      label={server.name}
      menu={<ServerMenu name={server.name} />}
    />
  );
}, sameNames);

function sameNames(
  a: { readonly names: readonly string[] },
  b: { readonly names: readonly string[] },
): boolean {
  return a.names.length === b.names.length && a.names.every((name, index) => name === b.names[index]);
}

/** One repair for all of them. Their names stand in the sentence. */
function Several({ first, names }: { readonly first: ServerStatus; readonly names: readonly string[] }) {
  const title = say('overview.several', { count: names.length });
  return (
    <Card
      server={first}
      servers={names.map((name) => ({ ...first, name }))}
      marked={false}
      title={title}
      label={title}
      menu={null}
    />
  );
}

function Card(props: {
  readonly server: ServerStatus;
  readonly servers: readonly ServerStatus[];
  readonly marked: boolean;
  readonly title: ReactNode;
  readonly label: string;
  readonly menu: ReactNode;
}) {
  const { server, servers } = props;
  const kind = signOf(server.state);
  const head = headOf(server);
  const told = tellCause(server, head);
  const lines = servers.length > 1 ? [] : (server.lastExit?.lastLines.slice(-LAST_LINES) ?? []);
  return (
    <article
      className={`alarm item ${kind}${props.marked ? ' on' : ''}`}
      aria-label={say('overview.card', { name: props.label, state: head })}
    >
      <header>
        {servers.length > 1 ? null : <CardMark name={server.name} />}
        <TurningSign kind={kind} size="l" />
        <h3>{props.title}</h3>
        <span className="word">{head}</span>
        <span className="when">
          {server.reason === 'RESTART_LIMIT' ? (
            <Pips used={server.restartCount} max={server.maxRestarts} />
          ) : null}
          <When server={server} />
        </span>
        {props.menu}
      </header>
      <div className="body">
        <div className="words">
          <p className="what">
            <CodeText text={told.what} />
          </p>
          {servers.length > 1 ? <Names servers={servers} /> : null}
          <Remedy told={told} className="do-this" />
        </div>
        {lines.length === 0 ? null : <LastLines lines={lines} />}
      </div>
      <footer>
        <TroubleButtons servers={servers} />
      </footer>
    </article>
  );
}

const MOST_NAMES = 12;

function Names({ servers }: { readonly servers: readonly ServerStatus[] }) {
  const shown = servers.slice(0, MOST_NAMES);
  return (
    <ul className="names">
      {shown.map(({ name }) => (
        <li key={name}>
          <NameLink name={name} />
        </li>
      ))}
      {servers.length > shown.length ? (
        <li className="muted">{say('overview.more-names', { count: servers.length - shown.length })}</li>
      ) : null}
    </ul>
  );
}

/** Of minutes the seconds say nothing. */
function lasting(ms: number): string {
  return duration(ms < 60_000 ? wholeSeconds(ms) : Math.floor(ms / 60_000) * 60_000);
}

function When({ server }: { readonly server: ServerStatus }) {
  const since = troubleSince(server);
  const until = useLastKnown();
  const text = useTold((tick) => {
    const now = until ?? tick;
    if (since === null) return '';
    if (server.state === 'CRASHED') return ago(since, now);
    return say('overview.for', { time: lasting(now - Date.parse(since)) });
  });
  return since === null ? null : <time title={exactTime(since)}>{text}</time>;
}

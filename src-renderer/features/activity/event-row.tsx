import { memo, useId, useState } from 'react';
import { Link } from 'wouter';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { paths } from '../../routes.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Sign, type SignKind } from '../../ui/sign.tsx';
import { clockSeconds, exactTime, plainText, say } from '../../ui/words.ts';
import { actorWords, eventSentence, eventSign } from './event-words.ts';
import { actorOf, newestOf, type Row, rowSentence, rowSign } from './fold.ts';

/** More of one row are in the export. */
const MOST_OPEN = 50;

/** One thing that happened; what it is made of opens below it. */
export const EventRow = memo(function EventRow({ row }: { readonly row: Row }) {
  const [open, setOpen] = useState(false);
  const parts = useId();
  const newest = newestOf(row);
  const { length } = row.events;
  return (
    <li>
      <Line event={newest} sign={rowSign(row)} text={rowSentence(row)} actor={actorOf(row)}>
        {length === 1 ? null : (
          <button
            type="button"
            className="btn quiet deed-more"
            aria-expanded={open}
            aria-controls={parts}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'up' : 'chevron'} />
            {open ? say('activity.close') : say('activity.open', { count: length })}
          </button>
        )}
      </Line>
      {open && length > 1 ? (
        <ol id={parts} className="deed-parts">
          {row.events.slice(0, MOST_OPEN).map((event) => (
            <li key={event.seq}>
              <Line
                event={event}
                sign={eventSign(event)}
                text={eventSentence(event)}
                actor={event.actor}
                isPart
              />
            </li>
          ))}
          {length > MOST_OPEN ? (
            <li className="muted more-parts">{say('activity.open.more', { count: length - MOST_OPEN })}</li>
          ) : null}
        </ol>
      ) : null}
    </li>
  );
});

function Line(props: {
  readonly event: OrchestratorEvent;
  readonly sign: SignKind | null;
  readonly text: string;
  readonly actor: string;
  /** The server stands above already. */
  readonly isPart?: boolean;
  readonly children?: React.ReactNode;
}) {
  const { event, sign, text, actor } = props;
  const { server, at } = event;
  return (
    <div className="deed">
      <Time server={server} at={at} />
      <span className="sign">{sign === null ? <i className="dot" /> : <Sign kind={sign} />}</span>
      <span className="whose">
        {props.isPart === true ? null : server === null ? (
          <span className="muted">{say('activity.all-servers')}</span>
        ) : (
          <Link href={paths.server(server)} title={plainText(server)}>
            <bdi>{plainText(server)}</bdi>
          </Link>
        )}
      </span>
      <span className="told">
        <bdi>
          <CodeText text={text} />
        </bdi>
        {props.children}
      </span>
      <bdi className="who">{actorWords(actor)}</bdi>
    </div>
  );
}

/** Leads to what it wrote then; of the orchestrator itself, to its own log. */
function Time({ server, at }: { readonly server: string | null; readonly at: string }) {
  const time = clockSeconds(at);
  const exact = exactTime(at);
  const shown = (
    <time dateTime={at} title={exact}>
      {time}
    </time>
  );
  if (server === null) return <span className="at">{shown}</span>;
  return (
    <Link
      className="at"
      href={`${paths.server(server, 'log')}?time=${encodeURIComponent(at)}`}
      aria-label={say('activity.at-log', { server: plainText(server), time })}
    >
      {shown}
    </Link>
  );
}

import { type CSSProperties, memo } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useLastKnown, useServer } from '../../state/dashboard.ts';
import { useTold } from '../../state/now.ts';
import { useSelection } from '../../state/selection.ts';
import { isRemote } from '../../state/standing.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import type { SparkKind } from '../../ui/sparkline.tsx';
import { TurningSign } from '../../ui/turning-sign.tsx';
import {
  bytes,
  clockSeconds,
  duration,
  exactTime,
  percent,
  say,
  sayMessage,
  sayTold,
} from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { CardMark, NameLink } from './item.tsx';
import { MeterLine } from './meter.tsx';
import { ServerMenu } from './server-menu.tsx';
import { kindWord, phaseText, stateText, stoppedText, wasText } from './server-words.ts';

/** A server that needs nobody: it runs, is on its way, or is meant to be down. */
export const ServerCard = memo(function ServerCard({ name }: { readonly name: string }) {
  const server = useServer(name);
  const marked = useSelection(({ selected }) => selected.has(name));
  if (server === null) return null;
  const { state, enabled, lastExit } = server;
  const off = state === 'STOPPED' || !enabled;
  const busy = state === 'STARTING' || state === 'STOPPING';
  const kind = signOf(state);
  const look = off ? 'off' : busy ? kind : 'calm';
  const pips = isRemote(server) ? null : <Pips used={server.restartCount} max={server.maxRestarts} />;
  return (
    <article
      className={`card item ${look}${marked ? ' on' : ''}`}
      aria-label={say('overview.card', {
        name,
        state: say(enabled ? `state.${state}` : 'state.disabled'),
      })}
    >
      <header>
        <CardMark name={name} />
        <TurningSign kind={kind} />
        <h3>
          <NameLink name={name} />
        </h3>
        <ServerMenu name={name} />
      </header>
      <Sub server={server} />
      {off ? (
        <Off server={server} />
      ) : state === 'STARTING' ? (
        <Starting server={server} />
      ) : state === 'STOPPING' ? null : (
        <Meters server={server} />
      )}
      {server.warnings.map((warning) => (
        <p key={warning.kind} className="note warning" title={exactTime(warning.since)}>
          <Sign kind="warning" />
          <span>
            <CodeText text={sayTold(warning)} />
          </span>
        </p>
      ))}
      {busy ? (
        <footer>
          <span>{lastExit === null ? '' : say('overview.last-up', { time: clockSeconds(lastExit.at) })}</span>
          <span className="push">{pips}</span>
        </footer>
      ) : off ? null : (
        <>
          <div className="rule" />
          <footer>
            {server.tools === null ? null : <span>{say('page.tools', { count: server.tools })}</span>}
            {server.protocol === null ? null : (
              <span className="protocol">{say('overview.protocol', { version: server.protocol })}</span>
            )}
            <span className="push">{pips}</span>
          </footer>
        </>
      )}
    </article>
  );
});

function Sub({ server }: { readonly server: ServerStatus }) {
  const until = useLastKnown();
  const text = useTold((now) => (until === null ? stateText(server, now) : wasText(server, until)));
  return (
    <p className="sub">
      <span className={`word ${signOf(server.state)}`}>{text}</span>
      <span aria-hidden="true">·</span>
      <span className="kind">{kindWord(server)}</span>
    </p>
  );
}

function Meters({ server }: { readonly server: ServerStatus }) {
  const { name, cpuPercent, memoryBytes, health, warnings } = server;
  const overMemory = warnings.some(({ kind }) => kind === 'memory');
  return (
    <dl className="meters">
      {isRemote(server) ? (
        <div className="plain">
          <dt>{say('page.process')}</dt>
          <dd className="blank" />
          <dd className="num muted">{say('page.remote')}</dd>
        </div>
      ) : (
        <>
          <Meter server={name} kind="cpu" label={say('page.cpu')} text={percent(cpuPercent)} />
          <Meter
            server={name}
            kind="mem"
            label={say('page.memory')}
            text={bytes(memoryBytes)}
            limit={overMemory}
          />
        </>
      )}
      <Meter server={name} kind="lat" label={say('page.health')} text={duration(health.latencyMs)} />
    </dl>
  );
}

const Meter = memo(function Meter(props: {
  readonly server: string;
  readonly kind: SparkKind;
  readonly label: string;
  readonly text: string;
  readonly limit?: boolean;
}) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd className="graph">
        <MeterLine server={props.server} kind={props.kind} limit={props.limit ?? false} />
      </dd>
      <dd className="num">
        <Figure text={props.text} />
      </dd>
    </div>
  );
});

function Starting({ server }: { readonly server: ServerStatus }) {
  const { name, phase, nextRestartAt, cause } = server;
  const waits = nextRestartAt !== null;
  const what = phaseText(server);
  const follows = phase === 'BACKOFF' && cause !== null ? sayMessage(cause.remedy) : '';
  return (
    <>
      {nextRestartAt === null ? null : <Countdown server={server} restart={nextRestartAt} />}
      {what === null ? null : (
        <p className="say">
          <CodeText text={what} />
        </p>
      )}
      {follows === '' ? null : (
        <p className="say muted">
          <CodeText text={follows} />
        </p>
      )}
      <div className="row">
        {waits ? <ActionButton verb="start" target={[name]} label={say('page.do.start-now')} /> : null}
        {phase === 'WAIT_DEPS' ? (
          <ActionButton
            verb="start"
            target={[name]}
            label={say('page.do.start-anyway')}
            options={{ dependencies: false }}
          />
        ) : null}
        <ActionButton verb="stop" target={[name]} label={say('page.do.stop')} />
      </div>
    </>
  );
}

/** Fills once a second until it starts again. */
function Countdown({ server, restart }: { readonly server: ServerStatus; readonly restart: string }) {
  const to = Date.parse(restart);
  const from = Date.parse(server.since ?? server.lastExit?.at ?? restart);
  const total = Math.max(1, Math.round((to - from) / 1000));
  const until = useLastKnown();
  const done = useTold((now) => Math.min(total, Math.max(0, Math.round(((until ?? now) - from) / 1000))));
  return (
    <div
      className="wait"
      role="progressbar"
      aria-label={say('overview.countdown')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <i style={{ '--done': done / total } as CSSProperties} />
    </div>
  );
}

function Off({ server }: { readonly server: ServerStatus }) {
  const { enabled, desired, name } = server;
  const text = useTold((now) => (enabled ? stoppedText(server, now) : null));
  return (
    <>
      {text === null ? null : <p className="say">{text}</p>}
      {enabled && desired === 'down' ? <p className="say muted">{say('page.stopped')}</p> : null}
      {enabled ? (
        <div className="row">
          <ActionButton verb="start" target={[name]} label={say('page.do.start')} />
        </div>
      ) : (
        <p className="say muted">{say('overview.disabled')}</p>
      )}
    </>
  );
}

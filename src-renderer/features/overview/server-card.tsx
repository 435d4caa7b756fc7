import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useNow } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import { ago, bytes, clock, duration, percent, say, wait } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { LogLink } from '../actions/log-link.tsx';
import { anchorOf } from './anchor.ts';

/** A server that needs nobody: it runs, is on its way, or is meant to be down. */
export function ServerCard({ server }: { readonly server: ServerStatus }) {
  const { name, state } = server;
  const off = state === 'STOPPED';
  const busy = state === 'STARTING' || state === 'STOPPING';
  const kind = signOf(state);
  return (
    <article
      className={`card ${off ? 'off' : busy ? '' : 'calm'}`}
      id={anchorOf(name)}
      aria-label={`${name}: ${say(`state.${state}`)}`}
    >
      <header>
        <Sign kind={kind} />
        <h3 title={name}>
          <bdi>{name}</bdi>
        </h3>
        {off || isRemote(server) ? null : <Pips used={server.restartCount} max={server.maxRestarts} />}
      </header>
      <Sub server={server} />
      {off ? <Off server={server} /> : busy ? <Busy server={server} /> : <Meters server={server} />}
      {server.warnings.map((warning) => (
        <p key={warning.kind} className="note warning">
          <Sign kind="warning" />
          <span>
            <CodeText text={warning.message} />
          </span>
        </p>
      ))}
      {busy || off ? null : (
        <>
          <div className="rule" />
          <footer>
            <span>{server.tools === null ? '' : say('page.tools', { count: server.tools })}</span>
            <span className="acts">
              <ActionButton verb="check" target={[name]} label={say('page.do.check')} look="only" />
              <ActionButton verb="restart" target={[name]} label={say('page.do.restart')} look="only" />
              <ActionButton verb="stop" target={[name]} label={say('page.do.stop')} look="only" />
              <LogLink server={name} look="only" />
            </span>
          </footer>
        </>
      )}
    </article>
  );
}

function Sub({ server }: { readonly server: ServerStatus }) {
  const now = useNow();
  const kind = signOf(server.state);
  return (
    <p className="sub">
      <span className={`word ${kind}`}>{stateText(server, now)}</span>
      <span aria-hidden="true">·</span>
      <span>{isRemote(server) ? say('page.remote') : server.transport}</span>
    </p>
  );
}

function stateText(server: ServerStatus, now: number): string {
  const { state, phase, nextRestartAt, startedAt, pausedUntil, enabled, detail } = server;
  if (!enabled) return say('state.disabled');
  if (state === 'STARTING') {
    if (nextRestartAt !== null)
      return say('state.starting-again', { time: wait(Date.parse(nextRestartAt) - now) });
    if (phase === 'WAIT_DEPS' && detail !== null) return detail;
    return startedAt === null
      ? say('state.STARTING')
      : say('state.starting-for', { time: duration(Math.max(0, now - Date.parse(startedAt))) });
  }
  const word = say(`state.${state}`);
  if (pausedUntil !== null) return say('state.paused', { state: word, time: clock(Date.parse(pausedUntil)) });
  if (state !== 'RUNNING' || startedAt === null) return word;
  return say('page.up', { state: word, time: duration(wholeSeconds(now - Date.parse(startedAt))) });
}

function Meters({ server }: { readonly server: ServerStatus }) {
  return (
    <dl className="meters">
      {isRemote(server) ? (
        <Meter label={say('page.process')} text={say('page.remote')} />
      ) : (
        <>
          <Meter label={say('page.cpu')} text={percent(server.cpuPercent)} />
          <Meter label={say('page.memory')} text={bytes(server.memoryBytes)} />
        </>
      )}
      <Meter label={say('page.health')} text={duration(server.health.latencyMs)} />
      {server.protocol === null ? null : <Meter label={say('page.protocol')} text={server.protocol} />}
    </dl>
  );
}

function Meter({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span className="num">
          <Figure text={text} />
        </span>
      </dd>
    </>
  );
}

function Busy({ server }: { readonly server: ServerStatus }) {
  const { name, state, phase, detail, nextRestartAt } = server;
  const waits = nextRestartAt !== null;
  const what =
    phase === 'WAIT_DEPS' ? null : (detail ?? (phase === null ? null : say(`page.phase.${phase}`)));
  return (
    <>
      {what === null ? null : (
        <p className="say">
          <CodeText text={what} />
        </p>
      )}
      {state === 'STOPPING' ? null : (
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
          <LogLink server={name} look="only" />
        </div>
      )}
    </>
  );
}

function Off({ server }: { readonly server: ServerStatus }) {
  const now = useNow();
  const { enabled, desired, lastExit } = server;
  const exit =
    lastExit === null
      ? null
      : lastExit.signal !== null
        ? say('page.exit.signal', { signal: lastExit.signal, time: ago(lastExit.at, now) })
        : say('page.exit.code', { code: lastExit.code ?? '–', time: ago(lastExit.at, now) });
  return (
    <>
      {exit === null ? null : <p className="say">{exit}</p>}
      {enabled && desired === 'down' ? <p className="say muted">{say('page.stopped')}</p> : null}
      {enabled ? (
        <div className="row">
          <ActionButton verb="start" target={[server.name]} label={say('page.do.start')} />
          <LogLink server={server.name} look="only" />
        </div>
      ) : null}
    </>
  );
}

/** Without a process of ours there is no CPU, no memory and no budget. */
function isRemote({ transport, pid, processes, maxRestarts, state }: ServerStatus): boolean {
  return (
    transport !== 'stdio' && pid === null && processes === null && (maxRestarts === 0 || state === 'RUNNING')
  );
}

function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000) * 1000);
}

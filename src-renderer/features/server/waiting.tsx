import type { CSSProperties } from 'react';
import { startPhases } from '../../../src-shared/schema/names.ts';
import type { ServerStatus, StartPhase } from '../../../src-shared/schema/status.ts';
import { useNow, useTold } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { LogLink } from '../actions/log-link.tsx';
import { tellCause } from '../overview/cause-text.ts';
import { isUnsteady } from './again.tsx';
import { stateWords } from './standing.ts';

/** A start that takes no longer needs no words, which would only push down what one looks at. */
const QUICK_MS = 3000;

/** Whether there is something to tell of its way up. */
export function useWaiting(server: ServerStatus): boolean {
  const { state, nextRestartAt, since } = server;
  const late = useTold((now) => since === null || now - Date.parse(since) >= QUICK_MS);
  return state === 'STARTING' && (nextRestartAt !== null || late || isUnsteady(server));
}

/** On its way: for what it waits, for how long yet, and which step it is at. */
export function WaitingPanel({ server }: { readonly server: ServerStatus }) {
  const { name, phase, nextRestartAt, restartCount, maxRestarts } = server;
  const waits = nextRestartAt !== null;
  const told = server.cause || server.detail ? tellCause(server, '') : null;
  return (
    <section className="cause starting" aria-label={say('server.waiting')}>
      <header>
        <Sign kind="starting" size="l" />
        <b>
          <Words server={server} />
        </b>
        {waits ? (
          <span className="when">
            {say('page.restarts-used', { used: restartCount, max: maxRestarts })}{' '}
            <Pips used={restartCount} max={maxRestarts} told />
          </span>
        ) : null}
      </header>
      <div className="body">
        {nextRestartAt === null ? <Steps phase={phase} /> : <Bar server={server} until={nextRestartAt} />}
        {told === null || told.what === '' ? null : (
          <p>
            <CodeText text={told.what} />
          </p>
        )}
        {told?.todo == null ? null : (
          <p className="muted">
            <CodeText text={told.todo} />
          </p>
        )}
        <div className="row">
          {waits ? (
            <ActionButton verb="start" target={[name]} label={say('page.do.start-now')} look="do" />
          ) : null}
          {phase === 'WAIT_DEPS' ? (
            <ActionButton
              verb="start"
              target={[name]}
              label={say('page.do.start-anyway')}
              options={{ dependencies: false }}
            />
          ) : null}
          <ActionButton verb="stop" target={[name]} label={say('page.do.stop')} />
          {waits ? <LogLink server={name} crash /> : null}
        </div>
      </div>
    </section>
  );
}

function Words({ server }: { readonly server: ServerStatus }) {
  return stateWords(server, useNow());
}

/** Fills once a second. Its whole is the time from the exit to the next start. */
function Bar({ server, until }: { readonly server: ServerStatus; readonly until: string }) {
  const now = useNow();
  const end = Date.parse(until);
  const begin = Date.parse(server.since ?? server.lastExit?.at ?? until);
  const share = end <= begin ? 1 : Math.min(1, Math.max(0, (now - begin) / (end - begin)));
  return (
    <div className="server-bar" aria-hidden="true">
      <i style={{ '--share': share } as CSSProperties} />
    </div>
  );
}

function Steps({ phase }: { readonly phase: StartPhase | null }) {
  const steps: readonly StartPhase[] = startPhases.filter((each) => each !== 'BACKOFF');
  const here = phase === null ? -1 : steps.indexOf(phase);
  return (
    <ol className="server-steps">
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < here ? 'done' : ''}
          {...(index === here ? { 'aria-current': 'step' as const } : {})}
        >
          {say(`page.phase.${step}`)}
        </li>
      ))}
    </ol>
  );
}

import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import { clockSeconds, duration, say } from '../../ui/words.ts';
import { LogLink } from '../actions/log-link.tsx';
import { endSentence } from '../activity/event-words.ts';

/** Some of its restarts are used: it came back by itself, and has not run long enough since for that to be forgotten. */
export function isUnsteady({ restartCount, lastExit, desired }: ServerStatus): boolean {
  return restartCount > 0 && lastExit !== null && desired === 'up';
}

/**
 * Why it was started again. It keeps the place of what it waited for: of a server that ends over and over again nothing on
 * its page would stand still otherwise.
 */
export function AgainPanel(props: { readonly server: ServerStatus; readonly stableResetMs: number | null }) {
  const { server, stableResetMs } = props;
  const { name, lastExit, restartCount, maxRestarts } = server;
  if (lastExit === null) return null;
  const { code, signal, at } = lastExit;
  return (
    <section className="cause again" aria-label={say('server.again.label')}>
      <header>
        <Sign kind={signOf(server.state)} size="l" />
        <b>{say(server.state === 'RUNNING' ? 'server.again' : `state.${server.state}`)}</b>
        <span className="when">
          <span>
            {say('page.restarts-used', { used: restartCount, max: maxRestarts })}{' '}
            <Pips used={restartCount} max={maxRestarts} told />
          </span>
        </span>
      </header>
      <div className="body">
        <p>
          <CodeText
            text={say('server.again.why', { exit: endSentence(code, signal), time: clockSeconds(at) })}
          />
        </p>
        {stableResetMs === null ? null : (
          <p className="muted">{say('server.again.reset', { time: duration(stableResetMs) })}</p>
        )}
        <div className="row">
          <LogLink server={name} crash />
        </div>
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useNow } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Pips } from '../../ui/pips.tsx';
import { placed } from '../../ui/placed.ts';
import { Sign, signOf } from '../../ui/sign.tsx';
import { ago, plainText, say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { LogLink } from '../actions/log-link.tsx';
import { anchorOf } from './anchor.ts';
import { tell } from './detail.ts';

const LAST_LINES = 3;

/** A server that needs the person: what, then what follows, then what to do; the first button is the one that helps. */
export function TroubleCard({ server }: { readonly server: ServerStatus }) {
  const now = useNow();
  const kind = signOf(server.state);
  const head = headOf(server);
  const told = tell(server.detail ?? head);
  const lines = server.lastExit?.lastLines.slice(-LAST_LINES) ?? [];
  return (
    <article className={`alarm ${kind}`} id={anchorOf(server.name)} aria-label={`${server.name}: ${head}`}>
      <header>
        <Sign kind={kind} size="l" />
        <h3>
          <bdi>{server.name}</bdi>
        </h3>
        <span className="word">{head}</span>
        <span className="when">
          {server.reason === 'RESTART_LIMIT' ? (
            <Pips used={server.restartCount} max={server.maxRestarts} />
          ) : null}
          {whenOf(server, now)}
        </span>
      </header>
      <div className="body">
        <p className="what">
          <CodeText text={told.what} />
        </p>
        {told.todo === null ? null : (
          <p className="do-this">
            <b>
              <CodeText text={told.todo} />
            </b>
            {told.after === null ? null : <> {<CodeText text={told.after} />}</>}
          </p>
        )}
        {lines.length === 0 ? null : (
          <div className="tail">
            {placed(lines).map(({ place, item }) => (
              <div key={place} className={lineClass(item)} dir="auto">
                {plainText(item)}
              </div>
            ))}
          </div>
        )}
      </div>
      <footer>{buttonsOf(server)}</footer>
    </article>
  );
}

function headOf({ state, reason }: ServerStatus): string {
  if (state === 'CRASHED' && reason !== null) return say(`reason.${reason}.head`);
  return say(`state.${state}`);
}

function whenOf({ state, lastExit, health }: ServerStatus, now: number): string {
  const at = state === 'CRASHED' ? (lastExit?.at ?? null) : health.checkedAt;
  return at === null ? '' : ago(at, now);
}

/** Restart is no answer where a restart cannot help. */
function buttonsOf(server: ServerStatus): ReactNode {
  const { name, reason, state } = server;
  const log = <LogLink key="log" server={name} crash />;
  if (state === 'UNHEALTHY') {
    return [
      <ActionButton key="check" verb="check" target={[name]} label={say('page.do.check')} look="do" />,
      <ActionButton key="restart" verb="restart" target={[name]} label={say('page.do.restart')} />,
      server.pausedUntil === null ? (
        <ActionButton key="pause" verb="pause" target={[name]} label={say('page.do.pause')} />
      ) : (
        <ActionButton key="resume" verb="resume" target={[name]} label={say('page.do.resume')} />
      ),
      <LogLink key="log" server={name} look="only" />,
    ];
  }
  const again = (look?: 'do') => (
    <ActionButton
      key="again"
      verb="restart"
      target={[name]}
      label={say('page.do.try-again')}
      {...(look ? { look } : {})}
    />
  );
  switch (reason) {
    case 'RESTART_LIMIT':
      return [
        <ActionButton
          key="restart"
          verb="restart"
          target={[name]}
          label={say('page.do.restart')}
          look="do"
        />,
        log,
      ];
    case 'EXITED':
      return [
        <ActionButton key="start" verb="start" target={[name]} label={say('page.do.start')} look="do" />,
        log,
      ];
    case 'DEPENDENCY':
      return [
        <ActionButton
          key="start"
          verb="start"
          target={[name]}
          label={say('page.do.start-anyway')}
          options={{ dependencies: false }}
        />,
        <LogLink key="log" server={name} />,
      ];
    case 'PROTOCOL':
      return [<LogLink key="log" server={name} look="do" />, again()];
    case 'CONFIG':
    case 'UNKILLABLE':
      return [<LogLink key="log" server={name} />];
    default:
      return [again('do'), <LogLink key="log" server={name} />];
  }
}

export function lineClass(line: string): string {
  if (/\b(error|fatal|exception|panic|traceback)\b/i.test(line)) return 'err';
  return /\bwarn(ing)?\b/i.test(line) ? 'wrn' : '';
}

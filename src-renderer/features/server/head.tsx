import { Link } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { useTold } from '../../state/now.ts';
import { isRemote, isUp } from '../../state/standing.ts';
import { Sign, signOf } from '../../ui/sign.tsx';
import { exactTime, plainText, say } from '../../ui/words.ts';
import { actorWords } from '../activity/event-words.ts';
import { ServerActions } from './actions.tsx';
import { toServers } from './keys.ts';
import { stateWords } from './standing.ts';

/** Where it belongs, its sign and name, what is known of it in a line, and what can be done. */
export function Head({ server }: { readonly server: ServerStatus }) {
  const { name, state, groups } = server;
  return (
    <>
      <nav className="crumbs" aria-label={say('server.place')}>
        <Link
          className="link"
          href={paths.servers()}
          onClick={(event) => {
            const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
            if (isPlain && toServers()) event.preventDefault();
          }}
        >
          {say('shell.servers')}
        </Link>
        {groups[0] === undefined ? null : (
          <>
            <span aria-hidden="true">/</span>
            <bdi>{plainText(groups.join(', '))}</bdi>
          </>
        )}
      </nav>
      <div className="server-head">
        <Sign kind={signOf(state)} size="xl" />
        <h1>
          <bdi>{plainText(name)}</bdi>
        </h1>
        <Facts server={server} />
        <ServerActions server={server} />
      </div>
    </>
  );
}

function Facts({ server }: { readonly server: ServerStatus }) {
  const { kind, transport, tools, protocol, aliases, pid, url, state, startedAt } = server;
  const words = useTold((now) => stateWords(server, now));
  const facts = [
    kind ?? transport,
    tools === null ? null : say(isUp(server) ? 'page.tools' : 'server.tools-then', { count: tools }),
    protocol === null ? null : say('server.mcp', { version: protocol }),
    pid === null || isRemote(server) ? null : say('server.pid', { pid: String(pid) }),
    aliases.length === 0 ? null : say('server.aliases', { names: aliases.join(', ') }),
    url,
  ];
  return (
    <div className="facts">
      <span
        className={`word ${signOf(state)}`}
        {...(startedAt === null ? {} : { title: say('page.since', { time: exactTime(startedAt) }) })}
      >
        {words}
      </span>
      <Rest server={server} />
      {facts.map((fact) =>
        fact === null || fact === undefined ? null : (
          <span key={fact}>
            <bdi>{plainText(fact)}</bdi>
          </span>
        ),
      )}
    </div>
  );
}

/** Of a server that is meant to be down: who stopped it, and when. */
function Rest({ server }: { readonly server: ServerStatus }) {
  const { state, by, since, enabled } = server;
  if (state !== 'STOPPED' || !enabled || !since) return null;
  return (
    <span>
      {by
        ? say('server.stopped-by', { who: actorWords(by), time: exactTime(since) })
        : say('page.since', { time: exactTime(since) })}
    </span>
  );
}

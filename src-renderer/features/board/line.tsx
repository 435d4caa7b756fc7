import type { CSSProperties } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { groupServers } from '../../state/groups.ts';
import { Sign, signOf } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';
import { linkTo } from '../overview/anchor.ts';

/** Above this the signs have no names: brief.md §3. */
const MOST_NAMED = 24;

/** One rail per group, one station per server, in the order of the file. */
export function Line({ servers }: { readonly servers: readonly ServerStatus[] }) {
  if (servers.length === 0) return null;
  const groups = groupServers(servers);
  const cols = Math.max(...groups.map((group) => group.servers.length));
  return (
    <div className={servers.length > MOST_NAMED ? 'line many' : 'line'} style={vars({ '--cols': cols })}>
      {groups.map(({ name, servers: members }) => (
        <div className="track" key={name ?? ''} style={vars({ '--n': members.length })}>
          <h2>
            <bdi>{name ?? say(groups.length === 1 ? 'page.servers' : 'page.others')}</bdi>{' '}
            <span>
              {say('page.group.running', {
                running: members.filter(({ state }) => state === 'RUNNING').length,
                total: members.length,
              })}
            </span>
          </h2>
          <ul className="stations">
            {members.map((server) => (
              <Station key={server.name} server={server} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Station({ server }: { readonly server: ServerStatus }) {
  const kind = signOf(server.state);
  const word = say(`state.${server.state}`);
  return (
    <li>
      <a className={`station ${kind}`} href={linkTo(server.name)} title={`${server.name}: ${word}`}>
        <span className="lamp">
          <Sign kind={kind} />
        </span>
        {server.warnings.length === 0 ? null : (
          <span className="warn">
            <Sign kind="warning" />
          </span>
        )}
        <span className="name">
          <bdi>{server.name}</bdi>
        </span>
        <span className="hide">{word}</span>
      </a>
    </li>
  );
}

function vars(values: Readonly<Record<string, number>>): CSSProperties {
  return values as CSSProperties;
}

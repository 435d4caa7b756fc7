import { type CSSProperties, memo } from 'react';
import { Link } from 'wouter';
import type { CrashReason, ServerState } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { groupServers } from '../../state/groups.ts';
import type { Shape } from '../../state/shapes.ts';
import { placed } from '../../ui/placed.ts';
import { Sign, signOf } from '../../ui/sign.tsx';
import { TurningSign } from '../../ui/turning-sign.tsx';
import { plainText, say } from '../../ui/words.ts';

/** Above this the signs have no names: brief.md §3. */
const MOST_NAMED = 24;

/** One rail per group, one station per server, in the order of the file. */
export const Line = memo(function Line({ servers }: { readonly servers: readonly Shape[] }) {
  if (servers.length === 0) return null;
  const groups = groupServers(servers);
  const cols = Math.max(...groups.map((group) => group.servers.length));
  return (
    <div className={servers.length > MOST_NAMED ? 'line many' : 'line'} style={vars({ '--cols': cols })}>
      {groups.map(({ name, servers: members }) => (
        <div className="track" key={name ?? ''} style={vars({ '--n': members.length })}>
          <h2>
            <bdi>{plainText(name ?? say(groups.length === 1 ? 'page.servers' : 'page.others'))}</bdi>{' '}
            <span>
              {say('page.group.running', {
                running: members.filter(({ state }) => state === 'RUNNING').length,
                total: members.length,
              })}
            </span>
          </h2>
          <ul className="stations">
            {members.map(({ name: server, state, reason, enabled, warnings }) => (
              <Station
                key={server}
                name={server}
                state={state}
                reason={reason}
                enabled={enabled}
                warned={warnings.length > 0}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
});

const Station = memo(function Station(props: {
  readonly name: string;
  readonly state: ServerState;
  readonly reason: CrashReason | null;
  readonly enabled: boolean;
  readonly warned: boolean;
}) {
  const { name, state, reason, enabled, warned } = props;
  const kind = signOf(state);
  const word = !enabled
    ? say('state.disabled')
    : say(state === 'CRASHED' && reason !== null ? `reason.${reason}.head` : `state.${state}`);
  return (
    <li>
      <Link
        className={`station ${kind}`}
        href={paths.server(name)}
        title={`${plainText(name)}: ${word}`}
        // The parts of a broken name would be told as words of their own.
        aria-label={`${plainText(name)} ${word}`}
      >
        <span className="lamp">
          <TurningSign kind={kind} />
        </span>
        {warned ? (
          <span className="warn">
            <Sign kind="warning" />
          </span>
        ) : null}
        <span className="name">
          <bdi>
            {placed(partsOf(plainText(name))).map(({ place, item }) => (
              <span className="part" key={place}>
                {item}
              </span>
            ))}
          </bdi>
        </span>
        <span className="hide">{word}</span>
      </Link>
    </li>
  );
});

/** A name at its hyphens; more lines than this are not shown. */
function partsOf(name: string): readonly string[] {
  const parts = name.split(/(?<=-)/);
  return [...parts.slice(0, 3), ...(parts.length > 3 ? [parts.slice(3).join('')] : [])];
}

function vars(values: Readonly<Record<string, number>>): CSSProperties {
  return values as CSSProperties;
}

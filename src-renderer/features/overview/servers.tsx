import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { groupServers, needsPerson, troubleFirst } from '../../state/groups.ts';
import { say } from '../../ui/words.ts';
import { AllActions } from './all-actions.tsx';
import { matches, noFilter, useFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { ServerCard } from './server-card.tsx';
import { TroubleCard } from './trouble-card.tsx';

/** What needs the person first, then every group in the order of the file. Nothing is shown twice. */
export function Servers({
  servers,
  file,
}: {
  readonly servers: readonly ServerStatus[];
  readonly file: string | null;
}) {
  const [filter] = useFilter();
  const shown = servers.filter((server) => matches(server, filter));
  const trouble = troubleFirst(shown);
  if (servers.length === 0) return <Empty file={file} />;
  const groups = groupServers(shown);
  // Beside the first heading of calm servers; where there are none, beside those in trouble.
  const firstCalm = groups.find((group) => group.servers.some((server) => !needsPerson(server)));
  const actions = <AllActions servers={servers} />;
  return (
    <div className="wrap">
      <Filters servers={servers} />
      {trouble.length === 0 ? null : (
        <section aria-label={say('page.needs-you')}>
          <div className="section-head">
            <h2>{say('page.needs-you')}</h2> <span className="count">{trouble.length}</span>
            {firstCalm === undefined ? actions : null}
          </div>
          <div className="alarms">
            {trouble.map((server) => (
              <TroubleCard key={server.name} server={server} />
            ))}
          </div>
        </section>
      )}
      {groups.map((group) => {
        const { name, servers: members } = group;
        const calm = members.filter((server) => !needsPerson(server));
        const title = name ?? say(groups.length === 1 ? 'page.servers' : 'page.others');
        if (calm.length === 0) return null;
        return (
          <section className="section" key={name ?? ''} aria-label={title}>
            <div className="section-head">
              <h2>
                <bdi>{title}</bdi>
              </h2>{' '}
              <span className="count">
                {say('page.group.count', { here: calm.length, above: members.length - calm.length })}
              </span>
              {group === firstCalm ? actions : null}
            </div>
            <div className="cards">
              {calm.map((server) => (
                <ServerCard key={server.name} server={server} />
              ))}
            </div>
          </section>
        );
      })}
      {shown.length > 0 ? null : <Nothing name={filter.name} />}
    </div>
  );
}

function Nothing({ name }: { readonly name: string }) {
  const [, setFilter] = useFilter();
  return (
    <p className="nothing">
      {name.trim() === '' ? say('page.filter.none-state') : say('page.filter.none', { text: name })}{' '}
      <button type="button" className="btn" onClick={() => setFilter(noFilter)}>
        {say('page.filter.clear')}
      </button>
    </p>
  );
}

function Empty({ file }: { readonly file: string | null }) {
  return (
    <div className="wrap">
      <p className="nothing">{say('page.empty.how', { file: file ?? '~/.mcp.json' })}</p>
    </div>
  );
}

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ServerDefinitionView } from '../../../src-shared/contract/servers.ts';
import { paths } from '../../routes.ts';
import { PathText } from '../../ui/path-text.tsx';
import { duration, percent, plainText, say } from '../../ui/words.ts';
import { roundBytes } from './captions.ts';
import { dependenciesOf, leafOf, numberOf, originOfAll, type PolicyLeaf } from './policy-values.ts';
import type { Answer } from './use-answer.ts';

/** How it is started and what holds for it, in short. */
export function LaunchPanel(props: {
  readonly name: string;
  readonly definition: Answer<ServerDefinitionView>;
}) {
  const { name, definition } = props;
  const { value, problem } = definition;
  return (
    <section className="panel" aria-labelledby="server-launch">
      <header>
        <h2 id="server-launch">{say('server.launch')}</h2>
        <Link className="link push" href={paths.server(name, 'configuration')}>
          {say('server.launch.all')}
        </Link>
      </header>
      <div className="in">
        {value === null ? (
          <p className="muted">
            {problem === null ? say('server.reading') : say('server.unread', { problem })}
          </p>
        ) : (
          <dl className="facts-list">
            <LaunchFacts definition={value} />
            {value.launch === null ? null : (
              <Fact label={say('server.policy.restarts')} origin={originOfAll(value.policy, RESTARTS)}>
                {restartsText(value.policy)}
              </Fact>
            )}
            <Fact label={say('server.policy.health')} origin={originOfAll(value.policy, HEALTH)}>
              {healthText(value.policy)}
            </Fact>
            {value.launch === null ? null : (
              <Fact label={say('server.policy.limits')} origin={originOfAll(value.policy, LIMITS)}>
                {limitsText(value.policy)}
              </Fact>
            )}
            {dependenciesOf(value.policy).length === 0 ? null : (
              <Fact label={say('server.policy.needs')} origin={leafOf(value.policy, 'dependsOn')}>
                <bdi>{plainText(dependenciesOf(value.policy).join(', '))}</bdi>
              </Fact>
            )}
          </dl>
        )}
      </div>
    </section>
  );
}

const RESTARTS = [
  'restart.policy',
  'restart.maxRestarts',
  'restart.backoff.initial',
  'restart.backoff.max',
] as const;
const HEALTH = ['health.kind', 'health.interval', 'health.failureThreshold'] as const;
const LIMITS = ['resources.cpuWarn', 'resources.memoryWarn', 'resources.memoryLimit'] as const;

function restartsText(policy: readonly PolicyLeaf[]): string {
  if (leafOf(policy, 'restart.policy')?.value === 'never') return say('server.policy.restarts.never');
  return say('server.policy.restarts.some', {
    max: numberOf(policy, 'restart.maxRestarts') ?? 0,
    from: duration(numberOf(policy, 'restart.backoff.initial')),
    to: duration(numberOf(policy, 'restart.backoff.max')),
  });
}

function healthText(policy: readonly PolicyLeaf[]): string {
  if (leafOf(policy, 'health.kind')?.value === 'none') return say('server.policy.health.none');
  return say('server.policy.health.every', {
    time: duration(numberOf(policy, 'health.interval')),
    failures: numberOf(policy, 'health.failureThreshold') ?? 0,
  });
}

function limitsText(policy: readonly PolicyLeaf[]): string {
  const limit = numberOf(policy, 'resources.memoryLimit');
  const params = {
    cpu: percent(numberOf(policy, 'resources.cpuWarn')),
    memory: roundBytes(numberOf(policy, 'resources.memoryWarn') ?? 0),
  };
  return limit === null
    ? say('server.policy.limits.warn', params)
    : say('server.policy.limits.both', { ...params, limit: roundBytes(limit) });
}

/** Command or address, and what is given along with it; what is secret is not here, only its name. */
export function LaunchFacts({ definition }: { readonly definition: ServerDefinitionView }) {
  const { launch, endpoint } = definition;
  return (
    <>
      {launch === null ? null : (
        <>
          <Fact label={say('server.launch.command')} mono>
            <PathText text={[launch.command, ...launch.args.map(quoted)].join(' ')} />
          </Fact>
          <Fact label={say('server.launch.folder')} mono>
            <PathText text={launch.cwd} />
          </Fact>
          {launch.env.length === 0 ? null : (
            <Fact label={say('server.launch.env')} mono>
              <Values values={launch.env} />
            </Fact>
          )}
        </>
      )}
      {endpoint === null ? null : (
        <>
          <Fact label={say('server.launch.address')} mono>
            <PathText text={endpoint.url} />
          </Fact>
          {endpoint.headers.length === 0 ? null : (
            <Fact label={say('server.launch.headers')} mono>
              <Values values={endpoint.headers} />
            </Fact>
          )}
        </>
      )}
    </>
  );
}

function Values({
  values,
}: {
  readonly values: readonly { readonly name: string; readonly value: string | null }[];
}) {
  return (
    <ul className="server-values">
      {values.map(({ name, value }) => (
        <li key={name}>
          <bdi>{plainText(name)}</bdi>{' '}
          {value === null ? (
            <span className="origin">{say('server.launch.hidden')}</span>
          ) : (
            <bdi>{plainText(value)}</bdi>
          )}
        </li>
      ))}
    </ul>
  );
}

/** As one would type it: an argument with spaces is one argument. */
function quoted(argument: string): string {
  return argument === '' || /[\s"']/.test(argument) ? JSON.stringify(argument) : argument;
}

function Fact(props: {
  readonly label: string;
  readonly mono?: boolean;
  readonly origin?: PolicyLeaf | null;
  readonly children: ReactNode;
}) {
  const { origin = null } = props;
  return (
    <>
      <dt>{props.label}</dt>
      <dd className={props.mono ? 'mono' : ''}>
        {props.children} {origin === null ? null : <Origin leaf={origin} />}
      </dd>
    </>
  );
}

/** Who said it: `default`, `all servers`, `this server`, with the line. */
export function Origin({ leaf }: { readonly leaf: PolicyLeaf }) {
  const from = say(
    `server.from.${leaf.from === 'default' ? 'default' : leaf.from === 'all servers' ? 'all' : 'this'}`,
  );
  return (
    <span className={`origin ${leaf.from === 'this server' ? 'own' : ''}`}>
      {leaf.line === null ? from : say('server.from.line', { from, line: leaf.line })}
    </span>
  );
}

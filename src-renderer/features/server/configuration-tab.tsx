import { Link } from 'wouter';
import type { ServerDefinitionView } from '../../../src-shared/contract/servers.ts';
import { paths } from '../../routes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { plainText, say } from '../../ui/words.ts';
import { LaunchFacts, Origin } from './launch.tsx';
import { policyValue } from './policy-values.ts';
import type { Answer } from './use-answer.ts';

/** How it is started, and every value that holds for it with who said it. */
export function ConfigurationTab(props: {
  readonly name: string;
  readonly definition: Answer<ServerDefinitionView>;
}) {
  const { name, definition } = props;
  const { value, problem } = definition;
  if (value === null)
    return (
      <div className="server-wait">
        <p className="muted">
          {problem === null ? say('server.reading') : say('server.unread', { problem })}
        </p>
        {problem === null ? null : (
          <button type="button" className="btn" onClick={definition.again}>
            {say('page.do.try-again')}
          </button>
        )}
      </div>
    );
  return (
    <div className="server-stack server-configuration">
      <section className="panel" aria-labelledby="server-launch">
        <header>
          <h2 id="server-launch">{say('server.launch')}</h2>
          <span className="muted origin place">
            <bdi>
              {value.line === null
                ? value.file
                : say('server.from.file', { file: value.file, line: value.line })}
            </bdi>
          </span>
          <span className="row push">
            <CopyButton label={say('server.do.copy-path')} text={() => value.file} />
            <Link className="btn" href={paths.edit(name)}>
              <Icon name="edit" />
              {say('page.do.edit')}
            </Link>
          </span>
        </header>
        <div className="in">
          <dl className="facts-list">
            <LaunchFacts definition={value} />
          </dl>
        </div>
      </section>
      <section className="panel" aria-labelledby="server-policy">
        <header>
          <h2 id="server-policy">{say('server.policy')}</h2>
        </header>
        <table className="server-policy">
          <thead>
            <tr>
              <th scope="col">{say('server.policy.key')}</th>
              <th scope="col">{say('server.policy.value')}</th>
              <th scope="col">{say('server.policy.origin')}</th>
            </tr>
          </thead>
          <tbody>
            {value.policy.map((leaf) => (
              <tr key={leaf.path} className={leaf.from === 'default' ? '' : 'set'}>
                <th scope="row">
                  <code>{plainText(leaf.path)}</code>
                </th>
                <td className="num">
                  <bdi>{plainText(policyValue(leaf.path, leaf.value))}</bdi>
                </td>
                <td>
                  <Origin leaf={leaf} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

import '../../theme/edit.css';
import '../../theme/edit-trial.css';
import '../../theme/edit-file.css';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { useInstance } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { say } from '../../ui/words.ts';
import { knownServers } from './known-servers.ts';

/** There are no servers: what the product is for, and the ways in. Two clicks lead to a server that runs. */
export function FirstRun() {
  usePageTitle(say('edit.first'));
  const file = useInstance()?.config ?? null;
  return (
    <div className="first">
      <h1>{say('edit.first')}</h1>
      <p>
        <CodeText text={file === null ? say('edit.first.what.no-file') : say('edit.first.what', { file })} />
      </p>
      <div className="empty-line" aria-hidden="true" />
      <section aria-label={say('edit.first.begin')}>
        <h2>{say('edit.first.begin')}</h2>
        <div className="ways known">
          {knownServers.map(({ name }) => (
            <Link key={name} className="way" href={`${paths.add()}?known=${name}`}>
              <b>
                <Icon name="plus" />
                {name}
              </b>
              <span>{say(`edit.first.known.${name}`)}</span>
            </Link>
          ))}
        </div>
        <p className="help">
          <CodeText text={say('edit.first.npx')} />
        </p>
      </section>
      <section aria-label={say('edit.first.or')}>
        <h2>{say('edit.first.or')}</h2>
        <div className="ways">
          <Link className="way" href={paths.add()}>
            <b>
              <Icon name="paste" />
              {say('edit.first.paste')}
            </b>
            <span>{say('edit.first.paste.what')}</span>
          </Link>
          <Link className="way" href={`${paths.add()}?form`}>
            <b>
              <Icon name="edit" />
              {say('edit.first.form')}
            </b>
            <span>{say('edit.first.form.what')}</span>
          </Link>
          <div className="way">
            <b>
              <Icon name="file" />
              {say('edit.first.file')}
            </b>
            <span>{say('edit.first.file.what')}</span>
            {file === null ? null : (
              <span className="row">
                <code>{file}</code>
                <CopyButton label={say('edit.file.copy')} text={() => file} />
              </span>
            )}
          </div>
        </div>
      </section>
    </div>
  );
}

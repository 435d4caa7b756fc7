import '../../theme/edit.css';
import '../../theme/edit-trial.css';
import '../../theme/edit-file.css';
import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { useDashboard, useInstance, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { say } from '../../ui/words.ts';
import { knownServers } from './known-servers.ts';
import { useDocument } from './use-document.ts';
import { useSave } from './use-save.ts';

/** One click for who wants to see the orchestrator at work: added together, and taken back together. */
function AllOfThem() {
  const dashboard = useDashboard();
  const live = useLive();
  const { document, problem, reload } = useDocument();
  const saver = useSave();
  const add = async () => {
    if (document === null) return;
    const changes = knownServers.map(
      ({ name, entry }) => ({ kind: 'put-server', name, entry: { ...entry } }) as const,
    );
    const saved = await saver.save(document.revision, changes);
    if (saved.kind === 'conflict') await reload();
    if (saved.kind !== 'saved') return;
    dashboard.offerUndo({
      text: say('edit.first.all.done', { count: changes.length }),
      undo: async () => {
        await dashboard.client().configuration.undo({ undo: saved.undo });
      },
    });
  };
  const fault = saver.problem ?? problem;
  return (
    <>
      <p className="all">
        <button
          type="button"
          className="btn do"
          disabled={!live || document === null || saver.saving}
          onClick={() => void add()}
        >
          <Icon name="plus" />
          {say('edit.first.all', { count: knownServers.length })}
        </button>
      </p>
      {fault === null ? null : (
        <p className="fault" role="alert">
          <CodeText text={fault} />
        </p>
      )}
    </>
  );
}

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
        <AllOfThem />
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

import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { ConfigChange, ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import type { ServerDefinitionView } from '../../../src-shared/contract/servers.ts';
import { paths } from '../../routes.ts';
import { useDashboard, useLive, useServer } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { plainText, say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { BrokenFile, isBroken } from './broken-file.tsx';
import { ChangePreview } from './change-preview.tsx';
import { changesFor, changesLaunch, groupsIn, rebased, takenNames, writtenIn } from './changes.ts';
import { Conflict } from './conflict.tsx';
import { type Draft, draftOf, entryOf, faultsOf, policyOf, type Written } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { useLeaving } from './leaving.tsx';
import { PolicyForm } from './policy-form.tsx';
import { SaveBar } from './save-bar.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { type DocumentState, useDocument } from './use-document.ts';
import { usePreview } from './use-preview.ts';
import { untilKnown, useSave } from './use-save.ts';
import { trialKey, useTrial } from './use-trial.ts';

/** Edits one that is there: as it is written, nothing replaced, nothing lost. */
export function EditPage({ name }: { readonly name: string }) {
  usePageTitle(say('edit.title', { name: plainText(name) }));
  const file = useDocument();
  const { document, problem } = file;
  const written = document === null ? null : writtenIn(document, name);
  // The form stays while the file is read again, whatever became of the server in it.
  const [first, setFirst] = useState<{ readonly document: ConfigDocument; readonly written: Written } | null>(
    null,
  );
  useEffect(() => {
    if (first === null && document !== null && written !== null) setFirst({ document, written });
  }, [first, document, written]);
  if (first !== null) return <Editor file={file} start={first} />;
  return (
    <div className="wrap edit-page">
      <div className="page-head">
        <h1>
          <bdi>{say('edit.title', { name: plainText(name) })}</bdi>
        </h1>
      </div>
      {problem === null ? null : (
        <p className="fault" role="alert">
          <CodeText text={say('edit.file.unread', { problem })} />
        </p>
      )}
      {document === null && problem === null ? <p className="muted">{say('edit.file.reading')}</p> : null}
      {document !== null && isBroken(document) ? <BrokenFile document={document} /> : null}
      {document !== null && written === null && !isBroken(document) ? (
        <div className="nothing">
          <p>
            <CodeText text={say('edit.not-there', { name, file: document.file })} />
          </p>
          <Link className="btn" href={paths.file()}>
            {say('edit.file.show')}
          </Link>
        </div>
      ) : null}
    </div>
  );
}

interface Base {
  readonly document: ConfigDocument;
  readonly written: Written;
}

function Editor({ file, start }: { readonly file: DocumentState; readonly start: Base }) {
  const dashboard = useDashboard();
  const [base, setBase] = useState(start);
  const [draft, setDraft] = useState<Draft>(() => draftOf(start.written));
  const [strict, setStrict] = useState(false);
  const saver = useSave();
  const { trial, start: run, stop } = useTrial();
  const effective = useEffectivePolicy(base.written.name);
  const { name } = base.written;

  const changes = useMemo(() => changesFor(base.written, draft), [base, draft]);
  const unsaved = changes.length > 0;
  const { leave, question } = useLeaving(unsaved);
  const newest = file.document ?? base.document;
  const isOwn = newest.revision === saver.written;
  const changedElsewhere = newest.revision !== base.document.revision && !isOwn && !saver.saving;
  const theirs = writtenIn(newest, name);
  const broken = isBroken(newest);
  // Nothing was written here yet: their file is simply the file.
  useEffect(() => {
    if (!changedElsewhere || unsaved || theirs === null) return;
    setBase({ document: newest, written: theirs });
    setDraft(draftOf(theirs));
  }, [changedElsewhere, unsaved, theirs, newest]);

  const taken = useMemo(() => takenNames(newest, name), [newest, name]);
  const faults = faultsOf(draft, taken);
  const preview = usePreview(faults.length > 0 || changedElsewhere ? null : base.document.revision, changes);
  const problems = preview.kind === 'shown' ? preview.preview.problems : [];
  const tried = { entry: entryOf(draft, base.written.entry), policy: policyOf(draft, base.written.policy) };
  const outdated = trial !== null && trialKey(tried) !== trial.key;
  const failed = trial?.status === 'failed' && !outdated;

  const onTop = () => rebased(base.written, draft, theirs);
  const mineOnTop = useMemo(
    () => (changedElsewhere ? changesFor(theirs, rebased(base.written, draft, theirs)) : []),
    [changedElsewhere, base, draft, theirs],
  );
  const adopt = (document: ConfigDocument, next: Draft) => {
    const written = writtenIn(document, name) ?? { name, entry: {}, policy: {}, groups: [] };
    setBase({ document, written });
    setDraft(next);
  };

  const save = async () => {
    if (saver.saving || !unsaved || changedElsewhere) return;
    if (faults.length > 0) {
      setStrict(true);
      return;
    }
    stop();
    const saved = await saver.save(base.document.revision, changes, problems.length > 0);
    if (saved.kind === 'conflict') await file.reload();
    if (saved.kind !== 'saved') return;
    const target = draft.name.trim();
    await untilKnown(dashboard, target);
    leave(paths.server(target));
  };
  useShortcuts({ 'Mod+Enter': () => void save() });

  /** A button's own change: what is in the form stays there, unsaved. */
  const change = async (wanted: readonly ConfigChange[]) => {
    const saved = await saver.save(newest.revision, wanted);
    const document = saved.kind === 'refused' ? null : await file.reload();
    if (saved.kind === 'saved' && document !== null)
      adopt(document, rebased(base.written, draft, writtenIn(document, name)));
    return saved;
  };
  const remove = async () => {
    const saved = await saver.save(newest.revision, [{ kind: 'remove-server', name }]);
    if (saved.kind === 'conflict') await file.reload();
    if (saved.kind !== 'saved') return;
    dashboard.offerUndo({
      text: say('edit.removed', { name: plainText(name) }),
      undo: async () => {
        await dashboard.client().configuration.undo({ undo: saved.undo });
      },
    });
    leave(paths.servers());
  };

  const restarts = unsaved && changesLaunch(base.written, draft);
  const server = useServer(name);
  const running = server !== null && server.pid !== null;
  return (
    <div className="wrap edit-page">
      <EditHead
        written={theirs ?? base.written}
        onChange={(wanted) => void change(wanted)}
        onRemove={() => void remove()}
      />
      {broken ? <BrokenFile document={newest} /> : null}
      {changedElsewhere && !broken && (unsaved || theirs === null) ? (
        <Conflict
          before={base.document}
          theirs={newest}
          mine={mineOnTop}
          onTakeTheirs={() => {
            if (theirs === null) leave(paths.servers());
            else adopt(newest, draftOf(theirs));
          }}
          onApplyMine={() => adopt(newest, onTop())}
        />
      ) : null}
      <div className="panel edit-panel">
        <div className="two">
          <div className="given">
            <DraftForm
              draft={draft}
              taken={taken}
              groups={groupsIn(newest)}
              strict={strict}
              onChange={setDraft}
            />
            <h2 className="part">{say('edit.policy')}</h2>
            <PolicyForm draft={draft} effective={effective} problems={problems} onChange={setDraft} />
          </div>
          <div className="came">
            <TrialPanel
              trial={trial}
              remote={draft.way === 'url'}
              outdated={outdated}
              main={false}
              canRun={faultsOf(draft, taken).length === 0}
              onRun={() => run({ name: draft.name, ...tried })}
              onStop={stop}
            />
            {changedElsewhere ? null : <ChangePreview file={base.document.file} state={preview} />}
          </div>
        </div>
        <SaveBar
          told={say(
            !unsaved
              ? 'edit.unchanged'
              : restarts && running
                ? 'edit.restarts'
                : restarts
                  ? 'edit.launch'
                  : 'edit.live',
            { name: plainText(name) },
          )}
          label={say(
            failed || problems.length > 0
              ? 'edit.save.anyway'
              : restarts && running
                ? 'edit.save.restart'
                : 'edit.save',
          )}
          saving={saver.saving}
          main
          disabled={!unsaved || changedElsewhere || broken}
          problem={saver.problem}
          onSave={() => void save()}
          onCancel={() => leave(paths.server(name))}
        />
      </div>
      {question}
    </div>
  );
}

function EditHead(props: {
  readonly written: Written;
  readonly onChange: (changes: readonly ConfigChange[]) => void;
  readonly onRemove: () => void;
}) {
  const { name, entry, policy } = props.written;
  const live = useLive();
  const disabled = entry.disabled === true || entry.enabled === false || policy.enabled === false;
  return (
    <div className="page-head">
      <h1>
        <bdi>{say('edit.title', { name: plainText(name) })}</bdi>
      </h1>
      {disabled ? <span className="muted">{say('edit.is-disabled')}</span> : null}
      <div className="row push">
        <Link className="btn" href={`${paths.add()}?from=${encodeURIComponent(name)}`}>
          <Icon name="copy" />
          {say('edit.duplicate')}
        </Link>
        <button
          type="button"
          className="btn"
          disabled={!live}
          onClick={() => props.onChange([{ kind: 'set-enabled', name, enabled: disabled }])}
        >
          <Icon name={disabled ? 'start' : 'pause'} />
          {say(disabled ? 'edit.enable' : 'edit.disable')}
        </button>
        <button type="button" className="btn" disabled={!live} onClick={props.onRemove}>
          <Icon name="close" />
          {say('edit.remove')}
        </button>
      </div>
    </div>
  );
}

/** What holds for it now, and who says so. Empty while it is not known: the form does without. */
function useEffectivePolicy(name: string): ServerDefinitionView['policy'] {
  const dashboard = useDashboard();
  const live = useLive();
  const [policy, setPolicy] = useState<ServerDefinitionView['policy']>([]);
  const asked = useRef(0);
  useEffect(() => {
    if (!live) return;
    const mine = ++asked.current;
    const ask = async () => {
      const definition = await dashboard.client().servers.definition({ name });
      if (mine === asked.current) setPolicy(definition.policy);
    };
    ask().catch(() => undefined); // A server that the instance does not know: the placeholders stay the defaults.
  }, [dashboard, live, name]);
  return policy;
}

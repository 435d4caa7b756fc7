import { useEffect, useId, useMemo, useState } from 'react';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { paths, useQuery } from '../../routes.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SayAloud } from '../../ui/say-aloud.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Sign } from '../../ui/sign.tsx';
import { say, sayMessage } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { BrokenFile, isBroken } from './broken-file.tsx';
import { CandidateList } from './candidate-list.tsx';
import { ChangePreview } from './change-preview.tsx';
import { changesFor, groupsIn, takenNames, writtenIn } from './changes.ts';
import { Conflict } from './conflict.tsx';
import { type Draft, emptyDraft, entryOf, faultsOf, policyOf } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { knownServers } from './known-servers.ts';
import { useLeaving } from './leaving.tsx';
import { type Candidate, likeIt, type Understood, understand } from './pasted.ts';
import { PolicyForm } from './policy-form.tsx';
import { SaveBar } from './save-bar.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { useDocument } from './use-document.ts';
import { usePreview } from './use-preview.ts';
import { untilKnown, useSave } from './use-save.ts';
import { trialKey, useTrial } from './use-trial.ts';

type How = 'paste' | 'form';
const NONE: ReadonlySet<string> = new Set();
const NOTHING: Understood = { snippet: { kind: 'empty' }, candidates: [] };
const blank: Candidate = { id: 'form', draft: emptyDraft, chosen: true, renamedFrom: null, notes: [] };

/** Adds servers to the file: pasted, filled in, or like one that is there. Tried before they are saved. */
export function AddPage() {
  usePageTitle(say('edit.add'));
  const dashboard = useDashboard();
  const query = useQuery();
  const [from, known] = [query.get('from'), query.get('known')];
  const file = useDocument();
  const { document } = file;
  const taken = useMemo(() => (document === null ? NONE : takenNames(document, null)), [document]);

  const [how, setHow] = useState<How>(
    from !== null || known !== null || query.has('form') ? 'form' : 'paste',
  );
  const [text, setText] = useState('');
  const [understood, setUnderstood] = useState(NOTHING);
  const [untouched] = useState(() => startOf(known));
  const [form, setForm] = useState(untouched);
  /** Which of those that were pasted the form goes on with. */
  const [pasted, setPasted] = useState<string | null>(null);
  const [currentId, setCurrentId] = useState('0');
  const [strict, setStrict] = useState(false);
  const [stale, setStale] = useState<ConfigDocument | null>(null);

  // What was pasted or asked for before the file was read gets its name when the others are known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the file is there
  useEffect(() => {
    if (document === null) return;
    if (text !== '') setUnderstood(understand(text, taken));
    const source = from === null ? null : writtenIn(document, from);
    // Who was quicker than the file keeps what they wrote.
    const fill = (filled: Candidate) => setForm((before) => (before === untouched ? filled : before));
    if (source !== null) fill(likeIt(source, taken));
    else if (known !== null) fill(startOf(known, taken));
  }, [document === null]);

  const broken = document !== null && isBroken(document);
  const all: readonly Candidate[] = how === 'form' ? [form] : understood.candidates;
  const current = all.find(({ id }) => id === currentId) ?? all[0] ?? null;
  const chosen = all.filter((each) => each.chosen);
  const namesBeside = (candidate: Candidate) =>
    new Set([...taken, ...chosen.filter(({ id }) => id !== candidate.id).map(({ draft }) => draft.name)]);
  const faulty = chosen.filter((each) => faultsOf(each.draft, namesBeside(each)).length > 0);
  const changes = faulty.length > 0 ? [] : chosen.flatMap(({ draft }) => changesFor(null, draft));
  const preview = usePreview(broken ? null : (document?.revision ?? null), changes);
  const { trial, start, stop } = useTrial();
  const [proven, setProven] = useState<ReadonlySet<string>>(NONE);
  useEffect(() => {
    if (trial?.status === 'passed') setProven((before) => new Set([...before, trial.key]));
  }, [trial]);
  const saver = useSave();
  // What was pasted and is not understood yet took its work too.
  const unsaved = text.trim() !== '' || all.some(({ draft }) => draft.command !== '' || draft.url !== '');
  const { leave, question } = useLeaving(unsaved);

  const putPasted = (candidate: Candidate) =>
    setUnderstood((before) => ({
      ...before,
      candidates: before.candidates.map((each) => (each.id === candidate.id ? candidate : each)),
    }));
  const put = how === 'form' ? setForm : putPasted;
  const tried = current === null ? null : { entry: entryOf(current.draft), policy: policyOf(current.draft) };
  const passed =
    chosen.length > 0 &&
    chosen.every(({ draft }) => proven.has(trialKey({ entry: entryOf(draft), policy: policyOf(draft) })));
  const problems = preview.kind === 'shown' ? preview.preview.problems : [];

  const save = async () => {
    if (saver.saving || document === null || chosen.length === 0) return;
    const [wrong] = faulty;
    if (wrong !== undefined) {
      setStrict(true);
      setCurrentId(wrong.id);
      return;
    }
    stop();
    const saved = await saver.save(document.revision, changes, problems.length > 0);
    if (saved.kind === 'conflict') {
      setStale(document);
      await file.reload();
    }
    if (saved.kind !== 'saved') return;
    const [only] = chosen;
    const target = only === undefined || chosen.length > 1 ? null : only.draft.name.trim();
    if (target !== null) await untilKnown(dashboard, target);
    leave(target === null ? paths.servers() : paths.server(target));
  };
  useShortcuts({ 'Mod+Enter': () => void save() });

  const starts = chosen.some(({ draft }) => draft.policy.autoStart !== 'false');
  const place = document?.file ?? '';
  return (
    <div className="wrap edit-page">
      <div className="page-head">
        <h1>{say('edit.add')}</h1>
      </div>
      {file.problem === null ? null : (
        <p className="fault" role="alert">
          <CodeText text={say('edit.file.unread', { problem: file.problem })} />
        </p>
      )}
      {document !== null && broken ? <BrokenFile document={document} /> : null}
      {stale !== null && document !== null ? (
        <Conflict
          before={stale}
          theirs={document}
          mine={changes}
          onTakeTheirs={null}
          onApplyMine={() => setStale(null)}
        />
      ) : null}
      <div className="panel edit-panel">
        <div className="two">
          <div className="given">
            <Segmented
              label={say('edit.how')}
              value={how}
              choices={[
                { value: 'paste', text: say('edit.how.paste') },
                { value: 'form', text: say('edit.how.form') },
              ]}
              onChange={(next) => {
                // Either way one goes on with the same: nothing that was filled in is lost on the way.
                if (next === 'form' && current !== null) {
                  setForm({ ...current, id: 'form' });
                  setPasted(current.id);
                }
                if (next === 'paste' && pasted !== null) putPasted({ ...form, id: pasted });
                setHow(next);
              }}
            />
            {how === 'paste' ? (
              <PasteField
                text={text}
                understood={understood}
                onText={(next) => {
                  setText(next);
                  setPasted(null);
                  setCurrentId('0');
                  setUnderstood(understand(next, taken));
                }}
              />
            ) : null}
            <CandidateList
              candidates={all}
              current={current?.id ?? null}
              onChoose={setCurrentId}
              onChange={put}
            />
            {current === null ? null : <Notes candidate={current} />}
            {current === null ? null : (
              <>
                <DraftForm
                  key={current.id}
                  draft={current.draft}
                  taken={namesBeside(current)}
                  groups={document === null ? [] : groupsIn(document)}
                  strict={strict}
                  nameHelp={
                    current.renamedFrom === null ? null : say('edit.renamed', { name: current.renamedFrom })
                  }
                  onChange={(draft: Draft) => put({ ...current, draft })}
                />
                <details className="policy-part">
                  <summary>{say('edit.policy.basic')}</summary>
                  <PolicyForm
                    basic
                    draft={current.draft}
                    effective={[]}
                    problems={problems}
                    onChange={(draft) => put({ ...current, draft })}
                  />
                </details>
              </>
            )}
          </div>
          <div className="came">
            <TrialPanel
              trial={trial}
              outdated={trial !== null && tried !== null && trialKey(tried) !== trial.key}
              main={!passed && trial?.status !== 'failed'}
              remote={current?.draft.way === 'url'}
              canRun={tried !== null && current !== null && faultsOf(current.draft, NONE).length === 0}
              onRun={() => {
                if (current !== null && tried !== null) start({ name: current.draft.name, ...tried });
              }}
              onStop={stop}
            />
            <ChangePreview file={place} state={preview} />
          </div>
        </div>
        <SaveBar
          told={say('edit.goes-to', { file: place })}
          label={say(
            !passed || problems.length > 0 ? 'edit.save.anyway' : starts ? 'edit.save.start' : 'edit.save',
          )}
          saving={saver.saving}
          main={passed}
          disabled={document === null || broken || chosen.length === 0}
          problem={saver.problem}
          onSave={() => void save()}
          onCancel={() => leave(paths.servers())}
        />
      </div>
      {question}
    </div>
  );
}

function startOf(known: string | null, taken: ReadonlySet<string> = NONE): Candidate {
  const found = knownServers.find(({ name }) => name === known);
  return found === undefined
    ? blank
    : { ...likeIt({ ...found, policy: {}, groups: [] }, taken), renamedFrom: null };
}

function PasteField(props: {
  readonly text: string;
  readonly understood: Understood;
  readonly onText: (text: string) => void;
}) {
  const id = useId();
  const { snippet } = props.understood;
  return (
    <div className="edit-field">
      <label htmlFor={id}>{say('edit.paste')}</label>
      <textarea
        id={id}
        className="field mono paste"
        rows={8}
        value={props.text}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the page is for this field
        autoFocus
        aria-describedby={`${id}-read`}
        aria-invalid={snippet.kind === 'fault'}
        placeholder={say('edit.paste.example')}
        onChange={(event) => props.onText(event.currentTarget.value)}
      />
      <div id={`${id}-read`}>
        {snippet.kind === 'empty' ? <p className="help">{say('edit.paste.help')}</p> : null}
        {snippet.kind === 'servers' ? (
          <p className="help">
            {say('edit.read', { form: snippet.form, count: snippet.servers.length })}
            <SayAloud text={say('edit.read', { form: snippet.form, count: snippet.servers.length })} />
          </p>
        ) : null}
        {snippet.kind === 'fault' ? (
          <p className="fault">
            {snippet.line === null ? null : <b>{say('edit.fault.line', { line: snippet.line })} </b>}
            <CodeText text={sayMessage(snippet.fault)} />
            <SayAloud text={sayMessage(snippet.fault)} />
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Notes({ candidate }: { readonly candidate: Candidate }) {
  if (candidate.notes.length === 0) return null;
  return (
    <ul className="notes">
      {candidate.notes.map((note) => (
        <li key={`${note.key} ${JSON.stringify(note.params)}`}>
          <Sign kind="warning" />
          <span>
            <CodeText text={sayMessage(note)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

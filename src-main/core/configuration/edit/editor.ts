import type { ConfigChange, ConfigDocument } from '../../../../src-shared/contract/configuration.ts';
import { type Message, message } from '../../../../src-shared/i18n/message.ts';
import type { ConfigProblem } from '../../../../src-shared/schema/problem.ts';
import type { Accepted } from '../../orchestrator.ts';
import type { ConfigFile, ConfigText } from '../../ports/config-file.ts';
import { refusal } from '../../refusal.ts';
import type { LoadResult } from '../load.ts';
import { configProblem, placed, toldOf } from '../problems.ts';
import { newProblems } from './new-problems.ts';
import { applyToModel, keysOf, type Model, modelOf, sameModel } from './path-edit.ts';
import { planChange } from './plan.ts';
import { sectionsOf } from './view.ts';

/** So many changes can be taken back; each keeps a text of at most 10 MB. */
const KEPT_CHANGES = 20;

export interface EditRequest {
  /** Of the text that the changes were made for. */
  readonly revision: string;
  readonly changes: readonly ConfigChange[];
}

export interface EditPreview {
  readonly before: string;
  readonly after: string;
  /** Everything that would be wrong, new or not. */
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

export interface Saved {
  readonly revision: string;
  readonly undo: string;
  readonly backup: string | null;
}

/** The configuration file, to be read and changed by people. Refusals: CONFLICT, INVALID, UNKNOWN_SERVER. */
export interface ConfigEditor {
  read(): Promise<ConfigDocument & { readonly warnings: ConfigProblem[] }>;
  /** Writes nothing. */
  preview(request: EditRequest): Promise<Accepted<EditPreview>>;
  /** Writes the file and puts it in force. `force`: also where that brings new errors. */
  change(request: EditRequest, force: boolean, actor: string): Promise<Accepted<Saved>>;
  undo(id: string, actor: string): Promise<Accepted<{ readonly revision: string }>>;
}

interface Kept {
  /** Of what the change wrote. */
  readonly revision: string;
  /** What stood there before; null: no file. */
  readonly before: string | null;
}

interface Edited extends EditPreview {
  readonly content: Exclude<ConfigText, { readonly kind: 'unreadable' }>;
  /** Errors that the change brings. */
  readonly fresh: readonly ConfigProblem[];
}

export function createConfigEditor(options: {
  readonly file: ConfigFile;
  /** Reads the file again and puts it in force, in the name of who asked. */
  readonly apply: (actor: string) => Promise<void>;
  readonly newId: () => string;
}): ConfigEditor {
  const { file, apply, newId } = options;
  const kept = new Map<string, Kept>();
  // One after the other: the second sees what the first wrote.
  let busy: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = busy.then(work);
    busy = next.catch(() => undefined); // whoever asked sees it
    return next;
  }

  async function edit({ revision, changes }: EditRequest): Promise<Accepted<Edited>> {
    const content = await file.read();
    if (content.revision !== revision) return conflict('configuration-edit.conflict');
    if (content.kind === 'unreadable') return invalid(content.problem);
    const before = content.kind === 'text' ? content.text : '';
    const edited = applyChanges(before, changes);
    if (!edited.ok) return edited;
    const after = edited.value;
    const loaded = loadText(after);
    const { errors: old } = loadText(content.kind === 'text' ? before : null);
    const { errors, warnings } = loaded;
    const fresh = newProblems(old, errors, changes);
    return { ok: true, value: { before, after, problems: errors, warnings, content, fresh } };
  }

  function applyChanges(text: string, changes: readonly ConfigChange[]): Accepted<string> {
    let result = text;
    for (const change of changes) {
      const model = modelOfText(result);
      if (!model.ok) return model;
      const plan = planChange(model.value, change);
      if (!plan.ok) return plan;
      if (plan.value.length === 0) continue;
      result = file.edit(result, plan.value);
      const intended = plan.value.reduce(applyToModel, model.value);
      const made = file.parse(result);
      // A file of somebody's is at stake: what is written is what was meant, or nothing is.
      if (!made.ok && made.text.key.startsWith('config.file.too-')) return invalid(made.text);
      if (!made.ok || !sameDocument(modelOf(made.document), intended))
        return invalid(message('configuration-edit.not-exact', { file: file.path }));
    }
    return { ok: true, value: result };
  }

  /** No document at all is an empty one, to be filled. */
  function modelOfText(text: string): Accepted<Model> {
    const parsed = file.parse(text);
    if (parsed.ok) return { ok: true, value: modelOf(parsed.document) };
    if (parsed.text.key === 'config.file.empty') return { ok: true, value: new Map() };
    return invalid(placed(parsed.at, parsed.text));
  }

  function loadText(text: string | null): Loaded {
    return loadedOf(file.load(text));
  }

  function conflict<T>(key: string): Accepted<T> {
    const text = message(key, { file: file.path, count: KEPT_CHANGES });
    return { ok: false, refusal: refusal('CONFLICT', null, text) };
  }

  /** Writes and applies; `before` is what undoing this puts back. */
  async function save(
    text: string,
    content: ConfigText,
    actor: string,
    changed: string,
  ): Promise<Accepted<{ readonly revision: string; readonly backup: string | null }>> {
    if (content.kind === 'text' && content.text === text)
      return { ok: true, value: { revision: content.revision, backup: null } };
    const written = await file.write(text, content.revision);
    if (!written.ok) return written.kind === 'changed' ? conflict(changed) : invalid(written.problem);
    await apply(actor);
    return { ok: true, value: { revision: written.revision, backup: written.backup } };
  }

  function keep(one: Kept): string {
    const id = newId();
    kept.set(id, one);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_CHANGES) break;
      kept.delete(oldest);
    }
    return id;
  }

  return {
    async read() {
      const content = await file.read();
      const { path, revision } = { path: file.path, revision: content.revision };
      const nothing = { servers: [], orchestrator: {} };
      const about = { file: path, exists: content.kind !== 'absent', revision };
      if (content.kind === 'unreadable') {
        const problem = configProblem({ file: path, at: null, path: [], text: content.problem });
        return { ...about, ...nothing, text: '', problems: [problem], warnings: [] };
      }
      const text = content.kind === 'text' ? content.text : '';
      const parsed = file.parse(text);
      const { errors, warnings } = loadText(content.kind === 'text' ? text : null);
      const sections = parsed.ok ? sectionsOf(parsed.document) : nothing;
      return { ...about, ...sections, text, problems: [...errors], warnings: [...warnings] };
    },
    async preview(request) {
      const edited = await edit(request);
      if (!edited.ok) return edited;
      const { before, after, problems, warnings } = edited.value;
      return { ok: true, value: { before, after, problems, warnings } };
    },
    change: (request, force, actor) =>
      inTurn(async () => {
        const edited = await edit(request);
        if (!edited.ok) return edited;
        const { after, content, fresh } = edited.value;
        const [first] = fresh;
        if (first !== undefined && !force) {
          return { ok: false, refusal: refusal('INVALID', first.server, toldOf(first)) };
        }
        const saved = await save(after, content, actor, 'configuration-edit.conflict');
        if (!saved.ok) return saved;
        const { revision, backup } = saved.value;
        const undo = keep({ revision, before: content.kind === 'text' ? content.text : null });
        return { ok: true, value: { revision, undo, backup } };
      }),
    undo: (id, actor) =>
      inTurn(async () => {
        const change = kept.get(id);
        if (change === undefined) return conflict('configuration-edit.undo-unknown');
        const content = await file.read();
        if (content.revision !== change.revision) return conflict('configuration-edit.undo-conflict');
        // A file that is gone would leave in force what it said last: an empty one takes it back.
        const before = change.before ?? file.edit('', [{ kind: 'set', path: ['mcpServers'], value: {} }]);
        const saved = await save(before, content, actor, 'configuration-edit.undo-conflict');
        if (!saved.ok) return saved;
        kept.delete(id);
        return { ok: true, value: { revision: saved.value.revision } };
      }),
  };
}

interface Loaded {
  readonly errors: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

function loadedOf(loaded: LoadResult): Loaded {
  return loaded.ok ? loaded.configuration : { errors: loaded.problems, warnings: [] };
}

function invalid<T>(text: Message): Accepted<T> {
  return { ok: false, refusal: refusal('INVALID', null, text) };
}

/** Also the order of the servers, which is that of every list. */
function sameDocument(one: Model, other: Model): boolean {
  const servers = (model: Model) =>
    keysOf(model instanceof Map ? (model.get('mcpServers') ?? null) : null).join('\n');
  return sameModel(one, other) && servers(one) === servers(other);
}

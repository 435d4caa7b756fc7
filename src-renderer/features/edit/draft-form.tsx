import { CodeText } from '../../ui/code-text.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { say } from '../../ui/words.ts';
import { type Draft, type DraftFault, faultsOf, type Way } from './draft.ts';
import { Field, JsonField, ListField, PairsField, TextField } from './fields.tsx';
import { GroupsField } from './groups-field.tsx';

const WAYS: readonly Way[] = ['command', 'url', 'both'];
const TYPES = ['', 'http', 'sse'] as const;

/** How a server is started and reached. `faults` only where they are to be told by now. */
export function DraftForm(props: {
  readonly draft: Draft;
  readonly taken: ReadonlySet<string>;
  readonly groups: readonly string[];
  readonly onChange: (draft: Draft) => void;
  /** Told below the name, such as what it was before. */
  readonly nameHelp?: string | null;
  /** Fields that are empty are not told before somebody tried to save. */
  readonly strict: boolean;
}) {
  const { draft, onChange } = props;
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const faults = faultsOf(draft, props.taken).filter(({ kind }) => props.strict || kind !== 'empty');
  const faultAt = (field: DraftFault['field']) => {
    const found = faults.find((fault) => fault.field === field);
    return found === undefined ? null : say(`edit.invalid.${field}.${found.kind}`, { name: draft.name });
  };
  const type = TYPES.find((each) => each === draft.type);
  return (
    <div className="edit-form">
      <div className="pair-of">
        <TextField
          label={say('edit.name')}
          value={draft.name}
          onChange={(name) => set({ name })}
          help={props.nameHelp ?? null}
          fault={faultAt('name')}
        />
        <GroupsField all={props.groups} chosen={draft.groups} onChange={(groups) => set({ groups })} />
      </div>
      <div className="edit-field">
        <span className="label">{say('edit.way')}</span>
        <Segmented
          label={say('edit.way')}
          value={draft.way}
          choices={WAYS.map((value) => ({ value, text: say(`edit.way.${value}`) }))}
          onChange={(way) => set({ way })}
        />
      </div>
      {draft.way === 'url' ? null : (
        <>
          <TextField
            mono
            label={say('edit.command')}
            value={draft.command}
            onChange={(command) => set({ command })}
            fault={faultAt('command')}
          />
          <ListField
            label={say('edit.args')}
            item={(position) => say('edit.arg', { position })}
            add={say('edit.args.add')}
            values={draft.args}
            onChange={(args) => set({ args })}
          />
          <PairsField
            label={say('edit.env')}
            add={say('edit.env.add')}
            help={say('edit.env.help')}
            values={draft.env}
            fault={faultAt('env')}
            onChange={(env) => set({ env })}
          />
          <TextField
            mono
            label={say('edit.cwd')}
            value={draft.cwd}
            placeholder={say('edit.cwd.default')}
            onChange={(cwd) => set({ cwd })}
          />
        </>
      )}
      {draft.way === 'command' ? null : (
        <>
          <TextField
            mono
            label={say('edit.url')}
            value={draft.url}
            placeholder="https://"
            onChange={(url) => set({ url })}
            fault={faultAt('url')}
          />
          <Field label={say('edit.type')} help={say('edit.type.help')}>
            {({ id }) => (
              <Select
                id={id}
                label={say('edit.type')}
                value={type ?? 'http'}
                choices={TYPES.map((value) => ({
                  value,
                  text: say(`edit.type.${value === '' ? 'auto' : value}`),
                }))}
                onChange={(value) => set({ type: value })}
              />
            )}
          </Field>
          <PairsField
            label={say('edit.headers')}
            add={say('edit.headers.add')}
            help={say('edit.headers.help')}
            values={draft.headers}
            fault={faultAt('headers')}
            onChange={(headers) => set({ headers })}
          />
        </>
      )}
      {draft.more === '' ? null : (
        <JsonField
          label={say('edit.more')}
          help={say('edit.more.help')}
          value={draft.more}
          onChange={(more) => set({ more })}
          fault={faultAt('more')}
        />
      )}
      {faults.length === 0 || !props.strict ? null : (
        <p className="fault" role="alert">
          <CodeText text={say('edit.invalid', { count: faults.length })} />
        </p>
      )}
    </div>
  );
}

import { type ReactNode, useId, useState } from 'react';
import { isPlaceholder, looksSecret } from '../../../src-shared/model/snippet/secrets.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { placed } from '../../ui/placed.ts';
import { say } from '../../ui/words.ts';
import type { Pair } from './draft.ts';

/** A label, what it names, a hint and what is wrong with it, joined for those who listen. */
export function Field(props: {
  readonly label: string;
  readonly help?: string | null;
  readonly fault?: string | null;
  readonly children: (about: {
    readonly id: string;
    readonly 'aria-describedby': string;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}) {
  const id = useId();
  const about = { id, 'aria-describedby': `${id}-help`, 'aria-invalid': (props.fault ?? null) !== null };
  return (
    <div className="edit-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(about)}
      <div id={`${id}-help`}>
        <Help text={props.help} />
        <FaultText text={props.fault} />
      </div>
    </div>
  );
}

export function Help({ text }: { readonly text?: string | null | undefined }) {
  if (text === null || text === undefined) return null;
  return (
    <p className="help">
      <CodeText text={text} />
    </p>
  );
}

function FaultText({ text }: { readonly text?: string | null | undefined }) {
  if (text === null || text === undefined) return null;
  return (
    <p className="fault">
      <CodeText text={text} />
    </p>
  );
}

export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly help?: string | null;
  readonly fault?: string | null;
}) {
  return (
    <Field label={props.label} help={props.help ?? null} fault={props.fault ?? null}>
      {(about) => (
        <input
          {...about}
          className={props.mono === true ? 'field mono' : 'field'}
          value={props.value}
          placeholder={props.placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function JsonField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string;
  readonly fault: string | null;
}) {
  return (
    <Field label={props.label} help={props.help ?? null} fault={props.fault}>
      {(about) => (
        <textarea
          {...about}
          className="field mono"
          rows={Math.min(12, Math.max(3, props.value.split('\n').length))}
          value={props.value}
          spellCheck={false}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Words in their order, one a row. Enter makes the next row; Backspace in an empty one takes it out. */
export function ListField(props: {
  readonly label: string;
  readonly item: (position: number) => string;
  readonly add: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}) {
  const { values, onChange } = props;
  const focusOn = (list: HTMLElement | null, index: number) =>
    requestAnimationFrame(() => list?.querySelectorAll('input').item(index)?.focus());
  return (
    <fieldset className="edit-rows" aria-label={props.label}>
      <span className="label" aria-hidden="true">
        {props.label}
      </span>
      {placed(values).map(({ place, item }) => {
        const index = Number(place);
        const remove = () => onChange(values.toSpliced(index, 1));
        return (
          <div className="edit-row" key={place}>
            <input
              className="field mono"
              aria-label={props.item(index + 1)}
              value={item}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => onChange(values.with(index, event.currentTarget.value))}
              onKeyDown={(event) => {
                const list = event.currentTarget.closest('fieldset');
                if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
                  event.preventDefault();
                  onChange(values.toSpliced(index + 1, 0, ''));
                  focusOn(list, index + 1);
                } else if (event.key === 'Backspace' && item === '') {
                  event.preventDefault();
                  remove();
                  focusOn(list, Math.max(0, index - 1));
                }
              }}
            />
            <RemoveButton label={say('edit.row.remove', { what: props.item(index + 1) })} onPress={remove} />
          </div>
        );
      })}
      <AddButton label={props.add} onPress={() => onChange([...values, ''])} />
    </fieldset>
  );
}

/** Names and values; a value that looks like a secret is masked until it is asked for. */
export function PairsField(props: {
  readonly label: string;
  readonly add: string;
  readonly help: string;
  readonly values: readonly Pair[];
  readonly fault: string | null;
  readonly onChange: (values: readonly Pair[]) => void;
}) {
  const { values, onChange } = props;
  return (
    <fieldset className="edit-rows" aria-label={props.label}>
      <span className="label" aria-hidden="true">
        {props.label}
      </span>
      {placed(values).map(({ place, item }) => {
        const index = Number(place);
        return (
          <PairRow
            key={place}
            pair={item}
            position={index + 1}
            onChange={(pair) => onChange(values.with(index, pair))}
            onRemove={() => onChange(values.toSpliced(index, 1))}
          />
        );
      })}
      <AddButton label={props.add} onPress={() => onChange([...values, { name: '', value: '' }])} />
      {values.length === 0 ? null : <Help text={props.help} />}
      <FaultText text={props.fault} />
    </fieldset>
  );
}

function PairRow(props: {
  readonly pair: Pair;
  readonly position: number;
  readonly onChange: (pair: Pair) => void;
  readonly onRemove: () => void;
}) {
  const { name, value } = props.pair;
  const [shown, setShown] = useState(false);
  const secret = looksSecret(name, value) && !isPlaceholder(value);
  const called = name === '' ? String(props.position) : name;
  return (
    <div className="edit-row pair">
      <input
        className="field mono"
        aria-label={say('edit.pair.name', { position: props.position })}
        placeholder={say('edit.pair.name.short')}
        value={name}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => props.onChange({ name: event.currentTarget.value, value })}
      />
      <span className="secret">
        <input
          className="field mono"
          aria-label={say('edit.pair.value', { name: called })}
          placeholder={say('edit.pair.value.short')}
          type={secret && !shown ? 'password' : 'text'}
          autoComplete="off"
          value={value}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => props.onChange({ name, value: event.currentTarget.value })}
        />
        {secret ? (
          <button
            type="button"
            className="btn quiet"
            aria-pressed={shown}
            aria-label={say(shown ? 'edit.pair.hide.named' : 'edit.pair.show.named', { name: called })}
            onClick={() => setShown(!shown)}
          >
            {say(shown ? 'edit.pair.hide' : 'edit.pair.show')}
          </button>
        ) : null}
      </span>
      <RemoveButton label={say('edit.row.remove', { what: called })} onPress={props.onRemove} />
    </div>
  );
}

function RemoveButton({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button type="button" className="btn only quiet" aria-label={label} title={label} onClick={onPress}>
      <Icon name="close" />
    </button>
  );
}

function AddButton({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      className="btn quiet add-row"
      onClick={(event) => {
        const list = event.currentTarget.closest('fieldset');
        onPress();
        // The first field of the row that is there now.
        requestAnimationFrame(() => {
          const rows = list?.querySelectorAll('.edit-row');
          rows
            ?.item(rows.length - 1)
            ?.querySelector('input')
            ?.focus();
        });
      }}
    >
      <Icon name="plus" />
      {label}
    </button>
  );
}

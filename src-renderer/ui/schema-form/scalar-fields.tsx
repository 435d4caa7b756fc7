import { useState } from 'react';
import { isWithin } from '../../../src-shared/model/is-within.ts';
import { Icon } from '../icon.tsx';
import { Select } from '../select.tsx';
import { plainText, say } from '../words.ts';
import type { Field } from './field.ts';
import { Draft, type FormValue, jsonOf, numberOf } from './form-value.ts';
import type { Json } from './json.ts';

/** What a control needs beside its value to be understood. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly 'aria-required'?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly disabled?: boolean;
}

interface ScalarProps {
  readonly control: ControlProps;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
}

export function TextField(
  props: ScalarProps & { readonly field: Extract<Field, { kind: 'text' }>; readonly keepsEmpty: boolean },
) {
  const { control, value, onChange, field, keepsEmpty } = props;
  const text = typeof value === 'string' ? value : '';
  const common = {
    ...control,
    className: 'field',
    value: text,
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange(currentTarget.value === '' && !keepsEmpty ? undefined : currentTarget.value),
  };
  // A field of one line would quietly drop the line ends of what is pasted.
  if (field.input === 'lines' || text.includes('\n'))
    return <textarea {...common} rows={1} className="field grow" />;
  const isDate = field.input === 'date' && (text === '' || /^\d{4}-\d\d-\d\d$/.test(text));
  const type = isDate ? 'date' : field.input === 'secret' ? 'password' : 'text';
  const mode = field.input === 'email' || field.input === 'url' ? { inputMode: field.input } : {};
  const example = field.schema.format === 'date-time' ? { placeholder: EXAMPLE_TIME } : {};
  return <input {...common} {...mode} {...example} type={type} />;
}

const EXAMPLE_TIME = '2026-01-31T14:05:00Z';

export function NumberField(props: ScalarProps & { readonly field: Extract<Field, { kind: 'number' }> }) {
  const { control, value, onChange, field } = props;
  const [own, setOwn] = useState<{ readonly value: FormValue; readonly text: string }>({
    value,
    text: textOf(value),
  });
  const text = own.value === value ? own.text : textOf(value);
  const put = (next: string) => {
    const number = numberOf(next);
    setOwn({ value: number, text: next });
    onChange(number);
  };
  // Not of the type "number": the browser keeps what it does not understand to itself.
  const onKeyDown = (event: React.KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    put(String(stepped(field, typeof value === 'number' ? value : 0, direction)));
  };
  return (
    <input
      {...control}
      className="field short"
      type="text"
      inputMode={field.integer ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={text}
      onKeyDown={onKeyDown}
      onChange={({ currentTarget }) => put(currentTarget.value)}
    />
  );
}

function stepped(
  { min, max, step }: Extract<Field, { kind: 'number' }>,
  from: number,
  direction: number,
): number {
  const next = Number((from + direction * (step ?? 1)).toPrecision(15));
  return Math.min(max ?? next, Math.max(min ?? next, next));
}

const textOf = (value: FormValue): string =>
  value instanceof Draft ? value.text : value === undefined || value === null ? '' : String(value);

export function BooleanField({
  control,
  value,
  onChange,
  optional,
}: ScalarProps & { readonly optional: boolean }) {
  const { 'aria-label': label, disabled = false, ...rest } = control;
  if (optional) {
    return (
      <Select
        id={control.id}
        label={label ?? ''}
        value={typeof value === 'boolean' ? (`${value}` as const) : 'none'}
        disabled={disabled}
        choices={(['none', 'true', 'false'] as const).map((each) => ({
          value: each,
          text: say(`form.boolean.${each}`),
        }))}
        onChange={(next) => onChange(next === 'none' ? undefined : next === 'true')}
      />
    );
  }
  return (
    <span className="check">
      <input
        {...rest}
        aria-label={label}
        disabled={disabled}
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span aria-hidden="true">{say(`form.boolean.${value === true}`)}</span>
    </span>
  );
}

export function ChoiceField(
  props: ScalarProps & { readonly field: Extract<Field, { kind: 'choice' }>; readonly required: boolean },
) {
  const { control, value, onChange, field, required } = props;
  const wanted = JSON.stringify(value);
  const chosen = field.choices.findIndex((each) => JSON.stringify(each.value) === wanted);
  const help = field.choices[chosen]?.help ?? null;
  const isFixed = required && field.choices.length === 1 && chosen === 0;
  return (
    <>
      <span className="pick">
        <select
          {...control}
          disabled={control.disabled === true || isFixed}
          value={String(chosen)}
          onChange={({ currentTarget }) =>
            onChange(field.choices[Number(currentTarget.value)]?.value as Json | undefined)
          }
        >
          {required && chosen >= 0 ? null : <option value="-1">{say('form.choice.none')}</option>}
          {field.choices.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place in the schema
            <option key={index} value={String(index)}>
              {plainText(each.text).slice(0, LONGEST_CHOICE)}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
      {help === null ? null : <p className="help">{plainText(help)}</p>}
    </>
  );
}

const LONGEST_CHOICE = 200;

/** What is deeper or longer is not put into a field; it stays as it is. */
const EDITABLE_DEPTH = 100;

export function JsonField({ control, value, onChange, rows = 2 }: ScalarProps & { readonly rows?: number }) {
  const [own, setOwn] = useState<{ readonly value: FormValue; readonly text: string }>({
    value,
    text: jsonText(value),
  });
  const text = own.value === value ? own.text : jsonText(value);
  return (
    <textarea
      {...control}
      className="field grow mono"
      rows={rows}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ currentTarget }) => {
        const next = jsonOf(currentTarget.value);
        setOwn({ value: next, text: currentTarget.value });
        onChange(next);
      }}
    />
  );
}

export function jsonText(value: FormValue | Json): string {
  if (value instanceof Draft) return value.text;
  if (value === undefined || !isWithin(value, EDITABLE_DEPTH)) return '';
  return JSON.stringify(value, null, 2);
}

import { useId } from 'react';
import { LongText } from '../long-text.tsx';
import { plainText, say, sayMessage } from '../words.ts';
import type { Field } from './field.ts';
import { useForm } from './form-state.ts';
import type { FormValue } from './form-value.ts';
import {
  BooleanField,
  ChoiceField,
  type ControlProps,
  JsonField,
  NumberField,
  TextField,
} from './scalar-fields.tsx';
import { typeWords } from './type-words.ts';
import type { Schema } from './usable-schema.ts';

export interface ViewProps {
  readonly name: string;
  readonly schema: Schema;
  readonly at: string;
  readonly depth: number;
  readonly required: boolean;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
  /** Of a list's entry: its name is told, but not shown, and an empty text is a value. */
  readonly entry?: boolean;
}

/** Its name, its type in words, and what else it is called. */
export function Heading({
  name,
  field,
  required,
}: {
  readonly name: string;
  readonly field: Field;
  readonly required: boolean;
}) {
  const { root } = useForm();
  const title = field.title === null || field.title === name ? null : plainText(field.title);
  return (
    <>
      <bdi>{plainText(name)}</bdi> <span className="type">{typeWords(field, root, required)}</span>
      {title === null ? null : <span className="also">{title}</span>}
    </>
  );
}

export function Problem({
  id,
  at,
  below,
}: {
  readonly id: string;
  readonly at: string;
  readonly below: boolean;
}) {
  const text = useProblem(at, below);
  if (text === null) return null;
  return (
    <p className="form-problem" id={id}>
      {plainText(text)}
    </p>
  );
}

/** `below`: a part that has no field of its own tells its parts' problems too. */
export function useProblem(at: string, below: boolean): string | null {
  const { problems } = useForm();
  const own = problems.get(at);
  if (own !== undefined) return sayMessage(own);
  if (!below) return null;
  const found = [...problems].find(([each]) => each.startsWith(`${at}/`));
  return found === undefined
    ? null
    : say('form.problem.at', { place: found[0].slice(at.length + 1), problem: sayMessage(found[1]) });
}

/** One value: its name, its control, its help and what is wrong with it. */
export function Single(props: ViewProps & { readonly field: Field }) {
  const { name, at, field, required, entry = false, value, onChange } = props;
  const id = useId();
  const isJson = field.kind === 'json';
  const problem = useProblem(at, isJson);
  const isNull = value === null && field.nullable;
  const described = [field.help === null ? null : `${id}h`, problem === null ? null : `${id}p`].filter(
    (each) => each !== null,
  );
  const control: ControlProps = {
    id,
    disabled: isNull,
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
    ...(problem === null ? {} : { 'aria-invalid': true }),
    ...(required ? { 'aria-required': true } : {}),
    ...(entry ? { 'aria-label': plainText(name) } : {}),
  };
  const scalar = { control, value, onChange };
  return (
    <div className={entry ? 'form-entry' : 'form-field'}>
      {entry ? null : (
        <div className="form-head">
          <label htmlFor={id}>
            <Heading name={name} field={field} required={required} />
          </label>
          {field.nullable ? (
            <label className="check null">
              <input
                type="checkbox"
                checked={isNull}
                onChange={({ currentTarget }) => onChange(currentTarget.checked ? null : undefined)}
              />
              {say('form.null')}
            </label>
          ) : null}
        </div>
      )}
      {field.kind === 'text' ? (
        <TextField {...scalar} field={field} keepsEmpty={entry} />
      ) : field.kind === 'number' ? (
        <NumberField {...scalar} field={field} />
      ) : field.kind === 'boolean' ? (
        <BooleanField
          {...scalar}
          control={{ ...control, 'aria-label': plainText(name) }}
          optional={!required && field.schema.default === undefined}
        />
      ) : field.kind === 'choice' ? (
        <ChoiceField {...scalar} field={field} required={required} />
      ) : (
        <JsonField {...scalar} />
      )}
      {field.help === null ? null : (
        <div id={`${id}h`}>
          <LongText className="help" text={field.help} />
        </div>
      )}
      <Problem id={`${id}p`} at={at} below={isJson} />
    </div>
  );
}

import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { plainText, say, sayMessage } from '../words.ts';
import { readField } from './field.ts';
import { FieldView, ObjectFields } from './field-view.tsx';
import { FormContext, type FormState } from './form-state.ts';
import { jsonText } from './scalar-fields.tsx';

/** The fields of a schema. Problems stand at their fields; a refusal puts the focus on the first. */
export function SchemaForm({ form }: { readonly form: FormState }) {
  const { schema, problems, refusals, value, change } = form;
  const field = useMemo(() => readField(schema, schema), [schema]);
  const place = useRef<HTMLDivElement>(null);
  // What is wrong with all of it, or with a part that no field shows.
  const [apart, setApart] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each refusal, and only then
  useEffect(() => {
    if (refusals === 0) return;
    const first = place.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]');
    first?.focus();
    const [hidden] = problems;
    if (first !== null || hidden === undefined) return setApart(null);
    const [at, text] = hidden;
    const problem = sayMessage(text);
    setApart(at === '' ? problem : say('form.problem.at', { place: at.slice(1), problem }));
  }, [refusals]);
  const context = useMemo(() => ({ root: schema, problems }), [schema, problems]);
  const takesNothing =
    field.kind === 'object' && field.properties.length === 0 && schema.additionalProperties === undefined;
  return (
    <FormContext value={context}>
      <div className="schema-form" ref={place} key={form.revision}>
        {takesNothing || (field.kind === 'object' && field.properties.length === 0 && field.rest === null) ? (
          <p className="muted">{say('form.nothing')}</p>
        ) : field.kind === 'object' ? (
          <ObjectFields field={field} at="" depth={0} required value={value} onChange={change} />
        ) : (
          <FieldView
            name={say('form.all')}
            schema={schema}
            at=""
            depth={0}
            required
            value={value}
            onChange={change}
          />
        )}
      </div>
      {apart === null || problems.size === 0 ? null : (
        <p className="form-problem" role="alert">
          {plainText(apart)}
        </p>
      )}
    </FormContext>
  );
}

/** Longer arguments are not written by hand; the field would make every key slow. */
const EDITABLE_LENGTH = 200_000;

/** All of it as JSON, in step with the fields. */
export function FormJson({ form }: { readonly form: FormState }) {
  const id = useId();
  const own = useRef<{ readonly json: unknown; readonly text: string } | null>(null);
  const { json, broken } = form;
  const shown = useMemo(() => jsonText(json), [json]);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (form.refusals > 0 && broken !== null) field.current?.focus();
  }, [form.refusals, broken]);
  if (shown.length > EDITABLE_LENGTH) return <p className="muted">{say('form.json.long')}</p>;
  // While one types here, the text stays as it is typed: its spaces are nobody's business.
  const text =
    broken ?? (own.current !== null && sameJson(own.current.text, shown) ? own.current.text : shown);
  return (
    <>
      <textarea
        ref={field}
        className="field mono grow tall"
        aria-label={say('form.json')}
        {...(broken === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={({ currentTarget }) => {
          own.current = { json, text: currentTarget.value };
          const parsed = parseObject(currentTarget.value);
          if (parsed === null) form.replace(null, currentTarget.value);
          else form.replace(parsed);
        }}
      />
      {broken === null ? null : (
        <p className="form-problem" id={id}>
          {say('form.json.broken')}
        </p>
      )}
    </>
  );
}

function parseObject(text: string) {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, never>)
      : null;
  } catch {
    return null;
  }
}

function sameJson(text: string, pretty: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text), null, 2) === pretty;
  } catch {
    return false;
  }
}

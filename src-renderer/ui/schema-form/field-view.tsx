import { useId, useMemo, useState } from 'react';
import { Icon } from '../icon.tsx';
import { LongText } from '../long-text.tsx';
import { plainText, say, sayMessage } from '../words.ts';
import { type Field, type Property, readField, variantOf } from './field.ts';
import { useForm } from './form-state.ts';
import { Draft, type FormValue, isFields, Rows, startValue } from './form-value.ts';
import { escapePart, isRecord, withKey } from './json.ts';
import { AddButton, More, RowButton, SHOWN_AT_FIRST, startEntry, useKeys } from './list-parts.tsx';
import { Heading, Problem, Single, useProblem, type ViewProps } from './single-field.tsx';
import { typeWords } from './type-words.ts';
import type { Schema } from './usable-schema.ts';

/** From here on an object waits to be opened: a schema may hold itself, and a form is to be read. */
const OPEN_DEPTH = 2;
/** Beyond, parts are written as JSON. */
const MOST_DEPTH = 8;

export function FieldView(props: ViewProps) {
  const { schema, value, depth, required } = props;
  const { root } = useForm();
  const read = useMemo(() => readField(schema, root), [schema, root]);
  const field: Field = depth > MOST_DEPTH || !suits(read, value) ? { ...read, kind: 'json' } : read;
  const isGroup = field.kind === 'object' || field.kind === 'array' || field.kind === 'variants';
  if (isGroup && value !== null) return <Group {...props} field={field} />;
  return <Single {...props} field={field} required={required} />;
}

/** What came as JSON need not be of the kind that is asked for; it is shown as what it is. */
function suits({ kind }: Field, value: FormValue): boolean {
  if (value === undefined || value === null || value instanceof Draft) return true;
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    default:
      return true;
  }
}

function Group(props: ViewProps & { readonly field: Field }) {
  const { name, at, field, required, depth, value, onChange, schema, entry = false } = props;
  const { root, problems } = useForm();
  const id = useId();
  const own = useProblem(at, false);
  // Of a kind that was chosen, its own field tells.
  const problem = field.kind === 'variants' && value !== undefined ? null : own;
  // An entry is there because somebody put it there; a list has nothing in it until somebody does.
  const [opened, setOpened] = useState(depth < OPEN_DEPTH || entry || field.kind === 'array');
  const open = opened || [...problems.keys()].some((each) => each.startsWith(`${at}/`));
  const body = () => {
    if (field.kind === 'object') return <ObjectFields {...props} field={field} />;
    if (field.kind === 'array') return <ArrayFields {...props} field={field} />;
    return field.kind === 'variants' ? <VariantFields {...props} field={field} /> : null;
  };
  return (
    <fieldset
      className={field.kind === 'array' ? 'form-group' : 'form-group framed'}
      {...(problem === null ? {} : { 'data-problem': true, tabIndex: -1, 'aria-describedby': `${id}p` })}
    >
      <legend>
        <Heading name={name} field={field} required={required && !entry} />
      </legend>
      {field.help === null ? null : <LongText className="help" text={field.help} />}
      {open ? (
        body()
      ) : (
        <button
          type="button"
          className="btn quiet"
          onClick={() => {
            setOpened(true);
            if (value === undefined) onChange(startValue(schema, root));
          }}
        >
          <Icon name="plus" />
          {say('form.open')}
        </button>
      )}
      {problem === null ? null : <Problem id={`${id}p`} at={at} below={false} />}
    </fieldset>
  );
}

type BodyProps<K extends Field['kind']> = Omit<ViewProps, 'schema' | 'name'> & {
  readonly field: Extract<Field, { kind: K }>;
};

/** Its properties, then what else it may hold. */
export function ObjectFields({ field, at, depth, required, value, onChange }: BodyProps<'object'>) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const fields = value instanceof Rows ? Object.fromEntries(value.rows) : isFields(value) ? value : {};
  const put = (name: string, next: FormValue) => {
    const all = inOrder(field.properties, withKey(fields, name, next));
    // An object that need not be there is left out with its last part.
    onChange(!required && Object.keys(all).length === 0 ? undefined : all);
  };
  const hidden = field.properties.length - shown;
  return (
    <>
      {field.properties.slice(0, shown).map(({ name, schema, required: must }) => (
        <FieldView
          key={name}
          name={name}
          schema={schema}
          at={`${at}/${escapePart(name)}`}
          depth={depth + 1}
          required={must}
          value={Object.hasOwn(fields, name) ? fields[name] : undefined}
          onChange={(next) => put(name, next)}
        />
      ))}
      <More count={hidden} onMore={() => setShown(shown + SHOWN_AT_FIRST)} />
      <Strays at={at} field={field} />
      {field.rest === null ? null : (
        <MapFields
          at={at}
          depth={depth}
          properties={field.properties}
          rest={field.rest}
          required={required}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}

function inOrder(properties: readonly Property[], fields: Readonly<Record<string, FormValue>>) {
  const known = new Set(properties.map(({ name }) => name));
  const first = properties
    .filter(({ name }) => Object.hasOwn(fields, name))
    .map(({ name }) => [name, fields[name]] as const);
  return Object.fromEntries([...first, ...Object.entries(fields).filter(([name]) => !known.has(name))]);
}

/** What is wrong with keys that nobody asked for. */
function Strays({ at, field }: { readonly at: string; readonly field: Extract<Field, { kind: 'object' }> }) {
  const { problems } = useForm();
  if (field.rest !== null) return null;
  const known = field.properties.map(({ name }) => `${at}/${escapePart(name)}`);
  const stray = [...problems].find(
    ([each]) => each.startsWith(`${at}/`) && !known.some((one) => each === one || each.startsWith(`${one}/`)),
  );
  if (stray === undefined) return null;
  return (
    <p className="form-problem" data-problem tabIndex={-1}>
      {plainText(
        say('form.problem.at', { place: stray[0].slice(at.length + 1), problem: sayMessage(stray[1]) }),
      )}
    </p>
  );
}

/** Keys of one's own. */
function MapFields(props: {
  readonly at: string;
  readonly depth: number;
  readonly properties: readonly Property[];
  readonly rest: Schema;
  readonly required: boolean;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
}) {
  const { at, depth, properties, rest, value, onChange } = props;
  const { root } = useForm();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const known = new Set(properties.map(({ name }) => name));
  const all = value instanceof Rows ? value.rows : isFields(value) ? Object.entries(value) : [];
  const fixed = all.filter(([key]) => known.has(key));
  const rows = all.filter(([key]) => !known.has(key));
  const keys = useKeys(rows.length);
  const put = (next: Rows['rows']) =>
    onChange(
      !props.required && fixed.length === 0 && next.length === 0 ? undefined : new Rows([...fixed, ...next]),
    );
  return (
    <div className="form-list">
      {rows.slice(0, shown).map(([key, each], index) => (
        <div className="form-row" key={keys.at(index)}>
          <input
            className="field mono"
            aria-label={say('form.map.key', { number: index + 1 })}
            value={key}
            autoComplete="off"
            spellCheck={false}
            onChange={({ currentTarget }) => put(rows.with(index, [currentTarget.value, each]))}
          />
          <EntryView
            name={say('form.map.value', { key })}
            schema={rest}
            at={`${at}/${escapePart(key)}`}
            depth={depth + 1}
            value={each}
            onChange={(next) => put(rows.with(index, [key, next]))}
          />
          <RowButton
            icon="close"
            label={say('form.remove', { name: key })}
            onClick={() => {
              keys.remove(index);
              put(rows.toSpliced(index, 1));
            }}
          />
        </div>
      ))}
      <More count={rows.length - shown} onMore={() => setShown(shown + SHOWN_AT_FIRST)} />
      <AddButton onClick={() => put([...rows, ['', startEntry(rest, root)]])} />
    </div>
  );
}

/** A field without a shown name. Groups keep their own frame. */
function EntryView(props: Omit<ViewProps, 'required' | 'entry'>) {
  return <FieldView {...props} required entry />;
}

function ArrayFields({ field, at, depth, required, value, onChange }: BodyProps<'array'>) {
  const { root, problems } = useForm();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const items: readonly FormValue[] = Array.isArray(value) ? value : [];
  const keys = useKeys(items.length);
  const put = (next: readonly FormValue[]) => onChange(!required && next.length === 0 ? undefined : next);
  const move = (from: number, to: number) => {
    keys.swap(from, to);
    put(items.with(from, items[to]).with(to, items[from]));
  };
  // A problem is never out of sight.
  const troubled = items.findLastIndex((_, index) => problems.has(`${at}/${index}`));
  const until = Math.max(shown, Math.min(troubled + 1, shown * 4));
  return (
    <div className="form-list">
      {items.slice(0, until).map((item, index) => (
        <div className="form-row" key={keys.at(index)}>
          <EntryView
            name={say('form.item', { number: index + 1 })}
            schema={field.items}
            at={`${at}/${index}`}
            depth={depth + 1}
            value={item}
            onChange={(next) => put(items.with(index, next))}
          />
          <span className="form-row-acts">
            {items.length < 2 ? null : (
              <>
                <RowButton
                  icon="up"
                  label={say('form.up', { number: index + 1 })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                />
                <RowButton
                  icon="chevron"
                  label={say('form.down', { number: index + 1 })}
                  disabled={index === items.length - 1}
                  onClick={() => move(index, index + 1)}
                />
              </>
            )}
            <RowButton
              icon="close"
              label={say('form.remove', { name: index + 1 })}
              disabled={false}
              onClick={() => {
                keys.remove(index);
                put(items.toSpliced(index, 1));
              }}
            />
          </span>
        </div>
      ))}
      <More count={items.length - until} onMore={() => setShown(until + SHOWN_AT_FIRST)} />
      {items.length >= field.max ? null : (
        <AddButton
          onClick={() => {
            put([...items, startEntry(field.items, root)]);
            setShown(Math.max(shown, items.length + 1 < shown * 2 ? items.length + 1 : shown));
          }}
        />
      )}
    </div>
  );
}

function VariantFields({ field, at, depth, required, value, onChange }: BodyProps<'variants'>) {
  const { root } = useForm();
  const id = useId();
  const [chosen, setChosen] = useState(() =>
    value === undefined ? (required ? 0 : -1) : variantOf(field.variants, value, root),
  );
  const variant = field.variants[chosen];
  const choose = (index: number) => {
    setChosen(index);
    const next = field.variants[index];
    onChange(next === undefined ? undefined : startValue(next.schema, root));
  };
  return (
    <>
      <span className="pick">
        <select
          id={id}
          aria-label={say('form.variant')}
          value={String(chosen)}
          onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
        >
          {required && chosen >= 0 ? null : <option value="-1">{say('form.choice.none')}</option>}
          {field.variants.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its place in the schema
            <option key={index} value={String(index)}>
              {variantName(each, index, root)}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
      {variant === undefined ? null : (
        <FieldView
          key={chosen}
          name={variantName(variant, chosen, root)}
          schema={variant.schema}
          at={at}
          depth={depth + 1}
          required
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}

/** Its title, else what sets it apart, else its type. */
function variantName(
  { title, schema }: { readonly title: string | null; readonly schema: Schema },
  index: number,
  root: Schema,
): string {
  if (title !== null) return plainText(title);
  const field = readField(schema, root);
  const [fixed] =
    field.kind === 'object' ? field.properties.filter((each) => typeof each.schema.const === 'string') : [];
  if (fixed !== undefined) return plainText(String(fixed.schema.const));
  return say('form.variant.name', {
    number: index + 1,
    type: typeWords({ ...field, schema: {} }, root, false),
  });
}

import { createContext, use, useEffect, useMemo, useRef, useState } from 'react';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { Finding } from './check.ts';
import { type FormValue, startValue, toJson, type Unfinished } from './form-value.ts';
import { isRecord, type Json, type JsonObject } from './json.ts';
import { type Checker, createChecker } from './run-check.ts';
import { type Schema, usableSchema } from './usable-schema.ts';

export interface FormState {
  readonly schema: Schema;
  readonly value: FormValue;
  /** Another one: the value came from outside, and what was half typed is gone. */
  readonly revision: number;
  /** By JSON pointer. */
  readonly problems: ReadonlyMap<string, Message>;
  /** The arguments as they would be sent now. */
  readonly json: Json;
  /** Counts refusals: at each the first problem gets the focus. */
  readonly refusals: number;
  /** Not everything could be checked here. */
  readonly unchecked: boolean;
  /** What is typed into the JSON of all, while it is none. */
  readonly broken: string | null;
  change(value: FormValue): void;
  /** `broken`: the text that is not JSON yet. */
  replace(value: Json, broken?: string | null): void;
  /** The arguments, or null where they cannot be sent; the form then shows why. */
  submit(): Promise<JsonObject | null>;
}

const RECHECK_AFTER_MS = 300;

/** A form over a schema of anybody. Give it another `key` for another schema. */
export function useSchemaForm(raw: unknown, given?: Json): FormState {
  const { schema, whole } = useMemo(() => usableSchema(raw), [raw]);
  const [value, setValue] = useState<FormValue>(
    () => (given as FormValue) ?? startValue(schema, schema) ?? {},
  );
  const [revision, setRevision] = useState(0);
  const [refusals, setRefusals] = useState(0);
  const [broken, setBroken] = useState<string | null>(null);
  const [problems, setProblems] = useState<ReadonlyMap<string, Message>>(new Map());
  const [unchecked, setUnchecked] = useState(false);
  const checker = useChecker();
  const { json, unfinished } = useMemo(() => toJson(value), [value]);

  async function judge(): Promise<ReadonlyMap<string, Message>> {
    const found = await checker().check(schema, json);
    setUnchecked(found === null || !whole);
    return problemsOf(unfinished, found ?? []);
  }

  // Once something was refused, what is mended stops being shown as wrong.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the value changes, and only then
  useEffect(() => {
    if (problems.size === 0) return;
    let current = true;
    const timer = setTimeout(
      () => void judge().then((found) => current && setProblems(found)),
      RECHECK_AFTER_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [value]);

  return {
    schema,
    value,
    revision,
    problems,
    json,
    refusals,
    unchecked,
    broken,
    change(next) {
      // Who goes on in the fields has left the broken text behind.
      setBroken(null);
      setValue(next);
    },
    replace(next, text = null) {
      setBroken(text);
      if (text !== null) return;
      setValue(next as FormValue);
      setRevision((now) => now + 1);
    },
    async submit() {
      if (broken !== null) {
        setRefusals((now) => now + 1);
        return null;
      }
      const found = await judge();
      setProblems(found);
      if (found.size === 0 && isRecord(json)) return json as JsonObject;
      setRefusals((now) => now + 1);
      return null;
    },
  };
}

function useChecker(): () => Checker {
  const checker = useRef<Checker | null>(null);
  useEffect(
    () => () => {
      checker.current?.close();
      checker.current = null;
    },
    [],
  );
  return () => {
    checker.current ??= createChecker();
    return checker.current;
  };
}

function problemsOf(
  unfinished: readonly Unfinished[],
  found: readonly Finding[],
): ReadonlyMap<string, Message> {
  const problems = new Map(found.map(({ at, text }) => [at, text] as const));
  // What is half typed says more than what the check makes of it.
  for (const { at, what } of unfinished) problems.set(at, message(`form.unfinished.${what}`));
  return problems;
}

export const FormContext = createContext<{
  readonly root: Schema;
  readonly problems: ReadonlyMap<string, Message>;
}>({ root: {}, problems: new Map() });

export const useForm = () => use(FormContext);

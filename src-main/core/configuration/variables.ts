export type VariableFault =
  | { readonly kind: 'missing'; readonly name: string }
  /** `${input:…}` and the like: what only one client can fill in. */
  | { readonly kind: 'foreign'; readonly form: string };

export interface Expansion {
  readonly text: string;
  readonly faults: readonly VariableFault[];
  /** What variables brought in. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** Defaults may hold variables again; deeper than this nobody writes, and the depth of a hostile text is bounded. */
const DEEPEST_DEFAULT = 8;

/** The end of the expression that begins at `from` (just behind `${`), braces counted; -1 when it has none. */
function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '{') open++;
    else if (char === '}' && --open === 0) return at;
  }
  return -1;
}

/**
 * Replaces `${VAR}`, `${VAR:-default}`, `${env:VAR}` and `${env:VAR:-default}`. As in a shell, the default also stands
 * in for an empty variable. Forms of other tools are faults; any other `${…}` stays as it is, since arguments may
 * hold scripts. A value is never looked through again.
 */
export function expandVariables(
  text: string,
  variable: (name: string) => string | undefined,
  depth = 0,
): Expansion {
  const faults: VariableFault[] = [];
  const values: { name: string; value: string }[] = [];
  let result = '';
  let done = 0;
  for (;;) {
    const start = text.indexOf('${', done);
    const end = start < 0 ? -1 : closingBrace(text, start + 2);
    if (end < 0) break;
    result += text.slice(done, start);
    const inner = text.slice(start + 2, end);
    done = end + 1;
    const match = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/.exec(inner);
    const name = match?.[1];
    if (name === undefined) {
      const foreign = /^(input|file|cmd|command|config|workspaceFolder|userHome)\b/.test(inner);
      if (foreign) faults.push({ kind: 'foreign', form: `\${${inner.slice(0, 60)}}` });
      result += text.slice(start, done);
      continue;
    }
    const value = variable(name);
    const fallback = match?.[2];
    if (value !== undefined && (value !== '' || fallback === undefined)) {
      values.push({ name, value });
      result += value;
    } else if (fallback === undefined) faults.push({ kind: 'missing', name });
    else if (depth >= DEEPEST_DEFAULT) result += fallback;
    else {
      const nested = expandVariables(fallback, variable, depth + 1);
      faults.push(...nested.faults);
      values.push(...nested.values);
      result += nested.text;
    }
  }
  return { text: result + text.slice(done), faults, values };
}

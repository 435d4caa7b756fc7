import { REDACTED, type Redactor, redactTokenShapes } from '../logs/redact.ts';
import type { ServerDefinition, ValueOrigin } from './definition.ts';
import { isTelling } from './secrets.ts';

/** `value` null: it is kept secret. */
export interface ShownValue {
  readonly name: string;
  readonly value: string | null;
}

export interface ShownPolicyValue {
  readonly path: string;
  readonly value: unknown;
  readonly from: ValueOrigin['from'];
  readonly line: number | null;
}

/** A definition as it may be shown: nothing in it is secret. */
export interface DefinitionView {
  readonly name: string;
  readonly file: string;
  readonly line: number | null;
  readonly launch: {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: readonly ShownValue[];
  } | null;
  readonly endpoint: {
    readonly url: string;
    readonly transport: string;
    readonly headers: readonly ShownValue[];
  } | null;
  readonly policy: readonly ShownPolicyValue[];
}

/**
 * @param place where its entry and its values stand in the file as it is now
 * @param redact takes out what the configuration calls secret
 */
export function viewDefinition(
  definition: ServerDefinition,
  options: {
    readonly file: string;
    readonly place: Pick<ServerDefinition, 'line' | 'originOf'>;
    readonly redact: Redactor;
  },
): DefinitionView {
  const { name, launch, endpoint } = definition;
  const { file, place } = options;
  // What is known goes first: of a secret that a shape has bitten into the rest would not be found.
  const redact: Redactor = (text) => redactTokenShapes(options.redact(text));
  const shown = (values: Readonly<Record<string, string>>): readonly ShownValue[] =>
    Object.entries(values).map(([key, value]) => ({
      name: key,
      value: isTelling(key) || redact(value) !== value ? null : value,
    }));
  return {
    name,
    file,
    line: place.line ?? null,
    launch: launch && {
      command: redact(launch.command),
      args: shownArguments(launch.args, redact),
      cwd: redact(launch.cwd),
      env: shown(launch.env),
    },
    endpoint: endpoint && {
      url: redact(endpoint.url),
      transport: endpoint.transport,
      headers: shown(endpoint.headers),
    },
    policy: leaves(definition.policy).map(([path, value]) => ({
      path,
      value: redactedUnder(path.slice(path.lastIndexOf('.') + 1), value, redact),
      ...(place.originOf?.(path) ?? { from: 'default', line: null }),
    })),
  };
}

/** What an option such as `--api-key` brings is secret, however it looks; so is `NAME=value`, as docker takes it. */
const TELLING_OPTION =
  /^-{1,2}(?:[\w-]+[-_])?(?:key|api-?key|token|secret|password|passwd|passphrase|pass|pwd|credentials?|auth|cookie|pin|dsn|signature)$/i;

/** Arguments as they may be shown, whoever was called with them. */
export function shownArguments(args: readonly string[], redact: Redactor): readonly string[] {
  return args.map((arg, index) => {
    const before = args[index - 1] ?? '';
    if (TELLING_OPTION.test(before) && !arg.startsWith('-')) return REDACTED;
    const [, option, value] = /^([^=\s]+)=(.+)$/s.exec(arg) ?? [];
    if (option === undefined || value === undefined) return redact(arg);
    const telling = option.startsWith('-')
      ? TELLING_OPTION.test(option)
      : /^\w+$/.test(option) && isTelling(option);
    return telling ? `${option}=${REDACTED}` : redact(arg);
  });
}

/** By dotted path, in the order of the policy. What comes with the gateway is its own matter below its first keys. */
function leaves(value: object, above = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${above}${key}`;
    const isSection = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isSection && above !== 'gateway.' ? leaves(inner, `${path}.`) : [[path, inner] as const];
  });
}

function redactedUnder(key: string, value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return isTelling(key) ? REDACTED : redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => redactedUnder(key, each, redact));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, redactedUnder(name, each, redact)]),
  );
}

import { type Message, message } from '../../i18n/message.ts';
import { dockerImageAt } from './command-line.ts';
import type { ForeignInput } from './dialects.ts';
import { isPlaceholder, looksSecret, variableFor } from './secrets.ts';
import { type Entry, isRecord } from './types.ts';
import { splitWords } from './words.ts';

interface Ours {
  readonly entry: Entry;
  readonly policy: Entry;
  readonly notes: readonly Message[];
}

/** Other clients' words for our keys, the first that is there wins. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  command: ['cmd'],
  args: ['arguments'],
  env: ['envs', 'environment', 'environmentVariables'],
  cwd: ['workingDirectory', 'workingDir'],
  url: ['serverUrl', 'httpUrl', 'uri'],
  headers: ['http_headers'],
};
/** Words of other clients that mean nothing here, or what our own keys already say. */
const DROPPED = new Set([
  'source',
  'name',
  'transport',
  'transportType',
  'protocol',
  'bundled',
  'available_tools',
]);
const ORDER = ['type', 'command', 'args', 'env', 'cwd', 'url', 'headers', 'disabled', 'enabled'];
const LAUNCHERS = /^(?:npx|uvx|uv|node|python[\d.]*|docker|podman|bunx|bun|deno|pipx|pnpm|npm|cmd)$/;
const HTTP = /^(?:http|streamable[-_]?http|remote)$/i;
const INPUT = /\$\{input:([^}]+)\}/g;
/** What editors replace by themselves and nobody else knows. */
const OF_EDITORS =
  /\$\{(?:workspaceFolder|workspaceRoot|userHome|file|cmd|command|pathSeparator|projectRoot)\b[^}]*\}/;

/** Makes an entry of any client one of our file. Keys that nobody knows are kept as they are. */
export function normaliseEntry(foreign: Entry, inputs: readonly ForeignInput[]): Ours {
  const notes: Message[] = [];
  const { entry: flat, policy } = ourKeys(foreign);
  const launched = withCommand(flat, notes);
  const plain = replaceInputs(texts(launched), inputs, notes);
  const entry = ordered(dockerFit(plain, notes));
  return { entry, policy, notes: [...notes, ...warnings(entry)] };
}

function ourKeys(foreign: Entry): { readonly entry: Record<string, unknown>; readonly policy: Entry } {
  const entry: Record<string, unknown> = {};
  const policy: Record<string, unknown> = {};
  const known = new Map(
    Object.entries(ALIASES).flatMap(([ours, theirs]) => theirs.map((each) => [each, ours] as const)),
  );
  for (const [key, value] of Object.entries(foreign)) {
    if (DROPPED.has(key)) continue;
    const ours = known.get(key) ?? key;
    if (ours !== key && foreign[ours] !== undefined && foreign[ours] !== '') continue;
    define(entry, ours, value);
  }
  const {
    image,
    type,
    startup_timeout_sec: startup,
    bearer_token_env_var: bearer,
    requestInit,
    requestOptions,
  } = entry;
  if (typeof image === 'string' && entry.command === undefined && entry.url === undefined) {
    delete entry.image;
    Object.assign(entry, { command: 'docker', args: ['run', '-i', '--rm', image] });
  }
  const spoken = [type, foreign.transport, foreign.transportType, foreign.protocol].find(
    (each) => typeof each === 'string',
  );
  const ourType = typeOf(spoken, foreign, entry);
  delete entry.type;
  if (ourType !== null) entry.type = ourType;
  if (typeof startup === 'number') {
    delete entry.startup_timeout_sec;
    policy.startupTimeout = `${startup}s`;
  }
  const headers: Record<string, unknown> = {};
  for (const [key, options] of [
    ['requestInit', requestInit],
    ['requestOptions', requestOptions],
  ] as const) {
    if (!isRecord(options) || !isRecord(options.headers)) continue;
    Object.assign(headers, options.headers);
    delete entry[key];
  }
  if (typeof bearer === 'string') {
    delete entry.bearer_token_env_var;
    headers.Authorization = `Bearer \${${bearer}}`;
  }
  if (Object.keys(headers).length > 0)
    entry.headers = { ...(isRecord(entry.headers) ? entry.headers : {}), ...headers };
  return { entry, policy };
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** null where the other keys say it: a command, or an address that may be either. */
function typeOf(spoken: unknown, foreign: Entry, entry: Entry): string | null {
  const hasCommand = entry.command !== undefined && entry.command !== '';
  if (typeof foreign.httpUrl === 'string') return 'http';
  if (typeof spoken !== 'string') return null;
  if (/^sse$/i.test(spoken)) return 'sse';
  if (HTTP.test(spoken)) return spoken.toLowerCase() === 'remote' ? null : 'http';
  if (/^stdio$/i.test(spoken)) return hasCommand && spoken === foreign.type ? 'stdio' : null;
  return null; // `local`, `builtin`, and what clients say about a server beside its transport
}

function withCommand(entry: Record<string, unknown>, notes: Message[]): Record<string, unknown> {
  const { command } = entry;
  // Zed once: { "command": { "path": …, "args": …, "env": … } }
  if (isRecord(command)) {
    const { path, args, env } = command;
    return withCommand(
      { ...entry, command: path, ...(args == null ? {} : { args }), ...(env == null ? {} : { env }) },
      notes,
    );
  }
  const args = Array.isArray(entry.args) ? entry.args : [];
  // OpenCode: the command is a list.
  if (Array.isArray(command)) return { ...entry, command: command[0], args: [...command.slice(1), ...args] };
  if (typeof command !== 'string' || args.length > 0 || !/\s/.test(command.trim())) return entry;
  const words = splitWords(command)?.map(({ text }) => text);
  if (words === undefined || !LAUNCHERS.test(words[0] ?? '')) return entry; // a path with spaces
  notes.push(message('edit.note.split', { command: words[0] ?? '' }));
  return { ...entry, command: words[0], args: words.slice(1) };
}

/** Arguments and variables are texts, whatever they were written as; empty ones say nothing. */
function texts(entry: Record<string, unknown>): Record<string, unknown> {
  const result = { ...entry };
  if (typeof result.command === 'string') result.command = result.command.trim();
  if (typeof result.url === 'string') result.url = result.url.trim();
  for (const key of ['command', 'url', 'cwd'])
    if (result[key] === '' || result[key] === null) delete result[key];
  if (result.args !== undefined) {
    if (Array.isArray(result.args)) result.args = result.args.filter((each) => each !== null).map(textOf);
    else if (typeof result.args === 'string')
      result.args = splitWords(result.args)?.map(({ text }) => text) ?? [result.args];
    else delete result.args;
  }
  for (const key of ['env', 'headers']) {
    const value = result[key];
    if (value === undefined) continue;
    const pairs = pairsOf(value);
    if (pairs.length === 0) delete result[key];
    else result[key] = Object.fromEntries(pairs);
  }
  if (Array.isArray(result.args) && result.args.length === 0) delete result.args;
  // The default, which other clients write out.
  if (result.disabled === false) delete result.disabled;
  if (result.enabled === true) delete result.enabled;
  return result;
}

/** A map, or a list of `A=1` or `{name, value}`. */
function pairsOf(value: unknown): readonly (readonly [string, string])[] {
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, textOf(each)] as const);
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((each): readonly (readonly [string, string])[] => {
    if (isRecord(each) && typeof each.name === 'string') return [[each.name, textOf(each.value ?? '')]];
    const sign = typeof each === 'string' ? each.indexOf('=') : -1;
    return typeof each === 'string' && sign > 0 ? [[each.slice(0, sign), each.slice(sign + 1)]] : [];
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

/** Every text of the launch, with what it is called. */
function mapTexts(
  entry: Record<string, unknown>,
  change: (text: string, name: string) => string,
): Record<string, unknown> {
  const result = { ...entry };
  for (const key of ['command', 'cwd', 'url']) {
    const value = result[key];
    if (typeof value === 'string') result[key] = change(value, key);
  }
  if (Array.isArray(result.args)) result.args = result.args.map((each: string) => change(each, ''));
  for (const key of ['env', 'headers']) {
    const value = result[key];
    if (!isRecord(value)) continue;
    result[key] = Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, change(String(each), name)] as const),
    );
  }
  return result;
}

/** `${input:id}` of VS Code asks a person; here it is a variable of the environment. */
function replaceInputs(
  entry: Record<string, unknown>,
  inputs: readonly ForeignInput[],
  notes: Message[],
): Record<string, unknown> {
  const seen = new Set<string>();
  return mapTexts(entry, (text) =>
    text.replace(INPUT, (_, id: string) => {
      const variable = variableFor(id);
      if (!seen.has(id)) {
        seen.add(id);
        const description = inputs.find((input) => input.id === id)?.description ?? '';
        notes.push(
          description === ''
            ? message('edit.note.input', { variable })
            : message('edit.note.input.described', { variable, description }),
        );
      }
      return `\${${variable}}`;
    }),
  );
}

/** A container hears nothing without `-i`, and passes on only what its own environment holds. */
function dockerFit(entry: Record<string, unknown>, notes: Message[]): Record<string, unknown> {
  const { command, args } = entry;
  if (typeof command !== 'string' || !/^(?:.*[/\\])?(?:docker|podman)(?:\.exe)?$/.test(command)) return entry;
  if (!Array.isArray(args)) return entry;
  const list = args as readonly string[];
  const image = dockerImageAt(list);
  if (image === null) return entry;
  const options = list.slice(0, image);
  const result = { ...entry };
  if (typeof entry.url !== 'string' && !options.some((arg) => /^-[a-zA-Z]*i|^--interactive/.test(arg))) {
    const run = list.indexOf('run');
    result.args = [...list.slice(0, run + 1), '-i', ...list.slice(run + 1)];
    notes.push(message('edit.note.docker-interactive'));
  }
  const env = isRecord(entry.env) ? entry.env : {};
  const passed = options.flatMap((arg, index) => {
    const name = /^(?:-e|--env)$/.test(options[index - 1] ?? '') ? arg : /^--env=(\w+)$/.exec(arg)?.[1];
    return name !== undefined && /^\w+$/.test(name) && !Object.hasOwn(env, name) ? [name] : [];
  });
  if (passed.length > 0) {
    result.env = { ...env, ...Object.fromEntries(passed.map((name) => [name, `\${${name}}`])) };
    notes.push(message('edit.note.docker-env', { names: passed.join(', '), count: passed.length }));
  }
  return result;
}

function ordered(entry: Record<string, unknown>): Entry {
  const known = ORDER.filter((key) => entry[key] !== undefined).map((key) => [key, entry[key]] as const);
  const others = Object.entries(entry).filter(([key]) => !ORDER.includes(key));
  return Object.fromEntries([...known, ...others]);
}

function warnings(entry: Entry): readonly Message[] {
  const notes: Message[] = [];
  const secrets: string[] = [];
  mapTexts({ ...entry }, (text, name) => {
    if (isPlaceholder(text))
      notes.push(message('edit.note.placeholder', { name: name === '' ? text : name, value: text }));
    else if (name !== '' && looksSecret(name, text)) secrets.push(name);
    if (OF_EDITORS.test(text))
      notes.push(message('edit.note.editor-variable', { text: OF_EDITORS.exec(text)?.[0] ?? text }));
    return text;
  });
  const [first] = secrets;
  if (first !== undefined)
    notes.push(
      message('edit.note.secrets', {
        names: secrets.join(', '),
        count: secrets.length,
        variable: `\${${variableFor(first)}}`,
      }),
    );
  return notes;
}

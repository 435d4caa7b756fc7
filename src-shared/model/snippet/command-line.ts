import { message } from '../../i18n/message.ts';
import { readClientCommand } from './client-commands.ts';
import { nameOfHost, nameOfPackage, nameOfPath } from './name.ts';
import type { Entry, Parsed } from './types.ts';
import { splitWords, type Word } from './words.ts';

/** What a command line says: `name` where it says one. */
export interface ReadCommand {
  readonly name: string | null;
  readonly entry: Entry;
}

type Read = { readonly ok: true; readonly value: ReadCommand } | Extract<Parsed, { ok: false }>;

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/;
const JOINING = new Set(['&&', ';', '\n']);

/** Reads one command, with what is set and where one goes before it. */
export function readCommandLine(text: string): Read {
  const words = splitWords(stripPrompt(text));
  if (words === null) return fault('edit.fault.open-quote');
  const steps = split(words);
  const env: Record<string, string> = {};
  let cwd: string | null = null;
  let command: readonly Word[] | null = null;
  for (const step of steps) {
    const rest = takeAssignments(step, env);
    if (rest.length === 0) continue;
    const [head, target] = [rest[0]?.text ?? '', rest[1]?.text];
    if ((head === 'cd' || head === 'pushd') && target !== undefined && command === null) {
      cwd = rest.at(-1)?.text ?? target;
      continue;
    }
    if (command !== null)
      return fault('edit.fault.two-commands', { second: rest.map(({ text: each }) => each).join(' ') });
    command = rest;
  }
  const operator = command?.find(({ text: each, quoted }) => !quoted && /^(?:\|\|?|[<>&])$/.test(each));
  if (operator !== undefined) return fault('edit.fault.operator', { operator: operator.text });
  const [head, ...args] = command?.map(({ text: each }) => each) ?? [];
  if (head === undefined) return fault('edit.fault.no-command');
  const known = readClientCommand(head, args);
  if (known !== null) return known.ok ? { ok: true, value: withContext(known.value, env, cwd) } : known;
  const value = {
    name: nameOfCommand(head, args),
    entry: { command: head, ...(args.length === 0 ? {} : { args }) },
  };
  return { ok: true, value: withContext(value, env, cwd) };
}

function fault(key: string, params: Record<string, string> = {}): Extract<Parsed, { ok: false }> {
  return { ok: false, fault: message(key, params), line: 1 };
}

/** `$ npx …` and `PS C:\> npx …`, and comments, as they are copied from a page. */
function stripPrompt(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:#|REM\s|::)/i.test(line))
    .map((line) => line.replace(/^\s*(?:\$|%|❯|PS [A-Za-z]:[^>]*>|[A-Za-z]:\\[^>]*>|>)\s+/, ''))
    .join('\n')
    .trim();
}

function split(words: readonly Word[]): readonly (readonly Word[])[] {
  const steps: Word[][] = [[]];
  for (const word of words) {
    if (!word.quoted && JOINING.has(word.text)) steps.push([]);
    else steps.at(-1)?.push(word);
  }
  return steps.filter((step) => step.length > 0);
}

/** Takes `A=1`, `env A=1`, `export A=1`, `set A=1` and `$env:A = "1"` from the front. */
function takeAssignments(step: readonly Word[], env: Record<string, string>): readonly Word[] {
  let rest = step;
  const [head, sign, value] = rest.map(({ text }) => text);
  const shell = /^\$env:(\w+)(?:=([\s\S]*))?$/i.exec(head ?? '');
  if (shell?.[1] !== undefined) {
    const given =
      shell[2] !== undefined && shell[2] !== '' ? shell[2] : sign === '=' ? value : sign?.replace(/^=/, '');
    env[shell[1]] = given ?? '';
    return [];
  }
  const declares = head === 'export' || head === 'set' || head === 'setx';
  if (declares || head === 'env' || head === 'cross-env') rest = rest.slice(1);
  let at = 0;
  for (; at < rest.length; at++) {
    const found = ASSIGNMENT.exec(rest[at]?.text ?? '');
    if (found?.[1] === undefined) break;
    env[found[1]] = found[2] ?? '';
  }
  return declares ? [] : rest.slice(at);
}

function withContext({ name, entry }: ReadCommand, env: Entry, cwd: string | null): ReadCommand {
  const own = (entry.env ?? {}) as Entry;
  const all = { ...env, ...own };
  return {
    name,
    entry: {
      ...entry,
      ...(Object.keys(all).length === 0 ? {} : { env: all }),
      ...(cwd === null ? {} : { cwd }),
    },
  };
}

/** Options of wrappers that take a value as the next word. */
const VALUED =
  /^(?:-p|--package|-c|--call|--from|--with|--with-editable|--python|--index-url|--directory|--project|--env-file|-r|--require|--import|--loader|-W|-X|--registry|-cp|-classpath|--cache|--index|--extra-index-url)$/;

/** What to call a server that is started so. */
export function nameOfCommand(command: string, args: readonly string[]): string {
  const program = (command.split(/[/\\]/).at(-1) ?? command).replace(/\.(?:exe|cmd|bat)$/i, '').toLowerCase();
  if (program === 'cmd' && /^\/[ck]$/i.test(args[0] ?? ''))
    return nameOfCommand(args[1] ?? '', args.slice(2));
  if (program === 'docker' || program === 'podman') return nameOfImage(args);
  const remote = args.find((arg) => /^https?:\/\//.test(arg));
  if (remote !== undefined && args.some((arg) => /^(?:mcp-remote|supergateway)(?:@|$)/.test(arg)))
    return nameOfHost(remote);
  const own = positionals(args);
  if (/^(?:npx|bunx|pnpx|uvx|pipx|npm|pnpm|yarn|bun|uv|deno)$/.test(program)) {
    const named = own.find((arg) => !/^(?:exec|dlx|x|run|tool|start|python3?|node)$/.test(arg));
    const folder = args[args.indexOf('--directory') + 1];
    const module = moduleOf(args);
    if (module !== null) return nameOfPackage(module);
    if (named === undefined) return folder === undefined ? program : nameOfPath(folder);
    if (!isScript(named)) return nameOfPackage(named);
    return nameOfPath(args.includes('--directory') && folder !== undefined ? `${folder}/${named}` : named);
  }
  if (
    /^(?:python[\d.]*|node|py|tsx|ts-node|java|dotnet|ruby|php|go|perl|sh|bash|zsh|pwsh|powershell)$/.test(
      program,
    )
  ) {
    const module = moduleOf(args);
    if (module !== null) return nameOfPackage(module);
    const script = own.find((arg) => arg !== 'run');
    return script === undefined ? program : nameOfPath(script);
  }
  return nameOfPath(command);
}

function moduleOf(args: readonly string[]): string | null {
  const at = args.indexOf('-m');
  return at === -1 ? null : (args[at + 1] ?? null);
}

function isScript(text: string): boolean {
  return /[\\]|^[./~]|\.(?:py|[cm]?[jt]s)$/.test(text);
}

function positionals(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => !arg.startsWith('-') && !VALUED.test(args[index - 1] ?? ''));
}

/** Options of `docker run` that stand alone; all others take the next word or carry `=`. */
const DOCKER_FLAGS =
  /^(?:-[ditPq]+|--(?:rm|interactive|tty|detach|init|privileged|read-only|publish-all|quiet|no-healthcheck|sig-proxy))$/;

/** The image of a `docker run`; null where it is another command. */
export function dockerImageAt(args: readonly string[]): number | null {
  let at = args.indexOf('run');
  if (at === -1) return null;
  for (at++; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return at;
    if (!DOCKER_FLAGS.test(arg) && !arg.includes('=')) at++;
  }
  return null;
}

function nameOfImage(args: readonly string[]): string {
  const at = dockerImageAt(args);
  const image = at === null ? undefined : args[at];
  if (image === undefined) return args[0] === 'mcp' ? 'docker-gateway' : 'docker';
  return nameOfPackage(image.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, ''));
}

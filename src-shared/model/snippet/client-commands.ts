import { message } from '../../i18n/message.ts';
import { parseLenientJson } from './lenient-json.ts';
import { nameOfHost } from './name.ts';
import { type Entry, isRecord, type Parsed } from './types.ts';

type Read =
  | { readonly ok: true; readonly value: { readonly name: string | null; readonly entry: Entry } }
  | Extract<Parsed, { ok: false }>;

/** Command lines that add servers to a client, so the server is among their arguments. */
const CLIENTS =
  /^(?:claude|codex|gemini|qwen|amp|droid|cursor-agent|copilot|vibe|auggie|opencode|kiro-cli|q)$/;
const EDITORS = /^(?:code|code-insiders|codium|cursor|windsurf)$/;

/** `claude mcp add …` and its kin, `code --add-mcp …`, `curl URL`; null where it is a command like any other. */
export function readClientCommand(head: string, args: readonly string[]): Read | null {
  const program = (head.split(/[/\\]/).at(-1) ?? head).replace(/\.(?:exe|cmd)$/i, '');
  if (CLIENTS.test(program) && args[0] === 'mcp' && (args[1] ?? '').startsWith('add')) {
    return args[1] === 'add-json' ? addedJson(args.slice(2)) : added(args.slice(2));
  }
  const adds = args.findIndex((arg) => /^--add-mcp(?:=|$)/.test(arg));
  if (EDITORS.test(program) && adds !== -1) {
    const given = args[adds]?.split('=').slice(1).join('=') || args[adds + 1];
    return fromJson(null, given ?? '');
  }
  if (program === 'curl') return curl(args);
  return null;
}

function fromJson(name: string | null, text: string): Read {
  const parsed = parseLenientJson(text);
  if (!parsed.ok) return parsed;
  if (!isRecord(parsed.value)) return { ok: false, fault: message('edit.fault.not-a-server'), line: 1 };
  const { name: own, ...entry } = parsed.value;
  return { ok: true, value: { name: typeof own === 'string' ? own : name, entry } };
}

/** `claude mcp add-json NAME '{…}'` */
function addedJson(args: readonly string[]): Read {
  const plain = args.filter(
    (arg, index) => !/^-/.test(arg) && !/^(?:-s|--scope)$/.test(args[index - 1] ?? ''),
  );
  return fromJson(plain[0] ?? null, plain[1] ?? '');
}

interface Options {
  readonly env: Record<string, string>;
  readonly headers: Record<string, string>;
  transport: string | null;
  url: string | null;
}

/** `add [options] NAME [options] [--] COMMAND [ARG…]`, or a URL in place of the command. */
function added(args: readonly string[]): Read {
  const options: Options = { env: {}, headers: {}, transport: null, url: null };
  const plain: string[] = [];
  let at = 0;
  for (; at < args.length && plain.length < 2; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') break;
    if (arg.startsWith('-')) at += takeOption(options, arg, args[at + 1]);
    else if (/^[A-Za-z_]\w*=/.test(arg) && plain.length > 0) addEnv(options, arg);
    else plain.push(arg);
  }
  const [name, first] = plain;
  const separated = args[at] === '--';
  const rest = args.slice(separated ? at + 1 : at);
  const url = options.url ?? (first !== undefined && /^https?:\/\//.test(first) ? first : null);
  if (name === undefined) return { ok: false, fault: message('edit.fault.no-command'), line: 1 };
  if (url !== null) {
    for (let index = 0; index < rest.length; index++)
      index += takeOption(options, rest[index] ?? '', rest[index + 1]);
    return {
      ok: true,
      value: {
        name,
        entry: {
          type: options.transport === 'sse' ? 'sse' : 'http',
          url,
          ...some('headers', options.headers),
        },
      },
    };
  }
  const words = first === undefined ? rest : [first, ...rest];
  const [command, ...own] = words;
  if (command === undefined) return { ok: false, fault: message('edit.fault.no-command'), line: 1 };
  return {
    ok: true,
    value: {
      name,
      entry: { command, ...(own.length === 0 ? {} : { args: own }), ...some('env', options.env) },
    },
  };
}

function some(key: string, values: Readonly<Record<string, string>>): Entry {
  return Object.keys(values).length === 0 ? {} : { [key]: values };
}

function addEnv(options: Options, text: string): void {
  const sign = text.indexOf('=');
  if (sign > 0) options.env[text.slice(0, sign)] = text.slice(sign + 1);
}

/** How many words behind it belong to the option. */
function takeOption(options: Options, given: string, next: string | undefined): number {
  const sign = given.startsWith('--') ? given.indexOf('=') : -1;
  const name = sign === -1 ? given : given.slice(0, sign);
  const value = sign === -1 ? next : given.slice(sign + 1);
  const used = sign === -1 ? 1 : 0;
  if (value === undefined) return 0;
  switch (name) {
    case '-e':
    case '--env':
      addEnv(options, value);
      return used;
    case '-H':
    case '--header':
      addHeader(options.headers, value);
      return used;
    case '-t':
    case '--transport':
    case '--type':
      options.transport = value;
      return used;
    case '--url':
      options.url = value;
      return used;
    case '--bearer-token-env-var':
      options.headers.Authorization = `Bearer \${${value}}`;
      return used;
    case '-s':
    case '--scope':
    case '--timeout':
    case '--description':
    case '--include-tools':
    case '--exclude-tools':
      return used;
    default:
      return 0; // --trust and the like stand alone
  }
}

function addHeader(headers: Record<string, string>, text: string): void {
  const sign = text.search(/[:=]/);
  if (sign > 0) headers[text.slice(0, sign).trim()] = text.slice(sign + 1).trim();
}

function curl(args: readonly string[]): Read {
  const url = args.find((arg) => /^https?:\/\//.test(arg));
  if (url === undefined) return { ok: false, fault: message('edit.fault.no-command'), line: 1 };
  const headers: Record<string, string> = {};
  args.forEach((arg, index) => {
    if (arg === '-H' || arg === '--header') addHeader(headers, args[index + 1] ?? '');
  });
  // What curl needs to speak MCP at all is not the server's.
  for (const name of Object.keys(headers)) if (/^(?:accept|content-type)$/i.test(name)) delete headers[name];
  return {
    ok: true,
    value: { name: nameOfHost(url), entry: { type: 'http', url, ...some('headers', headers) } },
  };
}

import { type Message, message } from '../../i18n/message.ts';
import { nameOfCommand, readCommandLine } from './command-line.ts';
import { type ForeignFile, looksLikeServer, serversIn } from './dialects.ts';
import { normaliseEntry } from './entry.ts';
import { parseLenientJson } from './lenient-json.ts';
import { isAddress, readAddress } from './link.ts';
import { allowedName, freeName, nameOfHost } from './name.ts';
import { parseToml } from './toml-lite.ts';
import type { Entry, Parsed, Snippet, SnippetForm, SnippetServer } from './types.ts';
import { parseYaml } from './yaml-lite.ts';

/** No configuration is larger; reading more would hold up the page. */
const MOST_CHARACTERS = 1_000_000;
const MOST_SERVERS = 500;

/**
 * What a person pasted: JSON of any client, a command line, an address, YAML or TOML. It never throws and never guesses
 * silently: what had to be changed is among the notes. `taken`: names that the new ones must differ from.
 */
export function readSnippet(pasted: string, taken: ReadonlySet<string> = new Set()): Snippet {
  const text = tidy(pasted);
  if (text === '') return { kind: 'empty' };
  if (text.length > MOST_CHARACTERS) return fault(message('edit.fault.too-long'), null);
  if (isAddress(text)) return fromAddress(text, taken);
  if (/^[{[]/.test(text) && !isTomlHeader(text)) return fromParsed('json', parseLenientJson(text), taken);
  // `"name": { … },` as it stands in the middle of a file.
  if (/^(?:"[^"\n]*"|'[^'\n]*')\s*:\s*[{[]/.test(text) || /^(?:\/\/|\/\*)/.test(text))
    return fromParsed('json', parseLenientJson(/^["']/.test(text) ? `{${text}}` : text), taken);
  if (isTomlHeader(text)) return fromParsed('toml', parseToml(text), taken);
  if (looksLikeYaml(text)) {
    const parsed = parseYaml(text);
    if (parsed.ok && serversIn(parsed.value) !== null) return fromParsed('yaml', parsed, taken);
    if (!/^\s*(?:\$env:|set |export )/i.test(text)) return fromParsed('yaml', parsed, taken);
  }
  return fromCommand(text, taken);
}

/** Without the fence of a readme, a byte order mark, and quotes that a word processor bent. */
function tidy(pasted: string): string {
  const text = pasted.replaceAll('\ufeff', '').replaceAll('\r\n', '\n').replaceAll('\u00a0', ' ').trim();
  const fenced = /^(?:```|~~~)[^\n]*\n([\s\S]*?)\n?(?:```|~~~)\s*$/.exec(text)?.[1]?.trim() ?? text;
  const inner = /^`[^`\n]+`$/.test(fenced) ? fenced.slice(1, -1).trim() : fenced;
  const straight = /["']/.test(inner)
    ? inner
    : inner.replace(/[\u201c\u201d\u201e]/g, '"').replace(/[\u2018\u2019]/g, "'");
  return straight;
}

function isTomlHeader(text: string): boolean {
  return /^(?:#[^\n]*\n\s*)*\[[\w."' -]+\]\s*(?:#[^\n]*)?\n/.test(text);
}

function looksLikeYaml(text: string): boolean {
  return /^(?:(?:#[^\n]*|---)\n\s*)*(?:-\s+)?[\w"'.-]+\s*:(?:[ \t]+\S[^\n]*)?(?:\n|$)/.test(text);
}

function fault(text: Message, line: number | null): Snippet {
  return { kind: 'fault', fault: text, line };
}

function fromParsed(form: SnippetForm, parsed: Parsed, taken: ReadonlySet<string>): Snippet {
  if (!parsed.ok) return fault(parsed.fault, parsed.line);
  const found = serversIn(parsed.value);
  return found === null ? fault(message('edit.fault.no-server'), null) : named(form, found, taken);
}

function fromAddress(text: string, taken: ReadonlySet<string>): Snippet {
  const read = readAddress(text);
  if (!('kind' in read)) return fault(read.fault, null);
  if (read.kind === 'link') return fromParsed('link', { ok: true, value: read.value }, taken);
  return named('url', one(read.name, read.entry), taken);
}

function fromCommand(text: string, taken: ReadonlySet<string>): Snippet {
  const read = readCommandLine(text);
  if (!read.ok) return fault(read.fault, null);
  const { name, entry } = read.value;
  if (!looksLikeServer(entry)) return fault(message('edit.fault.not-a-server'), null);
  return named('command', one(name, entry), taken);
}

function one(name: string | null, entry: Entry): ForeignFile {
  return { servers: [{ name, entry, policy: null, groups: [] }], inputs: [] };
}

function named(form: SnippetForm, { servers, inputs }: ForeignFile, taken: ReadonlySet<string>): Snippet {
  const used = new Set(taken);
  const ours = servers.slice(0, MOST_SERVERS).map((server): SnippetServer => {
    const { entry, policy, notes } = normaliseEntry(server.entry, inputs);
    const wanted = allowedName(server.name ?? suggestedName(entry));
    const name = freeName(wanted, used);
    used.add(name);
    const all = { ...policy, ...server.policy };
    return {
      name,
      renamedFrom: server.name === null || server.name === name ? null : server.name,
      entry,
      policy: Object.keys(all).length === 0 ? null : all,
      groups: server.groups,
      notes,
    };
  });
  return { kind: 'servers', form, servers: ours };
}

/** What an entry without a name is called. */
function suggestedName(entry: Entry): string {
  if (typeof entry.command === 'string')
    return nameOfCommand(entry.command, Array.isArray(entry.args) ? entry.args.map(String) : []);
  return typeof entry.url === 'string' ? nameOfHost(entry.url) : 'server';
}

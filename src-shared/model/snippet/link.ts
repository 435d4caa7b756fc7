import { message } from '../../i18n/message.ts';
import { parseLenientJson } from './lenient-json.ts';
import { nameOfHost } from './name.ts';
import { isRecord, type Parsed } from './types.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** An address alone: where a server is reached, or a button of a readme that installs one. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?:\/\/)?[^\s"'{}]+$/i.test(text) && !/^[A-Za-z]:[\\/]/.test(text);
}

export type ReadAddress =
  | { readonly kind: 'url'; readonly name: string; readonly entry: Readonly<Record<string, unknown>> }
  /** What the button carries, as a client's own JSON. */
  | { readonly kind: 'link'; readonly value: unknown }
  | Extract<Parsed, { ok: false }>;

export function readAddress(text: string): ReadAddress {
  const query = queryOf(text);
  if (/^goose:\/\/extension\b/i.test(text)) return gooseLink(text);
  const config =
    query.get('config') ?? (/^vscode(?:-insiders)?:mcp\/install\?/i.test(text) ? after(text, '?') : null);
  if (config !== null) return installLink(config, query.get('name') ?? null);
  if (!/^https?:\/\//i.test(text))
    return {
      ok: false,
      fault: message('edit.fault.scheme', { scheme: text.slice(0, text.indexOf(':')) }),
      line: 1,
    };
  const type = /\/sse\/?(?:[?#]|$)/i.test(text) ? 'sse' : 'http';
  return { kind: 'url', name: nameOfHost(text), entry: { type, url: text } };
}

function after(text: string, mark: string): string {
  return text.slice(text.indexOf(mark) + 1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function pairsOf(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf('?');
  if (at === -1) return [];
  return text
    .slice(at + 1)
    .replace(/#.*$/, '')
    .split('&')
    .map((pair) => {
      const sign = pair.indexOf('=');
      return sign === -1 ? ([pair, ''] as const) : ([pair.slice(0, sign), pair.slice(sign + 1)] as const);
    });
}

/** Values as they stand: base64 has a `+` that is no space. */
function queryOf(text: string): ReadonlyMap<string, string> {
  return new Map(pairsOf(text));
}

/** `cursor://…/mcp/install?name=X&config=BASE64`, `vscode:mcp/install?{…}`, and the pages that lead there. */
function installLink(config: string, name: string | null): ReadAddress {
  const plain = decodePlus(config);
  const parsed = parseLenientJson(plain.trimStart().startsWith('{') ? plain : fromBase64(plain));
  if (!parsed.ok || !isRecord(parsed.value)) return { ok: false, fault: message('edit.fault.link'), line: 1 };
  return { kind: 'link', value: [{ ...(name === null ? {} : { name: decode(name) }), ...parsed.value }] };
}

function decodePlus(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `goose://extension?cmd=npx&arg=-y&arg=…&name=…` */
function gooseLink(text: string): ReadAddress {
  const pairs = pairsOf(text).map(([key, value]) => [key, decode(value)] as const);
  const one = (key: string) => pairs.find(([each]) => each === key)?.[1];
  const all = (key: string) => pairs.filter(([each]) => each === key).map(([, value]) => value);
  const [command, url, name] = [one('cmd'), one('url'), one('name') ?? one('id')];
  if (command === undefined && url === undefined)
    return { ok: false, fault: message('edit.fault.link'), line: 1 };
  const env = Object.fromEntries(
    all('env').map((each) => [each.split('=')[0] ?? each, `\${${each.split('=')[0]}}`]),
  );
  return {
    kind: 'link',
    value: [
      {
        name,
        ...(command === undefined ? { url } : { command, args: all('arg') }),
        ...(all('env').length === 0 ? {} : { env }),
      },
    ],
  };
}

/** Of UTF-8; what is no base64 gives a text that is no JSON. */
function fromBase64(text: string): string {
  const octets: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text.replace(/-/g, '+').replace(/_/g, '/')) {
    const value = ALPHABET.indexOf(char);
    if (value === -1) continue;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return decodePlus(octets.map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join(''));
}

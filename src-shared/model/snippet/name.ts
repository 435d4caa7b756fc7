import { LONGEST_NAME, nameFault } from '../server-name.ts';

/** The nearest name that is allowed. */
export function allowedName(name: string): string {
  const plain = name
    .trim()
    .toWellFormed()
    .replace(/[/\\#\s\p{Cc}\u2028\u2029]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = [...plain].slice(0, LONGEST_NAME).join('');
  return nameFault(short) === null ? short : 'server';
}

/** The name, or the first of `name-2`, `name-3` … that nobody has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const next = `${[...name].slice(0, LONGEST_NAME - 6).join('')}-${number}`;
    if (!taken.has(next)) return next;
  }
}

/** Says nothing about what a server is. */
const GENERIC = new Set(
  'server main index app start run cli src dist build bin lib mcp stdio sse http api www public node python'.split(
    ' ',
  ),
);

/** `@modelcontextprotocol/server-filesystem@latest` → `filesystem`. */
export function nameOfPackage(given: string): string {
  const plain = given
    .replace(/^(?:git\+)?https?:\/\//, '')
    .replace(/\.git$/, '')
    .replace(/(?<=.)@[^@/]*$/, '')
    .replace(/\[.*$|[<=>~!].*$/, '');
  const parts = plain.split('/').filter((part) => part !== '' && !/^v?\d+(?:\.\d+)*$/.test(part));
  return clean(parts);
}

/** `C:\tools\weather\dist\index.js` → `weather`. */
export function nameOfPath(path: string): string {
  const parts = path
    .replace(/\.(?:[cm]?[jt]sx?|py|exe|cmd|bat|sh|jar|rb|php|dll|csproj)$/i, '')
    .split(/[/\\]/)
    .filter(
      (part) => part !== '' && part !== '.' && part !== '..' && part !== '~' && !/^[A-Za-z]:$/.test(part),
    );
  return clean(parts);
}

/** `https://mcp.linear.app/sse` → `linear`. */
export function nameOfHost(url: string): string {
  const host = /^[a-z+]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url)?.[1] ?? '';
  if (host === '' || host === 'localhost' || /^[[\d.]/.test(host)) return 'local';
  const labels = host.split('.').filter((label) => label !== '');
  // Without the ending, such as `com` or `co.uk`.
  const named = labels.length > 1 ? labels.slice(0, -1) : labels;
  if (named.length > 1 && /^(?:co|com|net|org|ac)$/.test(named.at(-1) ?? '')) named.pop();
  return clean(named);
}

/** The last part that says something, without the words that every server's name has. */
function clean(parts: readonly string[]): string {
  for (const part of parts.toReversed()) {
    const stripped = withoutCommonWords(part);
    if (stripped !== '' && !GENERIC.has(stripped.toLowerCase())) return allowedName(stripped);
  }
  return allowedName(parts.at(-1) ?? 'server');
}

function withoutCommonWords(part: string): string {
  return part
    .replace(/^@/, '')
    .replace(/^(?:mcp[-_]server[-_]|server[-_]|mcp[-_])/i, '')
    .replace(/(?:[-_]mcp[-_]server|[-_]server[-_]mcp|[-_]mcp|[-_]server)$/i, '');
}

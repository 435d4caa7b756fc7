export const REDACTED = '••••';
/** Shorter values are everywhere in ordinary text: replacing them would mangle it and name them at the same time. */
export const SHORTEST_SECRET = 6;

/** Values of environment variables that are words, not secrets. */
const ordinaryWords = new Set([
  'production',
  'development',
  'default',
  'enabled',
  'disabled',
  'verbose',
  'warning',
  'localhost',
  '127.0.0.1',
  '0.0.0.0',
]);

export type Redactor = (text: string) => string;

const unchanged: Redactor = (text) => text;

/**
 * Replaces secret values by ••••, also where they stand URL-encoded or inside JSON, and header values without their
 * scheme. Lines are redacted one by one: of a secret with several lines each line is replaced by itself.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const needles = [...new Set(secrets.flatMap(forms))].sort((a, b) => b.length - a.length);
  if (needles.length === 0) return unchanged;

  // One pass: the first two characters decide whether any secret can begin here, and in ordinary text they rarely do.
  const begins = new Uint8Array(PAIRS);
  for (const needle of needles) begins[pair(needle.charCodeAt(0), needle.charCodeAt(1))] = 1;
  const shortest = needles.at(-1)?.length ?? 0;

  return (text) => {
    let result = '';
    let copied = 0;
    const lastStart = text.length - shortest;
    for (let i = 0; i <= lastStart; i++) {
      if (begins[pair(text.charCodeAt(i), text.charCodeAt(i + 1))] === 0) continue;
      const found = needles.find((needle) => text.startsWith(needle, i));
      if (found === undefined) continue;
      result += text.slice(copied, i) + REDACTED;
      i += found.length - 1;
      copied = i + 1;
    }
    return copied === 0 ? text : result + text.slice(copied);
  };
}

const PAIRS = 1024;

function pair(first: number, second: number): number {
  return (first * 31 + second) & (PAIRS - 1);
}

function forms(secret: string): readonly string[] {
  const withoutScheme = /^(?:bearer|basic|token)\s+(.+)$/i.exec(secret.trim())?.[1];
  return [...secret.split(/\r?\n/), withoutScheme ?? '']
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST_SECRET && !ordinaryWords.has(part.toLowerCase()))
    .flatMap((part) => [
      part,
      JSON.stringify(part).slice(1, -1),
      part.isWellFormed() ? encodeURIComponent(part) : part,
    ]);
}

/**
 * What looks like a credential wherever it stands: for our own log, which sees addresses and headers of every server.
 * Works on plain text and on a line of JSON alike.
 */
export const redactTokenShapes: Redactor = (text) => {
  let result = text;
  for (const [shape, replacement] of tokenShapes) result = result.replace(shape, replacement);
  return result;
};

// What is repeated before the part that decides is bounded: a server writes the text, and may write one that takes hours.
const tokenShapes: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [
    /([?&#](?:[\w-]{0,40}(?:token|key|secret|password|passwd|pwd|signature)|sig|pass|code|ticket)=)[^&\s"'#\\]+/gi,
    `$1${REDACTED}`,
  ],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']{0,200}:)[^\s/@"']{1,500}@/gi, `$1${REDACTED}@`],
  [
    /("(?:[\w-]{0,40}token|authorization|cookie|set-cookie|api[-_]?key|x-api-key|secret|password)":\s*")(?:[^"\\]|\\.)+/gi,
    `$1${REDACTED}`,
  ],
  // What the large services give out says by its beginning what it is; last a JSON web token.
  [
    /(?<![\w-])(sk-|sk_live_|rk_live_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|xapp-|npm_|pypi-|hf_|AKIA|ASIA|AIza|ya29\.)(?=[\w.-]{0,80}\d)[\w.-]{10,}/g,
    `$1${REDACTED}`,
  ],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, REDACTED],
];

/** `token=abc`, `"api_key": "a1b2c3"`: after a colon only what has a digit, since sentences have colons too. */
const NAMED =
  /((?:token|secret|password|passwd|passphrase|(?:api|access|private|secret)[-_]?key|credentials?)(?:\\?["'])?)(?:(\s?=\s?(?:\\?["'])?)[^\s"'\\,;&)}\]]{3,}|(\s?:\s?(?:\\?["'])?)(?=[^\s"'\\,;&)}\]]{0,80}\d)[^\s"'\\,;&)}\]]{6,})/gi;

/** For what leaves the computer: also what a program's own words call secret. */
export const redactReport: Redactor = (text) =>
  redactTokenShapes(text).replace(
    NAMED,
    (_, name: string, equals?: string, colon?: string) => `${name}${equals ?? colon ?? ''}${REDACTED}`,
  );

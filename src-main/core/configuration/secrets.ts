/** Variables that everybody may see, and whose values (a home folder, a language) would blacken half of a log. */
const PLAIN =
  /^(HOME|USER|USERNAME|LOGNAME|USERPROFILE|SHELL|TERM|LANG|LC_\w+|PATH|PWD|TMPDIR|TEMP|TMP|TZ|HOSTNAME|APPDATA|LOCALAPPDATA|PROGRAMFILES|XDG_\w+|NODE_ENV|PYTHON\w*|LOG_LEVEL|DEBUG|PORT|HOST)$/i;

/** Names that say it: their values are secret also where they look like a number, a word or a path. */
const TELLING = /key|token|secret|auth|sig|pass|pwd|credential|cookie|pin\b|dsn/i;

/** What headers say about the form of a message, never about who sends it. */
const PLAIN_HEADER = /^(accept(-\w+)?|content-(type|language|encoding)|user-agent|mcp-protocol-version)$/i;

/**
 * Words and paths: to blacken them in every line of a log would hide what happened and no secret. `info`, `read-only`,
 * `Europe/Berlin`, `/srv/data`, `C:\Data`; a token has digits or no separators in its length.
 */
const WORDS = /^(?:[A-Za-z]{1,14})(?:[ _./-][A-Za-z]{1,14})*$/;
const PATH = /^(?:~|\.{1,2})?(?:\/[\w. @+-]{1,64})+\/?$|^[A-Za-z]:\\[^:]*$/;

/** Shorter than this a text is in every line by chance; no token is so short. */
const SHORTEST_SECRET = 6;

/** Whether a name alone says that its value is not to be shown, short or long. */
export function isTelling(name: string): boolean {
  return TELLING.test(name) && !PLAIN.test(name);
}

function isSecret(name: string, value: string): boolean {
  if (value.length < SHORTEST_SECRET) return false;
  return TELLING.test(name) || !(/^[\d.]+$/.test(value) || WORDS.test(value) || PATH.test(value));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface SecretSources {
  readonly env: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string | null;
  /** What variables brought in. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The texts that are never shown: contents of env and headers, what variables brought in, passwords and keys in the URL.
 * A header such as `Bearer abc` gives the token alone as well, since a server logs it in either form.
 */
export function collectSecrets(sources: SecretSources): readonly string[] {
  const secrets = new Set<string>();
  const add = (name: string, value: string) => {
    if (isSecret(name, value)) secrets.add(value);
  };
  for (const [name, value] of Object.entries(sources.env)) if (!PLAIN.test(name)) add(name, value);
  for (const { name, value } of sources.values) if (!PLAIN.test(name)) add(name, value);
  for (const [name, value] of Object.entries(sources.headers)) {
    if (PLAIN_HEADER.test(name)) continue;
    add(name, value);
    const token = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(value)?.[1];
    if (token !== undefined) add('token', token);
  }
  const url = sources.url === null ? null : URL.parse(sources.url);
  if (url !== null) {
    add('password', decoded(url.password));
    // A name alone is a token: `https://ghp_…@host`.
    if (url.password === '') add('token', decoded(url.username));
    for (const [name, value] of url.searchParams)
      if (/key|token|secret|auth|sig|pass/i.test(name)) add(name, value);
  }
  return [...secrets];
}

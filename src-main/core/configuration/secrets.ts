/** Variables that everybody may see, and whose values (a home folder, a language) would blacken half of a log. */
const PLAIN =
  /^(HOME|USER|USERNAME|LOGNAME|USERPROFILE|SHELL|TERM|LANG|LC_\w+|PATH|PWD|TMPDIR|TEMP|TMP|TZ|HOSTNAME|APPDATA|LOCALAPPDATA|PROGRAMFILES|XDG_\w+|NODE_ENV|PYTHON\w*|LOG_LEVEL|DEBUG|PORT|HOST)$/i;

/** Shorter than this a text is in every line by chance; no token is so short. */
const SHORTEST_SECRET = 6;

function isSecret(value: string): boolean {
  return (
    value.length >= SHORTEST_SECRET &&
    !/^(true|false|enabled|disabled|production|development|localhost|[\d.]+)$/i.test(value)
  );
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
  const add = (value: string) => {
    if (isSecret(value)) secrets.add(value);
  };
  for (const [name, value] of Object.entries(sources.env)) if (!PLAIN.test(name)) add(value);
  for (const { name, value } of sources.values) if (!PLAIN.test(name)) add(value);
  for (const value of Object.values(sources.headers)) {
    add(value);
    const token = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(value)?.[1];
    if (token !== undefined) add(token);
  }
  const url = sources.url === null ? null : URL.parse(sources.url);
  if (url !== null) {
    add(url.password);
    for (const [name, value] of url.searchParams)
      if (/key|token|secret|auth|sig|pass/i.test(name)) add(value);
  }
  return [...secrets];
}

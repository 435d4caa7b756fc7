const NAME =
  /(?:api[-_]?key|access[-_]?key|secret|token|passw(?:or)?d|passphrase|credential|private[-_]?key|authorization|auth[-_]?key|cookie|connection[-_]?string|[-_](?:pat|pwd|key))/i;
const VALUE =
  /(?:^|[^A-Za-z0-9])(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|glpat-[\w-]{15,}|eyJ[\w-]{10,}\.[\w-]{10,}|ntn_\w{20,}|sbp_\w{20,})/;
const WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s:]+:[^/@\s]+@/i;
const VARIABLE = /\$\{[^}]+\}/;
/** `<YOUR_KEY>`, `your-api-key-here`, `xxxx`, `...`, `REPLACE_ME`. */
const PLACEHOLDER =
  /^(?:Bearer\s+)?(?:<[^<>]*>|\[[^\]]*\]|\{\{[^}]*\}\}|.*\byour?[-_ ].*|x{3,}|\*{3,}|\.{3,}|…|(?:replace|change)[-_ ]?(?:me|this).*|insert[-_ ].*|(?:my|the)[-_](?:api[-_]?)?(?:key|token)|.*[-_ ]here)$/i;

/** Whether it is to be masked: by the name of its variable or header, or by its look. */
export function looksSecret(name: string, value: string): boolean {
  if (value === '' || VARIABLE.test(value)) return false;
  return NAME.test(name) || VALUE.test(value) || WITH_PASSWORD.test(value);
}

/** What a readme writes where the person's own value belongs. */
export function isPlaceholder(value: string): boolean {
  return value !== '' && !VARIABLE.test(value) && PLACEHOLDER.test(value.trim());
}

/** A name for the variable that would hold it: `x-api-key` → `X_API_KEY`. */
export function variableFor(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z_]/.test(plain) ? plain : `VALUE_${plain}`;
}

const MEMBER = /("(?:[^"\\]|\\.)*"\s*:\s*)"((?:[^"\\]|\\.)*)"/g;

/** A line of the file without its secrets, for whoever looks over one's shoulder. Placeholders and variables stay. */
export function maskSecrets(line: string): string {
  return line.replace(MEMBER, (whole, key: string, value: string) =>
    looksSecret(key, value) && !isPlaceholder(value) ? `${key}"••••••"` : whole,
  );
}

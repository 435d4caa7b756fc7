/**
 * The line, from 1, at which a key of a JSON text with comments stands; null where it does not. Reads only as much as
 * that takes, and gives up at what is no JSON: it is a hint for people, not a parser.
 */
export function lineOf(text: string, path: readonly string[]): number | null {
  const open: (string | null)[] = [];
  let key: string | null = null;
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    const at = line;
    line += token.split('\n').length - 1;
    if (token === '{' || token === '[') {
      open.push(token === '{' ? key : null);
      key = null;
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',') key = null;
    else if (token.startsWith('"')) {
      const name = nameIn(token);
      if (name === null) continue;
      key = name;
      // The first one open is the document itself, which has no name.
      if (
        open.length === path.length &&
        open.slice(1).every((each, depth) => each === path[depth]) &&
        key === path.at(-1)
      )
        return at;
    }
  }
  return null;
}

/** Keys with their colon, other strings, comments, brackets, commas, ends of lines. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"(?:\s*:)?|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}[\],\n]/g;

/** null: it is a value. */
function nameIn(token: string): string | null {
  if (!token.endsWith(':')) return null;
  try {
    const name: unknown = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1));
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

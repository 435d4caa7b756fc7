/** Why a text cannot be the name of a server, an alias or a group; null when it can. */
export type NameFault = 'empty' | 'too-long' | 'control' | 'slash' | 'dots' | 'reserved';

/** `all` is what an empty selection means; the others are properties that every object has. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'all']);
/** Folders to every client that tidies up an address: a start of one server would become a start of all. */
const FOLDERS = new Set(['.', '..']);
/** Characters as a person counts them. */
export const LONGEST_NAME = 128;

/** One rule for the configuration and for a name while it is typed. */
export function nameFault(name: string): NameFault | null {
  if (name === '') return 'empty';
  // Counted as a person counts: an emoji is one character, though two in the string.
  if (name.length > 2 * LONGEST_NAME || (name.length > LONGEST_NAME && [...name].length > LONGEST_NAME))
    return 'too-long';
  // Line and paragraph separators break a line as "\n" does; half a surrogate pair has no form in UTF-8.
  if (/[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed()) return 'control';
  if (/[/\\#]/.test(name)) return 'slash';
  if (FOLDERS.has(name)) return 'dots';
  if (RESERVED.has(name)) return 'reserved';
  return null;
}

import { nearest } from '../../../src-shared/model/nearest.ts';
import { commands } from './registry.ts';

/** The command that was probably meant: the only one that begins so (`stat`), else the closest. */
export function nearestCommand(word: string): string | null {
  const names = [...Object.keys(commands), 'help'];
  const longer = word.length < 2 ? [] : names.filter((name) => name.startsWith(word.toLowerCase()));
  return longer.length === 1 ? (longer[0] ?? null) : nearest(word, names);
}

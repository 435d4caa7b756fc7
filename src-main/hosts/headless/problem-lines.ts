import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { say } from './say.ts';
import { plain } from './text.ts';

/** `servers.json:41:7: what is wrong`, which editors and terminals make a link of. */
export function problemLine({ file, line, column, message }: ConfigProblem): string {
  const place = line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`;
  // The sentence itself begins with the place; here it stands before it already.
  const told = line === null || column === null ? '' : say('config.at', { line, column, text: '' });
  return `${plain(file)}${place}: ${plain(message.startsWith(told) ? message.slice(told.length) : message)}`;
}

/** As scripts read it: the sentence, without its parts, which are there for pages in other languages. */
export function asWritten({ told: _, ...problem }: ConfigProblem): ConfigProblem {
  return problem;
}

import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { plain } from './text.ts';

/** `servers.json:41:7: what is wrong`, which editors and terminals make a link of. */
export function problemLine({ file, line, column, message }: ConfigProblem): string {
  const place = line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`;
  return `${plain(file)}${place}: ${plain(message)}`;
}

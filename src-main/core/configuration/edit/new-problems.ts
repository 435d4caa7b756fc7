import type { ConfigChange } from '../../../../src-shared/contract/configuration.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import type { ConfigProblem } from '../../../../src-shared/schema/problem.ts';

/** The problems that only the edit brought, in their order. What a renamed server had before is not new. */
export function newProblems(
  before: readonly ConfigProblem[],
  after: readonly ConfigProblem[],
  changes: readonly ConfigChange[],
): readonly ConfigProblem[] {
  const known = new Map<string, number>();
  for (const problem of before) {
    const mark = markOf(problem, nameAfter(problem.server, changes));
    known.set(mark, (known.get(mark) ?? 0) + 1);
  }
  return after.filter((problem) => {
    const mark = markOf(problem, problem.server);
    const left = known.get(mark) ?? 0;
    known.set(mark, left - 1);
    return left <= 0;
  });
}

/** The sentence without its place, for an edit moves lines. Other sentences name lines as well, those of duplicates. */
function markOf({ told, message: text }: ConfigProblem, server: string | null): string {
  const sentence = told === undefined ? text : formatMessage(told);
  return JSON.stringify([server, sentence.replace(/\d+/g, '#')]);
}

function nameAfter(server: string | null, changes: readonly ConfigChange[]): string | null {
  let name = server;
  for (const change of changes) if (change.kind === 'rename-server' && change.name === name) name = change.to;
  return name;
}

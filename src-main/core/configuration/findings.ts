import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { NameFault } from '../../../src-shared/model/server-name.ts';
import type { CheckIssue } from '../../../src-shared/schema/check.ts';
import type { PathSegment, Position } from '../../../src-shared/schema/document.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { configProblem, issueProblem, quote } from './problems.ts';

/** Collects problems; a server's own also refuse that server. */
export class Findings {
  readonly errors: ConfigProblem[] = [];
  readonly warnings: ConfigProblem[] = [];
  readonly #ofServer = new Map<string, ConfigProblem[]>();
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  error(
    at: Position | null,
    server: string | null,
    path: readonly PathSegment[],
    text: Message,
    found?: string,
  ): void {
    this.add(configProblem({ file: this.file, at, server, path, text, found: found ?? null }));
  }

  warn(at: Position | null, server: string | null, path: readonly PathSegment[], text: Message): void {
    this.warnings.push(configProblem({ file: this.file, at, server, path, text }));
  }

  add(problem: ConfigProblem): void {
    this.errors.push(problem);
    if (problem.server === null) return;
    const own = this.#ofServer.get(problem.server);
    if (own === undefined) this.#ofServer.set(problem.server, [problem]);
    else own.push(problem);
  }

  issue(issue: CheckIssue, server: string | null): void {
    const problem = issueProblem(issue, this.file, server);
    if (issue.kind === 'unknown-key') this.warnings.push(problem);
    else this.add(problem);
  }

  of(server: string): readonly ConfigProblem[] {
    return this.#ofServer.get(server) ?? [];
  }
}

/** A name that is refused never leaves this folder but inside an error: it could not be shown, stored or addressed. */
export function tellName(
  fault: NameFault,
  name: string,
  at: Position,
  path: readonly PathSegment[],
  findings: Findings,
  server: string | null = null,
): void {
  findings.error(at, server, path, message(`config.name.${fault}`, { name: quote(name) }), quote(name));
}

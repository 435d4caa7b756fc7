import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';
import { nearest } from '../../../src-shared/model/nearest.ts';
import type { CheckIssue } from '../../../src-shared/schema/check.ts';
import {
  type DocumentNode,
  formatPath,
  type PathSegment,
  type Position,
} from '../../../src-shared/schema/document.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';

export interface ProblemInput {
  readonly file: string;
  readonly at: Position | null;
  readonly server?: string | null;
  readonly path: readonly PathSegment[];
  readonly found?: string | Message | null;
  readonly expected?: Message | null;
  readonly text: Message;
}

export function configProblem(input: ProblemInput): ConfigProblem {
  const { file, at, server = null, path, found = null, expected = null } = input;
  return {
    file,
    line: at?.line ?? null,
    column: at?.column ?? null,
    server,
    path: formatPath(path),
    found: typeof found === 'string' || found === null ? found : formatMessage(found),
    expected: expected === null ? null : formatMessage(expected),
    message: formatMessage(placed(at, input.text)),
    told: input.text,
  };
}

/** Text of the file that is shown in an error is cut: a line of 10 MB is no help. */
const LONGEST_FOUND = 60;

export function quote(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST_FOUND)];
  const cut = text.length > 2 * LONGEST_FOUND || points.length > LONGEST_FOUND;
  return JSON.stringify(cut ? `${points.slice(0, LONGEST_FOUND).join('')}…` : text);
}

/** What stands there, for a sentence. The contents of env and headers may be secrets: their kind alone is told. */
export function foundText(node: DocumentNode, secret: boolean): string | Message {
  if (node.kind === 'array') return message('config.found.list');
  if (node.kind === 'object') return message('config.found.object');
  if (secret && node.value !== null) return message(`config.found.${typeof node.value}`);
  return typeof node.value === 'string' ? quote(node.value) : String(node.value);
}

/** The path that a person reads: without what every path of this server begins with. */
export function shortPath(path: readonly PathSegment[]): string {
  if (path[0] === 'mcpServers' && path.length > 2) return formatPath(path.slice(2));
  if (path[0] === 'orchestrator' && path[1] === 'servers' && path.length > 3)
    return formatPath(path.slice(3));
  return formatPath(path);
}

/** An issue of the schema as the problem that is shown. */
export function issueProblem(issue: CheckIssue, file: string, server: string | null): ConfigProblem {
  const path = shortPath(issue.path);
  if (issue.kind === 'duplicate-key') {
    return configProblem({
      file,
      server,
      at: issue.second,
      path: issue.path,
      text: message('config.duplicate', {
        path,
        line: issue.first.line,
        second: issue.second.line,
        same: issue.first.line === issue.second.line ? 'yes' : 'no',
      }),
    });
  }
  if (issue.kind === 'unknown-key') {
    const close = nearest(issue.name, issue.known);
    const text =
      close === null
        ? message('config.unknown-key', { path })
        : message('config.unknown-key.near', { path, near: close });
    return configProblem({ file, server, at: issue.at, path: issue.path, found: quote(issue.name), text });
  }
  const secret = issue.path[2] === 'env' || issue.path[2] === 'headers';
  const found = foundText(issue.found, issue.path[0] === 'mcpServers' && secret);
  return configProblem({
    file,
    server,
    at: issue.at,
    path: issue.path,
    found,
    expected: issue.expected,
    text: message(path === '' ? 'config.file.wrong' : 'config.wrong', {
      path,
      expected: issue.expected,
      found,
    }),
  });
}

/** A sentence with its place at its head. */
export function placed(at: Position | null, text: Message): Message {
  return at === null ? text : message('config.at', { line: at.line, column: at.column, text });
}

/** The whole sentence of a problem, not yet in a language. */
export function toldOf({ line, column, message: text, told }: ConfigProblem): Message {
  if (told === undefined) return message('config.as-it-is', { text });
  return placed(line === null || column === null ? null : { line, column }, told);
}

/** Why a server is CRASHED(CONFIG): its first problem, and how many more there are. */
export function configurationCause(problems: readonly ConfigProblem[]): Cause {
  const [first] = problems;
  const happened = message('reason.CONFIG.happened', {
    problem: first === undefined ? '' : toldOf(first),
    more: Math.max(0, problems.length - 1),
  });
  const remedy =
    first?.line == null
      ? message('reason.CONFIG.remedy-file')
      : message('reason.CONFIG.remedy', { line: first.line });
  return { happened, remedy };
}

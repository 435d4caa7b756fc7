import type { LogLine, LogStream } from '../../../src-shared/schema/log-line.ts';

/**
 * A line on disk: `2026-11-20T09:12:00.000Z err text`, readable by a person and by `grep`. `+` after the stream marks
 * a text that was cut. The text holds no newline by construction.
 */
const codes: Readonly<Record<LogStream, string>> = { stdout: 'out', stderr: 'err', orchestrator: 'sys' };
const streams: Readonly<Record<string, LogStream>> = { out: 'stdout', err: 'stderr', sys: 'orchestrator' };
const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (out|err|sys)(\+?) (.*)$/s;

export function formatStoredLine(line: Omit<LogLine, 'server'>): string {
  return `${line.at} ${codes[line.stream]}${line.truncated ? '+' : ''} ${line.text}`;
}

/** null for what is no line of ours, such as the rest of one that a kill tore. */
export function parseStoredLine(text: string, server: string): LogLine | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, at = '', code = '', cut, body = ''] = match;
  return { at, server, stream: streams[code] ?? 'stderr', text: body, truncated: cut === '+' };
}

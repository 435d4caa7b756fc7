/** The exit codes of the command line (surface §5). */
export const EXIT = { done: 0, failed: 1, usage: 2, noInstance: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end that was expected to be possible: its sentence goes to standard error, or into `{"error":…}` with --json. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly server: string | null;

  constructor(exitCode: ExitCode, code: string, text: string, server: string | null = null) {
    super(text);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.code = code;
    this.server = server;
  }
}

export function usageError(text: string): CommandFailure {
  return new CommandFailure(EXIT.usage, 'USAGE', text);
}

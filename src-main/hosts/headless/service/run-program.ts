import { execFile } from 'node:child_process';

/** Stopping a service waits for its servers; everything else answers at once. */
const LIMIT_MS = 40_000;

export interface Ran {
  /** null: it could not be run at all, or did not end in time. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool of the system to its end, without a shell. Never rejects. */
export type RunProgram = (command: string, args: readonly string[]) => Promise<Ran>;

export const runProgram: RunProgram = (command, args) =>
  new Promise((resolve) => {
    const options = { encoding: 'utf8', timeout: LIMIT_MS, windowsHide: true } as const;
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve({ code: 0, stdout, stderr });
      const code = typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr: stderr.trim() === '' ? error.message : stderr });
    });
  });

/** What a tool said in the end, on one line. */
export function reasonOf({ code, stdout, stderr }: Ran): string {
  const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== '');
  return (
    said
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 2)
      .join(' ') ?? `exit code ${code ?? 'unknown'}`
  );
}

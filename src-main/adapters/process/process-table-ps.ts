// For macOS, where there is no /proc. The parsing is tested; the commands have not been run on macOS yet.
import { execFile } from 'node:child_process';
import { NONCE_VARIABLE } from './environment.ts';
import { type ProcessEntry, type ProcessTable, shareLooks } from './process-table.ts';

/** Above what `ps -E` prints for a thousand processes. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 5000;

/**
 * A nonce is letters, digits, `-` and `_`, so it ends at the first blank of the environment that `ps -E` appends to
 * the command. A process of another user shows no environment.
 */
const NONCE = new RegExp(`(?:^|\\s)${NONCE_VARIABLE}=([\\w-]+)`);

/** Reads `ps -axo pid=,ppid=,pgid=,stat=,lstart=`: numbers, the state, and a date of five words. */
export function parsePs(table: string, environments: string): readonly ProcessEntry[] {
  const nonces = new Map<number, string>();
  for (const line of environments.split('\n')) {
    const nonce = NONCE.exec(line)?.[1];
    if (nonce !== undefined) nonces.set(Number.parseInt(line, 10), nonce);
  }
  const entries: ProcessEntry[] = [];
  for (const line of table.split('\n')) {
    const [pid, parentPid, group, state, ...started] = line.trim().split(/\s+/);
    if (state === undefined || started.length < 5) continue;
    entries.push({
      pid: Number(pid),
      parentPid: Number(parentPid),
      group: Number(group),
      session: Number(group), // macOS prints an address; the group stands in
      zombie: state.startsWith('Z'),
      startToken: started.slice(0, 5).join(' '),
      nonce: nonces.get(Number(pid)),
    });
  }
  return entries;
}

function ps(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES, env: { LC_ALL: 'C' } };
    // A failure leaves out processes, so nothing of them is signalled.
    execFile('/bin/ps', args, options, (_error, stdout) => resolve(stdout));
  });
}

/** `one` answers null: asking costs a process, and a start does not wait for one. The nonce is the proof there. */
export function createPsTable(): ProcessTable {
  const look = async (): Promise<readonly ProcessEntry[]> => {
    const [table, environments] = await Promise.all([
      ps(['-axo', 'pid=,ppid=,pgid=,stat=,lstart=']),
      ps(['-axwwE', '-o', 'pid=,command=']),
    ]);
    return parsePs(table, environments);
  };
  return { all: shareLooks(look), one: () => null };
}

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Related } from './tree-members.ts';

export interface ListedProcess extends Related {
  readonly command: string;
}

/** Every process of this computer with its parent, by the system's own program. Rejects where that fails. */
export type ListProcesses = () => Promise<readonly ListedProcess[]>;

const LIMIT_MS = 10_000;
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

function run(file: string, args: readonly string[]): Promise<string> {
  const options = {
    timeout: LIMIT_MS,
    maxBuffer: MOST_OUTPUT_BYTES,
    windowsHide: true,
    killSignal: 'SIGKILL',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
  });
}

/** `PID PPID PGID COMMAND`, one a line; the command is the rest and may hold spaces. */
export function parsePs(output: string): readonly ListedProcess[] {
  const found: ListedProcess[] = [];
  for (const line of output.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*\S)\s*$/.exec(line);
    if (match === null) continue;
    const [, pid, parentPid, processGroup, path = ''] = match;
    found.push({
      pid: Number(pid),
      parentPid: Number(parentPid),
      processGroup: Number(processGroup),
      // macOS gives the whole path; a kernel's name for itself, such as [kthreadd], has no folder to take off.
      command: path.startsWith('[') ? path : path.slice(path.lastIndexOf('/') + 1),
    });
  }
  return found;
}

/** `PID,PPID,NAME`, one a line. */
export function parseWindows(output: string): readonly ListedProcess[] {
  const found: ListedProcess[] = [];
  for (const line of output.split('\n')) {
    const match = /^\s*(\d+),(\d+),(.*\S)\s*$/.exec(line);
    if (match === null) continue;
    const [, pid, parentPid, command = ''] = match;
    found.push({ pid: Number(pid), parentPid: Number(parentPid), processGroup: null, command });
  }
  return found;
}

export const listWithPs: ListProcesses = async () =>
  parsePs(await run('ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'pgid=', '-o', 'comm=']));

/** wmic is gone from Windows (pitfall 15). The full path, never PATH: a folder of a server must not name our program. */
export const listWithPowerShell: ListProcesses = async () => {
  const system = process.env.SystemRoot ?? 'C:\\Windows';
  const script =
    "Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,Name | ForEach-Object { '{0},{1},{2}' -f $_.ProcessId, $_.ParentProcessId, $_.Name }";
  const file = join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return parseWindows(await run(file, ['-NoProfile', '-NonInteractive', '-Command', script]));
};

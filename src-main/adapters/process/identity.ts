import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createProcTable, type ProcessTable } from './process-table.ts';
import { createPsTable } from './process-table-ps.ts';

/**
 * Changes with every boot of the kernel; null where it cannot be told, and then no record of an earlier instance is
 * believed. Costs a process on macOS, so it is asked once.
 */
export async function readBootId(platform: NodeJS.Platform = process.platform): Promise<string | null> {
  if (platform === 'linux') {
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    } catch {
      return null; // no /proc: nothing of an earlier instance can be proved
    }
  }
  if (platform === 'darwin') return sysctl('kern.bootsessionuuid');
  return null;
}

function sysctl(name: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('/usr/sbin/sysctl', ['-n', name], { timeout: 2000 }, (error, stdout) => {
      resolve(error === null && stdout.trim() !== '' ? stdout.trim() : null);
    });
  });
}

/** The table of this system; null on Windows, where a Job Object stands in for it. */
export function createProcessTable(platform: NodeJS.Platform = process.platform): ProcessTable | null {
  if (platform === 'win32') return null;
  return platform === 'linux' ? createProcTable() : createPsTable();
}

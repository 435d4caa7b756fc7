import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own for tests of full and read-only ones; unmounted at the end of the block. */
export interface TinyDisk extends AsyncDisposable {
  file(name: string): string;
  /** Takes all room that is left. */
  fill(): void;
  free(): void;
  remount(mode: 'ro' | 'rw'): void;
}

/** null where this process may mount; else the reason why such tests are skipped. */
export const whyNoMounts: string | null = findOut();

function findOut(): string | null {
  if (process.platform !== 'linux') return 'needs Linux to mount a small disk';
  if (process.getuid?.() !== 0) return 'needs root to mount a small disk';
  const probe = join(tmpdir(), `mcp-orchestrator-mount-${process.pid}`);
  try {
    mkdirSync(probe, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mounting is not allowed here';
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

export async function tinyDisk(path: string, size: string): Promise<TinyDisk> {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  const filler = join(path, 'filler');
  return {
    file: (name) => join(path, name),
    fill() {
      const descriptor = openSync(filler, 'a');
      try {
        for (const block = Buffer.alloc(4096); ; ) writeSync(descriptor, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(descriptor);
      }
    },
    free: () => rmSync(filler),
    remount: (mode) => void execFileSync('mount', ['-o', `remount,${mode}`, path]),
    // Lazily: a descriptor that a failed test left open must not keep the mount for ever.
    [Symbol.asyncDispose]: async () => void execFileSync('umount', ['-l', path]),
  };
}

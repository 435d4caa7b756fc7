import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface LogCap {
  /** Called with what was written; looks at the folder now and then. */
  written(bytes: number): void;
  /** Resolves when no pass is under way. */
  settled(): Promise<void>;
}

/**
 * Holds all logs together under a size: the files that were written to longest ago go first, never one that
 * `inUse` names. Looks after every 2 % of the cap and leaves room for the next 2 %, so the cap is never passed.
 */
export function createLogCap(
  directory: string,
  capBytes: number,
  inUse: (fileName: string) => boolean,
): LogCap {
  const slack = capBytes / 50;
  let sinceLook = Number.POSITIVE_INFINITY;
  let pass: Promise<void> | null = null;

  async function look(): Promise<void> {
    const files = await sizes(directory);
    let total = files.reduce((sum, file) => sum + file.size, 0);
    if (total <= capBytes - slack) return;
    for (const file of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= capBytes - 2 * slack) return;
      if (inUse(file.name)) continue;
      await rm(join(directory, file.name), { force: true });
      total -= file.size;
    }
  }

  return {
    written(bytes) {
      sinceLook += bytes;
      if (sinceLook < slack || pass) return;
      sinceLook = 0;
      pass = look()
        .catch(() => {
          // An unreadable folder shows as trouble where it is written to; the next pass tries again.
        })
        .finally(() => {
          pass = null;
        });
    },
    settled: () => pass ?? Promise.resolve(),
  };
}

interface FileSize {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

async function sizes(directory: string): Promise<FileSize[]> {
  const files: FileSize[] = [];
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.log')) continue;
    const facts = await stat(join(directory, name)).catch(() => null);
    if (facts?.isFile()) files.push({ name, size: facts.size, mtimeMs: facts.mtimeMs });
  }
  return files;
}

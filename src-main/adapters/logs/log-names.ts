import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const SLUG_LENGTH = 40;
/** The application's own log lies beside those of the servers; no server's files are called so, for want of a hash. */
export const APP_LOG_BASE_NAME = 'orchestrator';

/**
 * The name of a server's files without ending: readable, safe on every file system, different for different names
 * also where letters' case or Unicode form is all that differs. The hash keeps it from being a name that Windows
 * reserves (`con`, `nul`) or one of our own files.
 */
export function logBaseName(server: string): string {
  const slug = server
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, SLUG_LENGTH)
    .replace(/-+$/, '');
  const hash = createHash('sha256').update(server).digest('hex').slice(0, 10);
  return `${slug || 'server'}-${hash}`;
}

export function currentFile(directory: string, baseName: string): string {
  return join(directory, `${baseName}.log`);
}

/** A rotated file keeps its number for ever, so a place in it stays valid over later rotations. */
export function rotatedFile(directory: string, baseName: string, number: number): string {
  return join(directory, `${baseName}.${number}.log`);
}

/** The number in the name of a rotated file; null for everything else. */
export function rotatedNumber(fileName: string, baseName: string): number | null {
  if (!fileName.startsWith(`${baseName}.`) || !fileName.endsWith('.log')) return null;
  const middle = fileName.slice(baseName.length + 1, -'.log'.length);
  return /^[1-9]\d{0,14}$/.test(middle) ? Number(middle) : null;
}

/** Numbers of the rotated files that are there, oldest first; none where there is no folder. */
export async function rotatedNumbers(directory: string, baseName: string): Promise<readonly number[]> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .map((name) => rotatedNumber(name, baseName))
    .filter((number) => number !== null)
    .sort((a, b) => a - b);
}

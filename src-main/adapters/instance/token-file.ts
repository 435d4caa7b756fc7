import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { repairMode, replacePrivateFile } from './private-files.ts';

/** 32 random bytes are 43 characters; one that somebody put there by hand may be longer. */
const wellFormed = /^[\w-]{43,512}$/;

/** The home's token; null where there is none that can be used. `path`: HOME/token. */
export function readToken(path: string): string | null {
  try {
    const token = readFileSync(path, 'utf8').trim();
    return wellFormed.test(token) ? token : null;
  } catch {
    return null;
  }
}

/**
 * Made once and kept; an empty or damaged one is replaced, and one that others may read is closed to them. Only by
 * whoever holds the lock. Throws where the home cannot be written to.
 */
export function ensureToken(path: string): string {
  const kept = readToken(path);
  if (kept !== null) {
    repairMode(path, 0o600);
    return kept;
  }
  const token = randomBytes(32).toString('base64url');
  replacePrivateFile(path, `${token}\n`);
  return token;
}

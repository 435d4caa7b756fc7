import { findInstance } from '../../../runtime/find-instance.ts';
import { pause } from '../clock.ts';
import type { OrchestratorLink } from './link.ts';

const LOOK_EVERY_MS = 250;
/** A restarted instance has its home again within this time. */
const LIMIT_MS = 5000;

/**
 * Whether the orchestrator that we were attached to has ended and nobody took its place. Looks for a while: one that ends
 * still holds its home, and one that is being restarted does not yet.
 *
 * @param home the folder
 */
export async function isAbandoned(link: OrchestratorLink, home: string): Promise<boolean> {
  if (link.mode === 'own') return false;
  const endMs = performance.now() + LIMIT_MS;
  let freeSince: number | null = null;
  while (link.pid === null && performance.now() < endMs) {
    if (findInstance(home).running) freeSince = null;
    else freeSince ??= performance.now();
    if (freeSince !== null && performance.now() - freeSince > 4 * LOOK_EVERY_MS) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

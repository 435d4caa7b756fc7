// What several test files need built from the sources, built once in a run instead of once in each of them.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../../src-main/hosts/headless/launch/fingerprint.js';
import { runFolder } from './run-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** In the checkout, as `dist/` is: what is built finds the packages that are not bundled. */
const PARENT = join(ROOT, 'test', '.tmp');
/** The folder of this run, for its workers; not set where a script uses the tests' parts. */
const RUN_VARIABLE = 'MCP_ORCHESTRATOR_TEST_BUILDS';

function newFolder(name: string): string {
  mkdirSync(PARENT, { recursive: true });
  return mkdtempSync(join(PARENT, `${name}-`));
}

/** Before the first test; what it gives is called after the last one. */
export function beginBuilds(): () => void {
  const folder = runFolder(PARENT, 'run-');
  process.env[RUN_VARIABLE] = folder.path;
  return () => folder[Symbol.dispose]();
}

export interface Built extends AsyncDisposable {
  /** To be read only: other tests read it too. */
  readonly folder: string;
}

/**
 * `make` fills the folder that it is given; a run keeps it under the name until its end. Two workers that come at the
 * same moment both build, and the slower one throws its own away: nobody waits for a worker that may have died.
 */
export async function builtOnce(name: string, make: (folder: string) => Promise<void>): Promise<Built> {
  const run = process.env[RUN_VARIABLE];
  if (run === undefined) {
    const folder = newFolder(name);
    await make(folder);
    return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  }
  // While tests are watched, sources change within a run.
  const folder = join(run, `${name}-${fingerprint(ROOT)}`);
  if (!(await exists(folder))) {
    const own = mkdtempSync(join(run, `${name}-new-`));
    await make(own);
    try {
      await rename(own, folder);
    } catch (error) {
      if (!(await exists(folder))) throw error;
      await rm(own, { recursive: true, force: true });
    }
  }
  return { folder, [Symbol.asyncDispose]: async () => undefined };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

import { createRuntime } from '../../../runtime/create-runtime.ts';
import { RuntimeError } from '../../../runtime/options.ts';
import { createAttachedLink } from './attached-link.ts';
import type { OrchestratorLink } from './link.ts';
import { createOwnLink } from './own-link.ts';

export interface LinkOptions {
  readonly home: string | undefined;
  readonly config: string | undefined;
  /** The page that a browser gets from this instance. */
  readonly pageFolder: string | null;
  readonly log: (text: string) => void;
}

/** What does not answer within this time is shown as lost until it does. */
const CONNECT_LIMIT_MS = 5000;

/**
 * An orchestrator of our own where the home is free, else the one that owns it: never a second supervisor. Rejects with a
 * RuntimeError where neither is possible.
 */
export async function openLink({ home, config, pageFolder, log }: LinkOptions): Promise<OrchestratorLink> {
  try {
    // A file that cannot be read is shown in the window, and waited for.
    return createOwnLink(await createRuntime({ home, config, pageFolder, unreadable: 'wait' }));
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'INSTANCE_RUNNING') throw error;
    const link = createAttachedLink({ home, config, log });
    // One that is just beginning does not answer yet, and one that hangs never does.
    await Promise.race([link.connected, new Promise((resolve) => setTimeout(resolve, CONNECT_LIMIT_MS))]);
    return link;
  }
}

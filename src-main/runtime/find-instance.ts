import { type HomePaths, resolveHome } from '../adapters/instance/home.ts';
import { findInstance as lookAtLock } from '../adapters/instance/instance-lock.ts';
import type { RuntimeInfo } from '../adapters/instance/runtime-file.ts';
import { readToken } from '../adapters/instance/token-file.ts';

/** What a client needs to reach the instance of a home. Cheap to load: every command of the command line does. */
export interface FoundInstance {
  readonly paths: HomePaths;
  /** The lock is held: an instance lives. `info` may still be null for the moment until it listens. */
  readonly running: boolean;
  readonly info: RuntimeInfo | null;
  readonly token: string | null;
}

export function findInstance(home: string | undefined): FoundInstance {
  const paths = resolveHome({ option: home });
  const found = lookAtLock(paths);
  return {
    paths,
    running: found.running,
    info: found.running ? found.info : null,
    token: readToken(paths.token),
  };
}

/** The home where none is named, whatever the environment says. */
export function defaultHome(): string {
  return resolveHome({ env: { ...process.env, MCP_ORCHESTRATOR_HOME: undefined } }).home;
}

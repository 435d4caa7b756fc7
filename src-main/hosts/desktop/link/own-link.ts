import type { Runtime } from '../../../runtime/options.ts';
import { ACTOR, type OrchestratorLink } from './link.ts';

/** An orchestrator in this process. */
export function createOwnLink(runtime: Runtime): OrchestratorLink {
  return {
    mode: 'own',
    pid: runtime.pid,
    router: runtime.router,
    client: runtime.client(ACTOR),
    runtime,
    notices: [],
    ended: runtime.closed,
    close: (options) => runtime.shutdown(options),
  };
}

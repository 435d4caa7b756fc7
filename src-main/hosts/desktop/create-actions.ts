import { mkdir } from 'node:fs/promises';
import type { DesktopActions } from './actions.ts';
import type { ElectronApi } from './electron-api.ts';
import type { OrchestratorLink } from './link/link.ts';

export interface ActionParts {
  readonly electron: Pick<ElectronApi, 'shell'>;
  /** Settles when there is an orchestrator; what is asked before is done then. */
  readonly link: Promise<OrchestratorLink>;
  readonly showWindow: (route?: string) => void;
  readonly setLoginItem: (on: boolean) => Promise<void>;
  readonly quit: () => void;
  /** The orchestrator of another process ended and nobody took its place: it is run here from now on. */
  readonly takeOver: () => void;
  /** Settles when that is known: an orchestrator that is being restarted is not there for a moment. */
  readonly isAbandoned: (link: OrchestratorLink) => Promise<boolean>;
  /** The person says so, where it is more than they may have meant. */
  readonly mayStopAll: () => Promise<boolean>;
  readonly logs: string;
  readonly log: (text: string) => void;
}

/** What tray, menus and notifications do, over the contract; a refusal goes to the log, the outcome comes as events. */
export function createActions(parts: ActionParts): DesktopActions {
  const { log } = parts;
  const attempt = (what: string, work: PromiseLike<unknown>) => {
    work.then(undefined, (error: unknown) =>
      log(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  const selection = (servers: readonly string[] | undefined) =>
    servers === undefined ? {} : { servers: [...servers] };
  const start = async (wanted: { servers?: string[] }): Promise<void> => {
    const link = await parts.link;
    if (await parts.isAbandoned(link)) parts.takeOver();
    else await link.client.servers.startMany(wanted);
  };
  /** The folder comes with the first line that is written; it may be asked for before. */
  const openLogs = async (): Promise<void> => {
    await mkdir(parts.logs, { recursive: true, mode: 0o700 });
    const problem = await parts.electron.shell.openPath(parts.logs);
    if (problem !== '') throw new Error(problem);
  };
  const stop = async (servers: readonly string[] | undefined): Promise<void> => {
    const { client } = await parts.link;
    if (servers === undefined && !(await parts.mayStopAll())) return;
    await client.servers.stopMany(selection(servers));
  };
  return {
    showWindow: parts.showWindow,
    start: (servers) => attempt('start', start(selection(servers))),
    stop: (servers) => attempt('stop', stop(servers)),
    restart: (servers) =>
      attempt(
        'restart',
        parts.link.then(({ client }) => client.servers.restartMany(selection(servers))),
      ),
    openLogs: () => attempt('logs', openLogs()),
    setLoginItem: (on) => attempt('start at login', parts.setLoginItem(on)),
    quit: parts.quit,
  };
}

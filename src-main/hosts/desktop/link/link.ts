import type { AnyRouter } from '@orpc/server';
import type { Message } from '../../../../src-shared/i18n/message.ts';
import type { ContractClient, Runtime } from '../../../runtime/options.ts';

/**
 * The orchestrator that this application shows: its own, or one in another process that owned the home before. Tray,
 * notifications and windows know only this.
 */
export interface OrchestratorLink {
  /** `own`: quitting stops its servers. `attached`: quitting leaves it running. */
  readonly mode: 'own' | 'attached';
  /** Of the process that supervises; null while it is not reached. */
  readonly pid: number | null;
  /** Served to windows. */
  readonly router: AnyRouter;
  readonly client: ContractClient;
  /** Set in mode `own`: power events and the last flush go straight to it. */
  readonly runtime: Runtime | null;
  /** What a person should know of it now, such as another configuration than the one that was asked for. */
  readonly notices: readonly Message[];
  /** Resolves when an orchestrator of our own ended, by whoever asked for it. Never for an attached one. */
  readonly ended: Promise<{ readonly restart: boolean }>;
  /** Own: stops every server within the limit of quitting, `force` kills at once. Attached: lets go. */
  close(options: { readonly force: boolean; readonly reason: string }): Promise<void>;
}

/** Who we are beside events. */
export const ACTOR = 'desktop';

import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/index.ts';
import type { ConfigProblem } from '../../src-shared/schema/problem.ts';
import type { AppLog, LogScreen } from '../adapters/app-log/app-log.ts';
import type { ApiRouter } from '../api/router.ts';
import type { Orchestrator } from '../core/orchestrator.ts';
import type { Notifier } from '../core/ports/notifier.ts';

export interface RuntimeOptions {
  /** Folder of state, logs and token; default: MCP_ORCHESTRATOR_HOME, then the platform's place for the user's data. */
  readonly home?: string | undefined;
  /** The configuration file; default: MCP_ORCHESTRATOR_CONFIG, then `~/.mcp.json`. */
  readonly config?: string | undefined;
  /** This port or none; without it the configuration's, the one kept for this home, 7717, or the next that is free. */
  readonly port?: number | undefined;
  /** Where the application's own log is shown beside its file; null (the default): nowhere. */
  readonly screen?: LogScreen | null | undefined;
  /** `debug`, `info`, `warn`, `error` or `silent`; default: MCP_ORCHESTRATOR_LOG_LEVEL, then `info`. */
  readonly logLevel?: string | undefined;
  /** Folder of the built page; null: none is served. Default: `renderer` beside the bundle. */
  readonly pageFolder?: string | null | undefined;
  /**
   * A file that cannot be read at the start. `refuse` (the default): a RuntimeError. `wait`: the instance runs without
   * servers, shows what is wrong, and begins as soon as the file is mended.
   */
  readonly unreadable?: 'refuse' | 'wait' | undefined;
  /** How this host shows notifications by itself; null (the default): only who follows the alerts shows them. */
  readonly notifier?: Notifier | null | undefined;
}

/** The contract, called: in this process, over a port or over a socket. */
export type ContractClient = ContractRouterClient<Contract>;

/** One instance: it owns its home, supervises, and answers over HTTP until it is shut down. */
export interface Runtime {
  readonly orchestrator: Orchestrator;
  /** The contract over it, for ports (`transport/message-port.ts`). */
  readonly router: ApiRouter;
  /** The contract in this process, in the name of `actor`. */
  client(actor: string): ContractClient;
  readonly log: AppLog;
  readonly pid: number;
  readonly port: number;
  /** A bare origin, such as `http://127.0.0.1:7717`. */
  readonly url: string;
  /** The bearer token of the home. */
  readonly token: string;
  readonly home: string;
  readonly config: string;
  /** Resolves when everything of boot was begun: orphans ended, starts under way. */
  readonly booted: Promise<void>;
  /** Writes what is still gathered to disk, before this returns: the system is about to end us without asking. */
  saveNow(): void;
  /** Stops every server and gives the home back. Idempotent; a later call with `force` hurries the first. */
  shutdown(options?: { readonly force?: boolean; readonly reason?: string }): Promise<void>;
  /** Resolves after the shutdown; `restart`: whoever asked for it wants a new instance in this one's place. */
  readonly closed: Promise<{ readonly restart: boolean }>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type RuntimeErrorCode = 'INSTANCE_RUNNING' | 'HOME_UNUSABLE' | 'CONFIG' | 'PORT_TAKEN';

/** Why an instance could not begin; the message is the sentence for the person. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  /** INSTANCE_RUNNING: the other instance's, where known. */
  readonly pid: number | null;
  /** CONFIG: everything that is wrong with the file. */
  readonly problems: readonly ConfigProblem[];

  constructor(
    code: RuntimeErrorCode,
    text: string,
    facts: { readonly pid?: number | null; readonly problems?: readonly ConfigProblem[] } = {},
  ) {
    super(text);
    this.name = 'RuntimeError';
    this.code = code;
    this.pid = facts.pid ?? null;
    this.problems = facts.problems ?? [];
  }
}

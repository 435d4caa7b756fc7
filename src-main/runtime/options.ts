import type { ConfigProblem } from '../../src-shared/schema/problem.ts';
import type { AppLog, LogScreen } from '../adapters/app-log/app-log.ts';
import type { Orchestrator } from '../core/orchestrator.ts';

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
}

/** One instance: it owns its home, supervises, and answers over HTTP until it is shut down. */
export interface Runtime {
  readonly orchestrator: Orchestrator;
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

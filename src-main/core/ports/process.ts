import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { ServerDefinition } from '../configuration/definition.ts';

/** `direct`: the server itself; the others are wrappers that fetch, and start slowly while cold. */
export type CommandKind = 'direct' | 'npx' | 'uvx' | 'pipx' | 'bunx' | 'docker';

export interface CommandClass {
  readonly kind: CommandKind;
  /** The package or image a wrapper starts, such as `npx:@scope/name@1`; starts of one that is cold are serialised. */
  readonly packageKey: string | null;
}

/** What is known before a start; nothing of it needs a process. */
export type PrecheckResult =
  | { readonly ok: true; readonly executable: string; readonly port: number | null }
  | {
      readonly ok: false;
      readonly reason: Extract<CrashReason, 'CONFIG' | 'NOT_FOUND' | 'PORT_CONFLICT' | 'HOST'>;
      readonly cause: Cause;
    };

export interface LaunchRequest {
  readonly server: ServerDefinition;
  readonly generation: number;
  readonly executable: string;
  readonly port: number | null;
  /** Random, put into the environment as MCP_ORCHESTRATOR_NONCE: the mark by which the whole tree is found again. */
  readonly nonce: string;
}

export type LaunchResult =
  | { readonly ok: true; readonly process: ServerProcess }
  /** `host`: this computer refuses now (EAGAIN, EMFILE, ENOMEM): not the server's fault, worth trying again. */
  | {
      readonly ok: false;
      readonly kind: 'permanent' | 'host';
      readonly reason: CrashReason;
      readonly cause: Cause;
    };

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Lines in and lines out: newline-delimited JSON over a process's stdin and stdout. */
export interface MessagePipe {
  /** One protocol message without its newline, undecoded. Called for each line that starts like JSON. */
  onMessage: ((line: Uint8Array) => void) | null;
  /** A line that cannot be a message: over the cap (10 MB). The connection is beyond use. */
  onOversize: ((bytes: number) => void) | null;
  /** stdout ended, with or without the process. */
  onEnd: (() => void) | null;
  /** Writes the message and a newline. False once stdin is closed. */
  write(line: string | Uint8Array): boolean;
  /** Gives back a line that begins like JSON and is no message: it is logged as noise of stdout. */
  rejectLine?(line: Uint8Array): void;
  /** Bytes read and written so far, for the busy rule and for progress. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Monotonic time of the last byte read. */
  readonly lastReadAtMs: number;
  /** Lines of stdout so far that are no messages: banners, npm's notices. They go to the log. */
  readonly noiseLines?: number;
}

/** Everything that a started server consists of, and the only handle by which it is ended. */
export interface ProcessTree {
  closeStdin(): void;
  /** TERM and CONT to the process group (docker: `docker stop`); never throws, also where nothing is left. */
  terminate(): Promise<void>;
  /** KILL to the process group and to every process that carries the nonce (docker: `docker rm -f`). */
  kill(): Promise<void>;
  /** PIDs of live, non-zombie members of the group, and of carriers of the nonce outside it. */
  liveMembers(): Promise<readonly number[]>;
  /** Closes our pipe ends and forgets the tree in ledger and janitor; called when nothing lives any more. */
  release(): Promise<void>;
}

export interface ServerProcess {
  readonly pid: number;
  readonly processGroup: number;
  readonly nonce: string;
  readonly pipe: MessagePipe;
  readonly tree: ProcessTree;
  /** Resolves once, when the direct child ended (not when its pipes closed). */
  readonly exited: Promise<ProcessExit>;
  /** Bytes of stdout and stderr so far, for the progress rule of the startup timeout. */
  outputBytes(): number;
  /** The last lines of stderr and stdout noise, oldest first. */
  lastLines(count: number): readonly string[];
}

/** A tree of an earlier instance that the ledger knows and whose identity is proved. */
export interface OrphanTree {
  readonly server: string;
  readonly pid: number;
  readonly tree: ProcessTree;
}

export interface ProcessLauncher {
  classify(server: ServerDefinition): CommandClass;
  /** cwd exists, command resolvable and executable, port free or chosen. Bounded in time. */
  precheck(server: ServerDefinition): Promise<PrecheckResult>;
  launch(request: LaunchRequest): Promise<LaunchResult>;
  /** Trees that an earlier instance left behind; called once at start, before any launch. */
  orphans(): Promise<readonly OrphanTree[]>;
  /** Who listens on a local port; null when nobody does or it cannot be told. */
  portHolder(port: number): Promise<{ readonly pid: number; readonly command: string } | null>;
  /** Whether nobody listens on a local port, also where it cannot be told who does. Absent: `portHolder` decides. */
  portFree?(port: number): Promise<boolean>;
  /** Whether the listener of a port belongs to this tree; null when the system does not tell. */
  ownsPort(process: ServerProcess, port: number): Promise<boolean | null>;
  /** Ends the janitor and everything else that outlives single servers. */
  dispose(): Promise<void>;
}

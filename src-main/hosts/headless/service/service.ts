import type { OwnStart } from '../own-start.ts';
import { type Ran, type RunProgram, reasonOf } from './run-program.ts';

/** Where the service is to live: what differs between computers and their users. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly userName: string;
  /** null on Windows. */
  readonly uid: number | null;
}

/** What the service is to start. */
export interface ServicePlan {
  readonly computer: Computer;
  /** This command line, by absolute paths. */
  readonly start: OwnStart;
  /** It is the application, which opens no console window on Windows. */
  readonly isApplication: boolean;
  readonly home: string;
  /** The user's usual home: its service has the plain name. */
  readonly isUsualHome: boolean;
  readonly config: string;
  readonly run: RunProgram;
}

export type RunState = 'running' | 'starting-again' | 'stopped' | 'failed' | 'unknown';

/** What the system itself says about the service. */
export interface ServiceState {
  /** The system starts it by itself; null: it does not say. */
  readonly enabled: boolean | null;
  readonly state: RunState;
  readonly pid: number | null;
  readonly startsAt: 'boot' | 'login';
}

/** How something that the system was asked for ended; the reason is the system's own words. */
export type Outcome =
  | { readonly kind: 'done' }
  /** It will start by itself, but there is nobody now who could start it. */
  | { readonly kind: 'later'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** One way of a system to start what has no window. Nothing here asks or tells a person anything. */
export interface Service {
  readonly kind: 'systemd' | 'launchd' | 'task-scheduler';
  /** As the system's own tools call it. */
  readonly name: string;
  readonly file: string;
  /** What the file is to hold. */
  readonly content: string;
  /** The command that shows why it failed. */
  readonly lookCommand: string;
  /** The command that lets a changed file take effect at once. */
  readonly restartCommand: string;
  encode(content: string): Buffer;
  decode(bytes: Buffer): string;
  /** The words of the command line that a file of this kind holds; none where it cannot be read. */
  commandOf(content: string): readonly string[];
  /** A reason why this system has no such services. */
  unusable(): Promise<string | null>;
  state(): Promise<ServiceState>;
  /** After the file is written: makes it known, and lets it start by itself from now on. */
  enable(): Promise<Outcome>;
  /** Only where it does not run. */
  start(): Promise<Outcome>;
  /** Before the file is removed: ends it, and lets it no longer start by itself. */
  disable(): Promise<Outcome>;
  /** After the file is removed. */
  forget(): Promise<void>;
}

/** The words of a command line that starts the instance of the plan, the program first. */
export function instanceCommand(plan: ServicePlan, ...more: readonly string[]): readonly string[] {
  return [
    plan.start.command,
    ...plan.start.args,
    'monitor',
    ...more,
    '--home',
    plan.home,
    '--config',
    plan.config,
  ];
}

export function outcomeOf(ran: Ran): Outcome {
  return ran.code === 0 ? { kind: 'done' } : { kind: 'refused', reason: reasonOf(ran) };
}

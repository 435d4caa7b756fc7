import type { Arguments, OptionTable } from './arguments.ts';
import type { ExitCode } from './failure.ts';
import type { Output } from './output.ts';

/** What a command is given, and the exit code that it ends with. Expected failures are thrown as CommandFailure. */
export type RunCommand = (args: Arguments, output: Output) => Promise<ExitCode>;

export interface Command {
  readonly options: OptionTable;
  /** Words beside options; default: any number of names. */
  readonly most?: number;
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

const force = { force: { type: 'boolean' } } as const;
const noWait = { 'no-wait': { type: 'boolean' } } as const;
const timeout = { timeout: { type: 'string' } } as const;
const lines = { lines: { type: 'string', short: 'n' }, follow: { type: 'boolean', short: 'f' } } as const;

/** Every command. Each is a chunk of its own, so that none pays for another. */
export const commands: Readonly<Record<string, Command>> = {
  monitor: {
    options: {
      port: { type: 'string' },
      example: { type: 'boolean' },
      background: { type: 'boolean' },
      open: { type: 'boolean' },
      prepare: { type: 'boolean' },
    },
    most: 0,
    load: () => import('./commands/monitor.ts'),
  },
  start: {
    options: { port: { type: 'string' }, 'no-deps': { type: 'boolean' }, ...noWait, ...timeout },
    load: () => import('./commands/start.ts'),
  },
  stop: { options: { ...force, ...noWait, ...timeout }, load: () => import('./commands/stop.ts') },
  restart: { options: { ...force, ...noWait, ...timeout }, load: () => import('./commands/restart.ts') },
  status: { options: { watch: { type: 'boolean', short: 'w' } }, load: () => import('./commands/status.ts') },
  reset: { options: {}, load: () => import('./commands/reset.ts') },
  events: { options: { ...lines, actor: { type: 'string' } }, load: () => import('./commands/events.ts') },
  logs: { options: lines, load: () => import('./commands/logs.ts') },
  check: { options: {}, load: () => import('./commands/check.ts') },
  pause: { options: { for: { type: 'string' } }, load: () => import('./commands/pause.ts') },
  resume: { options: {}, load: () => import('./commands/resume.ts') },
  tools: { options: {}, load: () => import('./commands/tools.ts') },
  call: { options: timeout, most: 3, load: () => import('./commands/call.ts') },
  validate: { options: {}, most: 1, load: () => import('./commands/validate.ts') },
  open: { options: { print: { type: 'boolean' } }, most: 0, load: () => import('./commands/open.ts') },
  service: {
    options: { yes: { type: 'boolean', short: 'y' }, print: { type: 'boolean' } },
    most: 1,
    load: () => import('./commands/service.ts'),
  },
  completion: { options: {}, most: 1, load: () => import('./commands/completion.ts') },
  shutdown: {
    options: { restart: { type: 'boolean' }, ...force },
    most: 0,
    load: () => import('./commands/shutdown.ts'),
  },
};

/** Options of our own programs, in no help text and offered to nobody. */
export const HIDDEN_OPTIONS: readonly string[] = ['background', 'open', 'prepare'];

/** Asked by the completion scripts, and in no help text. */
export const COMPLETE = '__complete';

import type { ServerDefinition } from './definition.ts';

/** `C:\tools\npx.CMD` is `npx`. */
export function programName(command: string): string {
  const base = command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
  return base.toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, '');
}

export interface Program {
  /** Its name without folder and ending. */
  readonly program: string;
  readonly args: readonly string[];
}

/** What a command line starts in the end: behind `cmd /c`, and with `npm exec`, `uv tool run`, `bun x` by their short names. */
export function programOf(command: string, args: readonly string[]): Program {
  const inner = behindShell(command, args);
  const [first, second] = inner.args;
  switch (inner.program) {
    case 'npm':
      return first === 'exec' || first === 'x' ? { program: 'npx', args: inner.args.slice(1) } : inner;
    case 'uv':
      return first === 'tool' && second === 'run' ? { program: 'uvx', args: inner.args.slice(2) } : inner;
    case 'bun':
      return first === 'x' ? { program: 'bunx', args: inner.args.slice(1) } : inner;
    default:
      return inner;
  }
}

function behindShell(command: string, args: readonly string[]): Program {
  const program = programName(command);
  const inner = args.findIndex((arg) => !/^\/[a-z]/i.test(arg));
  if (program === 'cmd' && inner > 0)
    return { program: programName(args[inner] ?? ''), args: args.slice(inner + 1) };
  return { program, args };
}

/**
 * What a server is started with, as people call it: `npx`, `uvx`, `docker`, `python`, `node`, else the program's name;
 * `remote` without a process. Empty where the configuration does not say.
 */
export function serverKind({ launch, endpoint }: Pick<ServerDefinition, 'launch' | 'endpoint'>): string {
  if (launch === null) return endpoint === null ? '' : 'remote';
  const { program } = programOf(launch.command, launch.args);
  // `python3.12`, `pythonw`, and `py`, the starter that Windows has.
  if (/^(python[\d.]*w?|pyw?)$/.test(program)) return 'python';
  return program === 'nodejs' ? 'node' : program;
}

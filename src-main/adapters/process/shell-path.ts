import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

type Environment = Readonly<Record<string, string | undefined>>;

/** A shell that waits for a password or a network drive never answers; more output than that is no PATH. */
const LIMIT_MS = 5000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

export interface ShellPath {
  /** PATH as known now: asked from the shell, or cached from an earlier time, then our own, then well-known folders. */
  readonly path: string;
  /** The login shell's variables once it answered; none before. Kept in memory only, as secrets are among them. */
  readonly variables: Environment;
  /** Asks the login shell, once however often it is called. Never rejects; resolves after 5 s at the latest. */
  refresh(): Promise<void>;
}

export interface ShellPathOptions {
  /** `shell-path.json` in the home. */
  readonly file: string;
  readonly environment: Environment;
  /** Whether our own standard input is a terminal. */
  readonly inputIsTerminal: boolean;
  readonly platform?: NodeJS.Platform | undefined;
  readonly limitMs?: number | undefined;
  /** The person's home, for the well-known folders. */
  readonly userHome?: string | undefined;
  readonly onTrouble?: ((text: string) => void) | undefined;
}

/**
 * Whoever starts us from a terminal hands over the PATH of that terminal, and the shell need not be asked. A program
 * that the Dock, a desktop file or a service manager starts has neither a terminal as its input nor TERM, while an
 * instance that a command line put into the background still has the TERM of its terminal.
 */
export function startedFromTerminal(environment: Environment, inputIsTerminal: boolean): boolean {
  const { TERM } = environment;
  return inputIsTerminal || (TERM !== undefined && TERM !== '' && TERM !== 'dumb');
}

/** The newest version's folder of a version manager that keeps one folder a version. */
function newestOf(folder: string, ...rest: readonly string[]): readonly string[] {
  try {
    const versions = readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const last = versions.at(-1);
    return last === undefined ? [] : [join(folder, last, ...rest)];
  } catch {
    return []; // that version manager is not installed
  }
}

/** Where npx, uvx and docker mostly are when PATH does not say so; only those that exist. */
export function wellKnownFolders(home: string): readonly string[] {
  const folders = [
    join(home, '.local', 'bin'),
    '/opt/homebrew/bin',
    '/usr/local/bin',
    ...newestOf(join(home, '.nvm', 'versions', 'node'), 'bin'),
    ...newestOf(join(home, '.local', 'share', 'fnm', 'node-versions'), 'installation', 'bin'),
    join(home, '.volta', 'bin'),
    join(home, '.asdf', 'shims'),
    join(home, '.local', 'share', 'mise', 'shims'),
    join(home, '.cargo', 'bin'),
    join(home, '.bun', 'bin'),
    '/usr/bin',
    '/bin',
  ];
  return folders.filter((folder) => existsSync(folder));
}

function readCache(file: string): string | null {
  try {
    const { path } = JSON.parse(readFileSync(file, 'utf8')) as { path?: unknown };
    return typeof path === 'string' && path !== '' ? path : null;
  } catch {
    return null; // not asked yet, or half-written: it is asked again
  }
}

/** The text between the marks of a shell's output, whatever its start files print around it. */
export function readBetweenMarks(output: string, mark: string): Environment | null {
  const from = output.indexOf(mark);
  const to = output.indexOf(mark, from + mark.length);
  const text = from < 0 || to < 0 ? '' : output.slice(from + mark.length, to);
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const entry of text.split('\0')) {
    const equals = entry.indexOf('=');
    // A name that is none is what a start file printed before.
    if (equals > 0 && /^[A-Za-z_]\w*$/.test(entry.slice(0, equals))) {
      variables[entry.slice(0, equals)] = entry.slice(equals + 1);
    }
  }
  const { PATH = '' } = variables;
  return PATH.includes('/') && !PATH.includes('\n') ? variables : null;
}

/** null: no usable answer within the time. The shell's whole group is killed at the end. */
export function askShell(
  shell: string,
  environment: Environment,
  limitMs: number,
): Promise<Environment | null> {
  const mark = `mcp-orchestrator-${randomBytes(8).toString('hex')}`;
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...env } = environment;
  return new Promise((resolve) => {
    // env -0, not $PATH: fish keeps a list in it, values may hold newlines, and every shell can start a program.
    const script = `printf %s ${mark}; env -0; printf %s ${mark}`;
    const child = spawn(shell, ['-i', '-l', '-c', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...env, DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false' },
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const output = (): string => Buffer.concat(chunks).toString('utf8');
    const done = (): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // nothing of it is left
        }
      }
      resolve(readBetweenMarks(output(), mark));
    };
    const timer = setTimeout(done, limitMs);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_OUTPUT_BYTES) done();
      // What the start files left in the background may hold the pipe: the second mark is the end.
      else if (chunk.includes(mark.slice(-4)) && readBetweenMarks(output(), mark) !== null) done();
    });
    child.stdout.on('error', () => {});
    child.once('error', done);
    child.once('close', done);
  });
}

/** PATH for servers when a desktop started us. Never delays a start: `path` is what is known at that moment. */
export function createShellPath(options: ShellPathOptions): ShellPath {
  const { environment } = options;
  const platform = options.platform ?? process.platform;
  const own = environment.PATH ?? environment.Path ?? '';
  const posix = platform !== 'win32';
  const known = posix ? wellKnownFolders(options.userHome ?? homedir()) : [];
  // From a terminal, the terminal's own PATH is what the person expects; an older answer would come before it.
  const asks = posix && !startedFromTerminal(environment, options.inputIsTerminal);
  let asked = asks ? readCache(options.file) : null;
  let variables: Environment = {};
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const shell = environment.SHELL ?? userInfo().shell ?? '/bin/sh';
    const answer = await askShell(shell, environment, options.limitMs ?? LIMIT_MS);
    if (answer === null) return options.onTrouble?.(`${shell} did not tell its PATH`);
    variables = answer;
    asked = answer.PATH ?? '';
    try {
      await writeFileAtomic(options.file, JSON.stringify({ path: asked }), { mode: 0o600 });
    } catch (error) {
      options.onTrouble?.(String(error)); // the next boot asks again
    }
  }

  return {
    get path() {
      const folders = [...(asked?.split(delimiter) ?? []), ...own.split(delimiter), ...known];
      return [...new Set(folders.filter((folder) => folder !== ''))].join(delimiter);
    },
    get variables() {
      return variables;
    },
    refresh() {
      if (!asks) return Promise.resolve();
      asking ??= ask();
      return asking;
    },
  };
}

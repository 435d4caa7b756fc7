import { programOf } from '../../core/configuration/program.ts';
import type { CommandClass, CommandKind } from '../../core/ports/process.ts';

const WRAPPERS: Readonly<Record<string, Exclude<CommandKind, 'direct'>>> = {
  npx: 'npx',
  uvx: 'uvx',
  pipx: 'pipx',
  bunx: 'bunx',
  docker: 'docker',
  podman: 'docker',
};

/** Options of the wrappers that take the next argument with them; all others stand alone. */
const WITH_VALUE: Readonly<Record<string, ReadonlySet<string>>> = {
  npx: new Set([
    '-c',
    '--call',
    '-w',
    '--workspace',
    '--registry',
    '--cache',
    '--prefix',
    '--userconfig',
    '--loglevel',
    '--node-options',
  ]),
  uvx: new Set([
    '--with',
    '--with-editable',
    '--with-requirements',
    '--python',
    '-p',
    '--index-url',
    '-i',
    '--index',
    '--default-index',
    '--extra-index-url',
    '--find-links',
    '-f',
    '--cache-dir',
    '--directory',
    '--config-file',
    '--env-file',
    '--constraints',
    '-c',
    '--overrides',
    '--color',
  ]),
  pipx: new Set(['--python', '--pip-args', '--index-url', '-i', '--with', '--fetch-missing-python']),
  bunx: new Set([]),
};

/** Options that name the package, which otherwise is the first argument that is no option. */
const PACKAGE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  npx: ['-p', '--package'],
  uvx: ['--from'],
  pipx: ['--spec'],
  bunx: ['-p', '--package'],
};

function readPackage(kind: CommandKind, args: readonly string[]): string | null {
  const named = PACKAGE_OPTIONS[kind] ?? [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (named.includes(arg)) return args[at + 1] ?? null;
    const option = named.find((name) => name.startsWith('--') && arg.startsWith(`${name}=`));
    if (option !== undefined) return arg.slice(option.length + 1);
    if (arg === '--') return args[at + 1] ?? null;
    if (!arg.startsWith('-')) return arg;
    if (WITH_VALUE[kind]?.has(arg) === true) at += 1;
  }
  return null;
}

/** What kind of command this is and which package it fetches; starts of one package that is cold are serialised. */
export function classifyCommand(command: string, args: readonly string[]): CommandClass {
  const { program, args: inner } = programOf(command, args);
  const kind = WRAPPERS[program] ?? 'direct';
  if (kind === 'direct') return { kind, packageKey: null };
  if (kind === 'docker') {
    const image = readRun(inner)?.image ?? null;
    return { kind, packageKey: image === null ? null : `docker:${image}` };
  }
  const name = readPackage(kind, kind === 'pipx' && inner[0] === 'run' ? inner.slice(1) : inner);
  return { kind, packageKey: name === null ? null : `${kind}:${name}` };
}

/** Options before the subcommand that take the next argument (docker's and podman's). */
const GLOBAL_WITH_VALUE = new Set([
  '--config',
  '-c',
  '--context',
  '-H',
  '--host',
  '-l',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
  '--cgroup-manager',
  '--conmon',
  '--connection',
  '--events-backend',
  '--identity',
  '--module',
  '--network-config-dir',
  '--out',
  '--root',
  '--runroot',
  '--runtime',
  '--runtime-flag',
  '--ssh',
  '--storage-driver',
  '--storage-opt',
  '--tmpdir',
  '--url',
  '--volumepath',
]);

/** Options of `run` that stand alone; every other takes the next argument unless it has a `=`. */
const RUN_FLAGS = new Set([
  '--detach',
  '--disable-content-trust',
  '--env-host',
  '--help',
  '--http-proxy',
  '--init',
  '--interactive',
  '--no-healthcheck',
  '--no-hostname',
  '--no-hosts',
  '--oom-kill-disable',
  '--passwd',
  '--privileged',
  '--publish-all',
  '--quiet',
  '--read-only',
  '--read-only-tmpfs',
  '--replace',
  '--rm',
  '--rmi',
  '--rootfs',
  '--sig-proxy',
  '--tls-verify',
  '--tty',
  '--unsetenv-all',
]);
const RUN_SHORT_FLAGS = new Set(['d', 'i', 't', 'q', 'P']);

export interface RunCommand {
  /** Index in the arguments of `run` itself. */
  readonly at: number;
  readonly name: string | null;
  readonly hasRm: boolean;
  readonly hasInit: boolean;
  readonly image: string | null;
}

function findRun(args: readonly string[]): number {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === 'run') return at;
    if (arg === 'container' && args[at + 1] === 'run') return at + 1;
    if (!arg.startsWith('-')) return -1;
    if (GLOBAL_WITH_VALUE.has(arg)) at += 1;
  }
  return -1;
}

/** Whether an option token of `run` brings its value along as the next argument. */
function takesNext(arg: string): boolean {
  if (arg.includes('=')) return false;
  if (arg.startsWith('--')) return !RUN_FLAGS.has(arg);
  // `-it`: two flags; `-itp 80:80`: the last one takes a value; `-p80:80`: has its value.
  const first = [...arg.slice(1)].findIndex((letter) => !RUN_SHORT_FLAGS.has(letter));
  return first >= 0 && first === arg.length - 2;
}

/** Reads `[options] run [options] IMAGE …` token by token; null where this is another subcommand. */
export function readRun(args: readonly string[]): RunCommand | null {
  const at = findRun(args);
  if (at < 0) return null;
  let name: string | null = null;
  let hasRm = false;
  let hasInit = false;
  for (let index = at + 1; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return { at, name, hasRm, hasInit, image: args[index + 1] ?? null };
    if (!arg.startsWith('-') || arg === '-') return { at, name, hasRm, hasInit, image: arg };
    if (arg === '--name') name = args[index + 1] ?? null;
    else if (arg.startsWith('--name=')) name = arg.slice('--name='.length);
    if (arg === '--rm' || arg === '--rm=true') hasRm = true;
    if (arg === '--init' || arg === '--init=true') hasInit = true;
    if (takesNext(arg)) index += 1;
  }
  return { at, name, hasRm, hasInit, image: null };
}

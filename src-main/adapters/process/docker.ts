import { execFile } from 'node:child_process';
import type { ProcessTree } from '../../core/ports/process.ts';
import { readRun } from './command-class.ts';

export const CONTAINER_LABEL = 'mcp-orchestrator';

/** `docker stop` gives the container 5 s, then kills it; the daemon gets some time to do so. */
const STOP_SECONDS = 5;
const STOP_TIMEOUT_MS = 8000;
const QUERY_TIMEOUT_MS = 3000;

/** Letters that a container's name may hold, with the start of the nonce, so that two incarnations never clash. */
export function containerName(server: string, nonce: string): string {
  const slug = server
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `mcp-${slug === '' ? 'server' : slug}-${nonce.slice(0, 12)}`;
}

/**
 * Puts our options right behind `run`, where no option of the person's and nothing of the container's can be mistaken
 * for them. The person's own `--name` stays; the label finds the container in any case. null: not a `run`.
 */
export function injectRunOptions(
  args: readonly string[],
  server: string,
  nonce: string,
): readonly string[] | null {
  const run = readRun(args);
  if (run === null) return null;
  const ours = [
    ...(run.name === null ? ['--name', containerName(server, nonce)] : []),
    '--label',
    `${CONTAINER_LABEL}=${nonce}`,
    // A server as PID 1 ignores signals that it has no handler for; an init in between does not.
    ...(run.hasInit ? [] : ['--init']),
    ...(run.hasRm ? [] : ['--rm']),
  ];
  return [...args.slice(0, run.at + 1), ...ours, ...args.slice(run.at + 1)];
}

/** The container of one server, found by its label whatever became of the command line that started it. */
export interface Container {
  /** PIDs of running containers on this computer; -1 for one whose pid cannot be told. Empty, too, where no daemon answers. */
  livePids(): Promise<readonly number[]>;
  /** False: there is none, or the daemon does not answer. */
  stop(): Promise<boolean>;
  remove(): Promise<void>;
}

export function findContainer(options: {
  /** Path of docker or podman. */
  readonly runtime: string;
  /** Options before the subcommand, such as `--context X`. */
  readonly globalArgs: readonly string[];
  readonly nonce: string;
  /** Without the nonce: these calls are not part of the tree. */
  readonly environment: Readonly<Record<string, string>>;
}): Container {
  function run(args: readonly string[], timeoutMs: number): Promise<string | null> {
    return new Promise((resolve) => {
      const child = execFile(
        options.runtime,
        [...options.globalArgs, ...args],
        { timeout: timeoutMs, killSignal: 'SIGKILL', env: options.environment, windowsHide: true },
        (error, stdout) => resolve(error === null ? stdout : null),
      );
      child.stdin?.on('error', () => {}); // it never reads; its exit says everything
    });
  }

  async function list(scope: '-q' | '-aq'): Promise<readonly string[]> {
    const ids = await run(
      ['ps', scope, '--filter', `label=${CONTAINER_LABEL}=${options.nonce}`],
      QUERY_TIMEOUT_MS,
    );
    return ids?.split(/\s+/).filter((id) => id !== '') ?? [];
  }

  return {
    async livePids() {
      const ids = await list('-q');
      if (ids.length === 0) return [];
      const pids = (await run(['inspect', '--format', '{{.State.Pid}}', ...ids], QUERY_TIMEOUT_MS)) ?? '';
      const known = pids
        .split(/\s+/)
        .map(Number)
        .filter((pid) => pid > 0);
      return known.length > 0 ? known : [-1];
    },
    async stop() {
      const ids = await list('-q');
      if (ids.length === 0) return false;
      return (await run(['stop', '-t', String(STOP_SECONDS), ...ids], STOP_TIMEOUT_MS)) !== null;
    },
    async remove() {
      const ids = await list('-aq');
      if (ids.length > 0) await run(['rm', '-f', ...ids], STOP_TIMEOUT_MS);
    },
  };
}

/** Killing the command line, or ending its input, leaves many containers running: they are ended by name of the label. */
export function createContainerTree(inner: ProcessTree, container: Container): ProcessTree {
  return {
    closeStdin: () => inner.closeStdin(),
    async terminate() {
      // None yet (an image is being fetched), or no daemon: then there is only the command line to end.
      if (!(await container.stop())) await inner.terminate();
    },
    async kill() {
      await Promise.all([container.remove(), inner.kill()]);
    },
    async liveMembers() {
      const pids = await inner.liveMembers();
      return pids.length > 0 ? pids : container.livePids();
    },
    async release() {
      await inner.release();
      // One that was made but never started shows up in no look at what runs.
      await container.remove();
    },
  };
}

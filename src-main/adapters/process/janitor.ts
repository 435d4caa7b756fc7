import { type ChildProcess, spawn } from 'node:child_process';
import { NONCE_VARIABLE } from './environment.ts';

/**
 * A shell of 1.7 MB that outlives us by two seconds. It reads `? NONCE` before a process is made, `+ PGID NONCE
 * [RUNTIME]` or `! NONCE` when it was or was not, and `- PGID` when its tree is gone. At the end of its input, which
 * comes for whatever reason we died, it ends the groups that are still registered, then whoever carries one of their
 * nonces, then containers labelled with them. sh, because with Electron's runAsNode fuse off no Node could be started
 * here; `kill -s TERM -- -PGID`, because dash refuses `kill -TERM -- -PGID`.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT PIPE TSTP USR1 USR2
T=
N=
while read -r op pg rest; do
  case $op in '?'|'!'|+)
    m=$pg; [ "$op" = + ] && m=\${rest%% *}
    K=; for e in $N; do [ "$e" = "$m" ] || K="$K $e"; done; N=$K
    case $op$m in '?'|'?'*[!A-Za-z0-9_-]*) ;; '?'*) N="$N $m";; esac;;
  esac
  [ "$op" = '?' ] && continue
  [ "$op" = '!' ] && continue
  case $pg in ''|*[!0-9]*|0|1) continue;; esac
  K=
  for e in $T; do case $e in "$pg":*) ;; *) K="$K $e";; esac; done
  if [ "$op" = + ]; then
    n=\${rest%% *}; r=\${rest#"$n"}; r=\${r# }
    case $n in *[!A-Za-z0-9_-]*) continue;; esac
    K="$K $pg:$n:$r"
  fi
  T=$K
done
[ -n "$T$N" ] || exit 0
each() { for e in $T; do kill -s "$1" -- "-\${e%%:*}"; done 2>/dev/null; }
alive() { for e in $T; do kill -s 0 -- "-\${e%%:*}" 2>/dev/null && return 0; done; return 1; }
each TERM; each CONT
i=0; while [ $i -lt 10 ] && alive; do i=$((i+1)); sleep 0.05; done
each KILL
marks() {
  for e in $T; do n=\${e#*:}; printf '%s\\n' "${NONCE_VARIABLE}=\${n%%:*}"; done
  for e in $N; do printf '%s\\n' "${NONCE_VARIABLE}=$e"; done
}
carriers() {
  if [ -d /proc/self ]; then
    for f in $(marks | grep -lasF -f - /proc/[0-9]*/environ 2>/dev/null); do f=\${f#/proc/}; printf '%s\\n' "\${f%/environ}"; done
  else
    ps -axwwE -o pid=,command= 2>/dev/null | grep -aF "$(marks)" | while read -r p _; do printf '%s\\n' "$p"; done
  fi
}
i=0
while [ $i -lt 20 ]; do
  P=$(carriers); [ -n "$P$N" ] || break
  for p in $P; do [ "$p" = $$ ] || kill -s KILL "$p" 2>/dev/null; done
  i=$((i+1)); sleep 0.05
done
for e in $T; do
  n=\${e#*:}; r=\${n#*:}; n=\${n%%:*}
  [ -n "$r" ] || continue
  c=$("$r" ps -aq --filter "label=mcp-orchestrator=$n" 2>/dev/null) && [ -n "$c" ] && "$r" rm -f $c >/dev/null 2>&1
done
exit 0
`;

/** Killed again and again: then something here does not want it, and the ledger must do. */
const MAX_STARTS = 5;
const END_WAIT_MS = 3000;

export interface JanitorEntry {
  readonly group: number;
  readonly nonce: string;
  /** The container runtime's path, where the tree has a container. */
  readonly containerRuntime: string | null;
}

export interface Janitor {
  /**
   * Before a process with this nonce is made, for making one takes milliseconds in which we may be killed: it would
   * live and nobody but the next start would know. Then comes `register` or `withdraw`.
   */
  announce(nonce: string): void;
  /** Nothing was made. */
  withdraw(nonce: string): void;
  /** Starts the janitor at the first call. Never throws: without one the ledger still finds orphans at next start. */
  register(entry: JanitorEntry): void;
  forget(group: number): void;
  readonly pid: number | null;
  /** It ends what is still registered, then itself. Resolves when it did, within 3 s. */
  dispose(): Promise<void>;
}

/** For Windows, where the Job Objects do this. */
export const noJanitor: Janitor = {
  announce() {},
  withdraw() {},
  register() {},
  forget() {},
  pid: null,
  async dispose() {},
};

export function createJanitor(options: { readonly environment: NodeJS.ProcessEnv }): Janitor {
  const entries = new Map<number, JanitorEntry>();
  const announced = new Set<string>();
  let child: ChildProcess | null = null;
  let starts = 0;
  let disposed = false;

  const plus = ({ group, nonce, containerRuntime }: JanitorEntry): string => {
    // The script's words end at blanks: a runtime in such a path is left to the next start.
    const runtime =
      containerRuntime !== null && !/[\s:*?[\]]/.test(containerRuntime) ? ` ${containerRuntime}` : '';
    return `+ ${group} ${nonce}${runtime}\n`;
  };

  function start(): void {
    if (disposed || starts >= MAX_STARTS) return;
    starts += 1;
    const { PATH, HOME, DOCKER_HOST, DOCKER_CONFIG, XDG_RUNTIME_DIR } = options.environment;
    const env = { PATH: PATH ?? '/usr/bin:/bin', HOME, DOCKER_HOST, DOCKER_CONFIG, XDG_RUNTIME_DIR };
    const started = spawn('/bin/sh', ['-c', SCRIPT, 'mcp-orchestrator-janitor'], {
      // A session of its own: Ctrl-C and the end of the terminal must not reach it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env,
    });
    child = started;
    const lost = (): void => {
      if (child !== started) return;
      child = null;
      if (entries.size + announced.size > 0) start();
    };
    started.on('error', lost);
    started.on('exit', lost);
    started.stdin?.on('error', () => {}); // EPIPE: `exit` follows
    started.unref();
    const known = [...[...announced].map((nonce) => `? ${nonce}\n`), ...[...entries.values()].map(plus)];
    if (known.length > 0) started.stdin?.write(known.join(''));
    // A pipe that is being written to keeps us alive no longer than the write.
    (started.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  return {
    announce(nonce) {
      announced.add(nonce);
      if (child === null) start();
      else child.stdin?.write(`? ${nonce}\n`);
    },
    withdraw(nonce) {
      if (announced.delete(nonce)) child?.stdin?.write(`! ${nonce}\n`);
    },
    register(entry) {
      announced.delete(entry.nonce);
      entries.set(entry.group, entry);
      if (child === null) start();
      else child.stdin?.write(plus(entry));
    },
    forget(group) {
      if (entries.delete(group)) child?.stdin?.write(`- ${group}\n`);
    },
    get pid() {
      return child?.pid ?? null;
    },
    async dispose() {
      disposed = true;
      const last = child;
      if (last === null) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, END_WAIT_MS);
        last.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        last.stdin?.end();
      });
    },
  };
}

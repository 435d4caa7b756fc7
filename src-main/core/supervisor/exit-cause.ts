import { type Cause, message } from '../../../src-shared/i18n/message.ts';
import type { CrashReason } from '../../../src-shared/schema/status.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import type { ProcessExit } from '../ports/process.ts';

export interface ExplainedExit {
  readonly cause: Cause;
  /** Set where trying again cannot help, as long as the server was never ready; such an end spends no budget. */
  readonly permanent: { readonly reason: CrashReason; readonly cause: Cause } | null;
  /** The port that we chose was stolen between look and bind: another one is chosen, and nothing is charged. */
  readonly retryUncharged: boolean;
}

/** POSIX shells: found but not executable, not found. `docker run` hands the same codes on from its container. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
/** `docker run`: the fault is docker's own. */
const DOCKER_FAILED = 125;

/** Node, Python (errno 98 on Linux, 48 on macOS), Go and Rust, Windows. */
const PORT_TAKEN =
  /EADDRINUSE|address already in use|Errno (?:98|48)\b|WSAEADDRINUSE|os error (?:98|48|10048)\b/i;
const PORT_IN_TEXT = /(?::|\bport\D{0,3})(\d{2,5})\b/i;
const NO_DOCKER =
  /cannot connect to (?:the docker daemon|podman)|permission denied while trying to connect to the docker|is the docker daemon running/i;

/** What the last words of well-known programs mean; the first that fits. Only the remedy depends on it. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/npm (?:error|ERR!) (?:code )?E404|npm (?:error|ERR!) 404/, 'process.exit.remedy.npm-404'],
  [/npm (?:error|ERR!) code (?:ENOTEMPTY|EJSONPARSE)/, 'process.exit.remedy.npx-cache'],
  [
    /npm (?:error|ERR!) code (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED)/,
    'process.exit.remedy.npm-network',
  ],
  [
    /ERR_MODULE_NOT_FOUND|Cannot find (?:module|package)|ModuleNotFoundError|No module named/,
    'process.exit.remedy.module',
  ],
  [/can't open file|No such file or directory|ENOENT/, 'process.exit.remedy.file'],
  [
    /SyntaxError|unknown option|unrecognized arguments|unexpected argument|bad option/i,
    'process.exit.remedy.arguments',
  ],
];

/** Signals that somebody sends, and what mostly stands behind them. */
const SIGNAL_HINTS: Readonly<Record<string, string>> = {
  SIGKILL: 'process.exit.remedy.killed',
  SIGSEGV: 'process.exit.remedy.crashed',
  SIGBUS: 'process.exit.remedy.crashed',
  SIGILL: 'process.exit.remedy.crashed',
  SIGABRT: 'process.exit.remedy.crashed',
};

function plainCause(exit: ProcessExit, lines: string): Cause {
  const { code, signal } = exit;
  if (signal !== null) {
    const remedy = message(SIGNAL_HINTS[signal] ?? 'process.exit.remedy');
    return { happened: message('process.exit.signal', { signal }), remedy };
  }
  const happened = message('process.exit.code', { code: String(code ?? '?') });
  if (code === 0) return { happened, remedy: message('process.exit.remedy.clean') };
  const hint = HINTS.find(([pattern]) => pattern.test(lines))?.[1];
  return { happened, remedy: message(hint ?? 'process.exit.remedy') };
}

const final = (reason: CrashReason, cause: Cause): ExplainedExit => ({
  cause,
  permanent: { reason, cause },
  retryUncharged: false,
});

/**
 * Why a server ended, from its exit and the last lines of this run. `port` is the one that it was given or is reached
 * at, null where it has none.
 */
export function explainExit(ended: {
  readonly exit: ProcessExit;
  readonly lastLines: readonly string[];
  readonly definition: ServerDefinition;
  readonly port: number | null;
}): ExplainedExit {
  const { exit, definition } = ended;
  const lines = ended.lastLines.join('\n');
  const cause = plainCause(exit, lines);
  const command = definition.launch?.command ?? '';
  if (exit.code === 0 || exit.signal !== null) return { cause, permanent: null, retryUncharged: false };
  if (exit.code === DOCKER_FAILED && NO_DOCKER.test(lines)) {
    return final('HOST', {
      happened: message('process.exit.docker-down', { command }),
      remedy: message('process.exit.docker-down.remedy'),
    });
  }
  if (PORT_TAKEN.test(lines)) return portTaken(ended, lines, cause);
  if (exit.code === NOT_FOUND) {
    return final('NOT_FOUND', {
      happened: message('process.exit.not-found', { command }),
      remedy: message('process.exit.not-found.remedy'),
    });
  }
  if (exit.code === NOT_EXECUTABLE) {
    return final('CONFIG', {
      happened: message('process.exit.not-executable', { command }),
      remedy: message('process.exit.not-executable.remedy'),
    });
  }
  return { cause, permanent: null, retryUncharged: false };
}

function portTaken(
  ended: { readonly definition: ServerDefinition; readonly port: number | null },
  lines: string,
  plain: Cause,
): ExplainedExit {
  const policy = ended.definition.policy.port;
  const taken = lines.split('\n').find((line) => PORT_TAKEN.test(line)) ?? '';
  const port = PORT_IN_TEXT.exec(taken)?.[1] ?? ended.port ?? ended.definition.policy.port?.fixed ?? null;
  const cause: Cause = {
    happened:
      port === null
        ? message('process.exit.some-port-taken')
        : message('process.exit.port-taken', { port: String(port) }),
    remedy: message('reason.PORT_CONFLICT.remedy'),
  };
  const chosen = policy !== null && policy.fixed === null && (port === null || Number(port) === ended.port);
  if (chosen)
    return {
      cause: { happened: cause.happened, remedy: plain.remedy },
      permanent: null,
      retryUncharged: true,
    };
  return final('PORT_CONFLICT', cause);
}

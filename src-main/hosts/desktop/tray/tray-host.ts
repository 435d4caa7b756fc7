import { execFile } from 'node:child_process';
import { type DesktopClock, systemClock } from '../clock.ts';
import type { DesktopPlatform } from '../electron-api.ts';

/** Who draws the tray's icons: the panel of a Linux desktop, if it has one that does. Elsewhere it is always there. */
export interface TrayHost {
  /**
   * Tells once whether it is there, and where it is not, once more when it came. Nothing is asked after that, nor after
   * the returned function was called.
   */
  watch(listener: (isThere: boolean) => void): () => void;
}

export interface TrayHostOptions {
  readonly clock?: DesktopClock;
  readonly environment?: NodeJS.ProcessEnv;
  /** How long one question may take. */
  readonly limitMs?: number;
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const GET = 'org.freedesktop.DBus.Properties.Get';

/** Each asks for the same property; a desktop has at least one of them. None goes through a shell. */
const QUESTIONS: readonly (readonly [program: string, args: readonly string[]])[] = [
  ['busctl', ['--user', '--auto-start=no', 'get-property', WATCHER, PATH, WATCHER, PROPERTY]],
  [
    'gdbus',
    [
      'call',
      '--session',
      '--timeout=2',
      `--dest=${WATCHER}`,
      `--object-path=${PATH}`,
      `--method=${GET}`,
    ].concat(WATCHER, PROPERTY),
  ],
  [
    'dbus-send',
    ['--session', '--print-reply=literal', '--reply-timeout=2000', `--dest=${WATCHER}`, PATH, GET].concat(
      `string:${WATCHER}`,
      `string:${PROPERTY}`,
    ),
  ],
];
const ANSWER_LIMIT_MS = 2000;

/** At login a panel may come seconds after us; later somebody may switch one on, and that can wait. */
const EAGER_MS = 15_000;
const EAGER_EVERY_MS = 1000;
const PATIENT_EVERY_MS = 30_000;

/**
 * Electron looks for a host of status icons once, when the icon is made, and falls back to a kind that most desktops do
 * not show any more; so the icon is made when the host is there. Where no tool can ask, it is taken to be there.
 */
export function createTrayHost(platform: DesktopPlatform, options: TrayHostOptions = {}): TrayHost {
  const { clock = systemClock, environment: env = process.env, limitMs = ANSWER_LIMIT_MS } = options;
  if (platform !== 'linux') return { watch: tellAtOnce };
  return {
    watch(listener) {
      const startMs = clock.monotonicMs();
      const stopped = new AbortController();
      let timer: { cancel(): void } | null = null;
      let wasTold = false;
      const ask = async (): Promise<void> => {
        const isThere = (await isHostThere({ env, signal: stopped.signal, timeout: limitMs })) ?? true;
        if (stopped.signal.aborted) return;
        if (!isThere) {
          const isEager = clock.monotonicMs() - startMs < EAGER_MS;
          timer = clock.setTimer(isEager ? EAGER_EVERY_MS : PATIENT_EVERY_MS, () => void ask());
        }
        if (isThere || !wasTold) listener(isThere);
        wasTold = true;
      };
      void ask();
      return () => {
        stopped.abort();
        timer?.cancel();
      };
    },
  };
}

function tellAtOnce(listener: (isThere: boolean) => void): () => void {
  listener(true);
  return () => {};
}

interface Limits {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly timeout: number;
}

/** Null where nobody can be asked. */
async function isHostThere(limits: Limits): Promise<boolean | null> {
  for (const [program, args] of QUESTIONS) {
    const answer = await run(program, args, limits);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return null;
}

/** What it printed, nothing where it failed or took too long; null where there is no such program. */
function run(program: string, args: readonly string[], limits: Limits): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { ...limits, killSignal: 'SIGKILL', maxBuffer: 65_536 }, (error, stdout) => {
      const isMissing = error !== null && (error.code as unknown) === 'ENOENT';
      resolve(isMissing ? null : error === null ? stdout : '');
    });
  });
}

import type { ElectronApi } from '../electron-api.ts';

/** Our own limit for stopping everything is 8 s (surface §3, `stop`); what is not done then is killed. */
export const QUIT_LIMIT_MS = 10_000;
/** Killing takes as long as the kernel takes; an orchestrator that hangs in it is left all the same. */
export const FORCE_LIMIT_MS = 3000;

export interface QuitOptions {
  readonly electron: Pick<ElectronApi, 'app'>;
  /** Ends the orchestrator, or lets go of another's; may be called again with `force`. */
  readonly close: (options: { readonly force: boolean; readonly reason: string }) => Promise<void>;
  /** It begins: what is shown says so. */
  readonly onStopping: () => void;
  /** Everything is down: icons, windows and listeners go now. */
  readonly dispose: () => void;
  readonly log: (text: string) => void;
  readonly setTimer?: (ms: number, callback: () => void) => () => void;
}

export interface Quit {
  readonly stopping: boolean;
  /**
   * Begins the end, whoever asked for it: menu, dock, signal, the system. Again: kills. Resolves when the application
   * has left.
   */
  request(reason: string): Promise<void>;
  /** Lets go of the orchestrator, leaves, and is started again with these arguments. */
  relaunch(args: readonly string[]): void;
}

/**
 * The one way out. Electron waits for nothing that is asynchronous, so `before-quit` is prevented until the servers are
 * down, then the process leaves by `app.exit` (docs/api/app.md, before-quit).
 */
export function createQuit(options: QuitOptions): Quit {
  const { electron, close, log, setTimer = unrefTimer } = options;
  let asked = 0;
  let left = false;
  let cancelTimer = () => {};
  const over = Promise.withResolvers<void>();

  function leave(): void {
    if (left) return;
    left = true;
    cancelTimer();
    try {
      options.dispose();
    } finally {
      electron.app.exit(0);
      over.resolve();
    }
  }

  function end(force: boolean, reason: string): void {
    cancelTimer();
    cancelTimer = setTimer(force ? FORCE_LIMIT_MS : QUIT_LIMIT_MS, () => {
      if (force) return leave();
      log(`not everything ended within ${QUIT_LIMIT_MS / 1000} s, killing the rest`);
      end(true, reason);
    });
    close({ force, reason }).then(leave, (error: unknown) => {
      log(`stopping failed: ${error instanceof Error ? error.message : String(error)}`);
      leave();
    });
  }

  function request(reason: string): Promise<void> {
    asked++;
    if (asked === 1) {
      log(`stopping: ${reason}`);
      options.onStopping();
      end(false, reason);
    } else if (asked === 2) end(true, 'force');
    return over.promise;
  }

  electron.app.on('before-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void request('quit');
  });

  return {
    get stopping() {
      return asked > 0;
    },
    request,
    relaunch(args) {
      if (asked > 0) return;
      electron.app.relaunch({ args: [...args] });
      void request('it is started anew');
    },
  };
}

function unrefTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

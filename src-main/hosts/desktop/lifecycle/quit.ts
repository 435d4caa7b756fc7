import { type DesktopClock, systemClock } from '../clock.ts';
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
  /** What a person has not saved may be lost, or there is nothing. Only a person who quits is asked. */
  readonly mayLose?: () => Promise<boolean>;
  readonly log: (text: string) => void;
  readonly clock?: Pick<DesktopClock, 'setTimer'>;
}

export interface Quit {
  readonly stopping: boolean;
  /** A person wants to leave: menu, dock, window. Asks where something would be lost; a second time kills. */
  ask(reason: string): void;
  /**
   * Begins the end, whatever it would lose: a signal, the system. The same reason again kills; another one does not, for
   * a session that ends says so in several ways. Resolves when the application has left.
   */
  request(reason: string): Promise<void>;
  /**
   * Lets go of the orchestrator, leaves, and is started again with these arguments: this program, or the one that is given.
   */
  relaunch(args: readonly string[], program?: string | null): void;
}

/**
 * The one way out. Electron waits for nothing that is asynchronous, so `before-quit` is prevented until the servers are
 * down, then the process leaves by `app.exit` (docs/api/app.md, before-quit).
 */
export function createQuit(options: QuitOptions): Quit {
  const { electron, close, log, clock = systemClock } = options;
  /** Who wanted it. */
  const wishes = new Set<string>();
  let isAsking = false;
  let isForced = false;
  let left = false;
  let limit: { cancel(): void } | null = null;
  const over = Promise.withResolvers<void>();

  function leave(): void {
    if (left) return;
    left = true;
    limit?.cancel();
    try {
      options.dispose();
    } finally {
      electron.app.exit(0);
      over.resolve();
    }
  }

  function end(force: boolean, reason: string): void {
    limit?.cancel();
    limit = clock.setTimer(force ? FORCE_LIMIT_MS : QUIT_LIMIT_MS, () => {
      if (force) return leave();
      log(`not everything ended within ${QUIT_LIMIT_MS / 1000} s, killing the rest`);
      end(true, reason);
    });
    close({ force, reason }).then(leave, (error: unknown) => {
      log(`stopping failed: ${error instanceof Error ? error.message : String(error)}`);
      leave();
    });
  }

  function wish(by: string, reason: string): Promise<void> {
    if (wishes.size === 0) {
      log(`stopping: ${reason}`);
      options.onStopping();
      end(false, reason);
    } else if (wishes.has(by) && !isForced) {
      isForced = true;
      end(true, 'force');
    }
    wishes.add(by);
    return over.promise;
  }

  const request = (reason: string): Promise<void> => wish(reason, reason);

  async function mayLose(): Promise<boolean> {
    try {
      return (await options.mayLose?.()) ?? true;
    } catch (error) {
      log(`whether something is unsaved cannot be told: ${String(error)}`);
      return true;
    }
  }

  async function askFirst(reason: string): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const may = await mayLose();
    isAsking = false;
    // Meanwhile the system may have wanted it.
    if (may && wishes.size === 0) await wish('person', reason);
  }

  function ask(reason: string): void {
    if (options.mayLose === undefined || wishes.size > 0) void wish('person', reason);
    else void askFirst(reason);
  }

  electron.app.on('before-quit', (event) => {
    if (left) return;
    event.preventDefault();
    ask('quit');
  });

  return {
    get stopping() {
      return wishes.size > 0;
    },
    ask,
    request,
    relaunch(args, program = null) {
      if (wishes.size > 0) return;
      electron.app.relaunch({ args: [...args], ...(program === null ? {} : { execPath: program }) });
      void request('it is started anew');
    },
  };
}

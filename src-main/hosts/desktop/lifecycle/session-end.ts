import type { BaseWindow, DesktopPlatform, ElectronApi } from '../electron-api.ts';

export interface SessionEndOptions {
  readonly electron: Pick<ElectronApi, 'BaseWindow' | 'powerMonitor'>;
  readonly platform: DesktopPlatform;
  /** Stops everything and leaves. */
  readonly quit: (reason: string) => void;
  /** Writes what must not be lost, before it returns. */
  readonly saveNow: () => void;
  /** SIGTERM and SIGHUP of a Linux logout, Ctrl-C of a terminal: the process. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
/** A terminal and npm both pass Ctrl-C on; the second one within this time is the same key press. */
const SAME_SIGNAL_MS = 500;

/**
 * The ends that nobody chose in a menu: log-off, shutdown, signals. Quit events of the application do not come at a
 * Windows log-off, and may not at a Linux one (electron#33651), so each system is listened to in its own way.
 */
export function watchSessionEnd(options: SessionEndOptions): { close(): void } {
  const { electron, platform, quit, saveNow, signals } = options;
  const lastAt = new Map<string, number>();
  const onSignal = (signal: string) => {
    const now = performance.now();
    const repeated = now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL_MS;
    lastAt.set(signal, now);
    if (!repeated) quit(signal);
  };
  // Before it is ready Electron has handlers of its own for them, which these take the place of.
  for (const signal of SIGNALS) signals.on(signal, onSignal);

  // Linux and macOS: delayed until we left by ourselves (docs/api/power-monitor.md, shutdown).
  const onShutdown = (event?: { preventDefault?(): void }) => {
    event?.preventDefault?.();
    saveNow();
    quit('the computer shuts down');
  };
  if (platform !== 'win32') {
    // On Linux the first listener of all wakes powerMonitor, which does not see what it is for: were it the one for the
    // shutdown, there would be none (lib/browser/api/power-monitor.ts).
    electron.powerMonitor.on('resume', wakes);
    electron.powerMonitor.on('shutdown', onShutdown as () => void);
  }

  const listener = platform === 'win32' ? createSessionWindow(electron, { quit, saveNow }) : null;
  return {
    close() {
      for (const signal of SIGNALS) signals.off(signal, onSignal);
      if (platform !== 'win32') {
        electron.powerMonitor.off('shutdown', onShutdown as () => void);
        electron.powerMonitor.off('resume', wakes);
      }
      listener?.destroy();
    },
  };
}

const wakes = (): void => undefined;

/**
 * Windows tells windows only (docs/api/base-window.md, session-end), so one that nobody sees, without a page, stays for the
 * life of the process. Electron leaves right after telling: state is written at once, the servers end with their Job Objects.
 */
function createSessionWindow(
  electron: SessionEndOptions['electron'],
  { quit, saveNow }: Pick<SessionEndOptions, 'quit' | 'saveNow'>,
): BaseWindow {
  const window = new electron.BaseWindow({
    show: false,
    width: 1,
    height: 1,
    skipTaskbar: true,
    focusable: false,
  });
  window.on('query-session-end', saveNow);
  window.on('session-end', () => {
    saveNow();
    quit('the session ends');
  });
  return window;
}

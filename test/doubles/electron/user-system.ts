import type { FakeApp } from './app.ts';
import { everyWindow } from './base-window.ts';
import { createEvent } from './events.ts';
import type { FakePowerMonitor } from './power.ts';
import type { FakeWindows } from './window.ts';
import type { World } from './world.ts';

/** The computer's power and lid. */
export interface PowerUser {
  suspend(): void;
  resume(): void;
  onBattery(): void;
  onAC(): void;
  thermal(state: 'unknown' | 'nominal' | 'fair' | 'serious' | 'critical'): void;
  lockScreen(): void;
  unlockScreen(): void;
  /** Whether the application asked for a delay. */
  shutdown(): 'goes on' | 'delayed';
}

/** macOS: the application's icon in the dock. */
export interface DockUser {
  click(): void;
  quit(): void;
  readonly badge: string;
  readonly isVisible: boolean;
}

interface SystemParts {
  readonly world: World;
  readonly app: FakeApp;
  readonly windows: FakeWindows;
  readonly power: FakePowerMonitor;
}

export function createPowerUser(world: World, power: FakePowerMonitor): PowerUser {
  return {
    suspend: () => void power.tell('suspend'),
    resume: () => void power.tell('resume'),
    onBattery() {
      world.requirePlatform('event for battery power', 'darwin', 'win32');
      power.battery(true);
    },
    onAC() {
      world.requirePlatform('event for mains power', 'darwin', 'win32');
      power.battery(false);
    },
    thermal(state) {
      world.requirePlatform('thermal state', 'darwin');
      power.thermal(state);
    },
    lockScreen() {
      world.requirePlatform('event for the lock screen', 'darwin', 'win32');
      power.tell('lock-screen');
    },
    unlockScreen() {
      world.requirePlatform('event for the lock screen', 'darwin', 'win32');
      power.tell('unlock-screen');
    },
    shutdown: () => shutdown(world, power),
  };
}

export function createDockUser({
  world,
  app,
  windows,
}: Pick<SystemParts, 'world' | 'app' | 'windows'>): DockUser {
  return {
    // docs/api/app.md#event-activate-macos
    click() {
      world.requirePlatform('dock', 'darwin');
      const hasVisibleWindows = windows.all.some((window) => window.isVisible());
      app.tell('activate', createEvent(), hasVisibleWindows);
    },
    quit() {
      world.requirePlatform('dock', 'darwin');
      app.quit();
    },
    get badge() {
      return app.dock?.getBadge() ?? '';
    },
    get isVisible() {
      return app.dock?.isVisible() ?? false;
    },
  };
}

// docs/api/power-monitor.md#event-shutdown-linux-macos: `preventDefault` asks for a delay
function shutdown(world: World, power: FakePowerMonitor): 'goes on' | 'delayed' {
  world.requirePlatform('shutdown event', 'darwin', 'linux');
  if (!power.hearsShutdown) return 'goes on';
  const event = createEvent();
  power.tell('shutdown', event);
  return event.defaultPrevented ? 'delayed' : 'goes on';
}

/** Ends the session. */
export function logOff(parts: SystemParts): 'goes on' | 'delayed' {
  const { world, app, power } = parts;
  if (world.platform === 'win32') return endWindowsSession(parts);
  if (shutdown(world, power) === 'delayed') return 'delayed';
  app.quit();
  return 'goes on';
}

/**
 * docs/api/base-window.md#event-query-session-end-windows and #event-session-end-windows; docs/api/app.md#event-before-quit:
 * no event of the application. The process ends as soon as all have been told.
 */
function endWindowsSession({ world, windows }: SystemParts): 'goes on' | 'delayed' {
  const reasons = ['logoff'] as const;
  for (const window of everyWindow(windows)) {
    const event = createEvent({ reasons: [...reasons] });
    window.tell('query-session-end', event);
    if (event.defaultPrevented) return 'delayed';
  }
  for (const window of everyWindow(windows)) {
    window.tell('session-end', createEvent({ reasons: [...reasons] }));
  }
  world.end(0);
  return 'goes on';
}

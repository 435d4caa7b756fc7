import { type DesktopClock, systemClock } from '../clock.ts';
import type { ElectronApi } from '../electron-api.ts';
import { runsOnBattery } from './linux-battery.ts';
import { cameUp, type NetworkFacts, networkFacts } from './network.ts';

/** What the orchestrator is told of the computer. Hints only: its own heartbeat finds out what matters. */
export interface PowerHints {
  onSuspend(): void;
  onWake(): void;
  onNetworkUp(): void;
  onPower(power: { readonly saving: boolean }): void;
}

export interface PowerOptions {
  readonly electron: Pick<ElectronApi, 'powerMonitor' | 'net'>;
  readonly orchestrator: PowerHints;
  readonly platform?: NodeJS.Platform;
  readonly clock?: Pick<DesktopClock, 'setTimer'>;
  /** The addresses of this computer, from the operating system by default. */
  readonly addresses?: () => readonly string[];
  /** Where Linux tells of batteries and cables. */
  readonly powerSupplies?: string;
}

export interface PowerHandle {
  /** On battery, or too hot. */
  readonly saving: boolean;
  close(): void;
}

/**
 * Electron has no event for a network that changes, and on Linux none for the battery: both are looked at so often. A
 * look costs well below a millisecond.
 */
const LOOK_MS = 15_000;

/** Suspend, resume, battery, heat and network, passed on to the orchestrator. Electron must be ready. */
export function createPower(options: PowerOptions): PowerHandle {
  const { orchestrator, clock = systemClock, platform = process.platform } = options;
  const { powerMonitor } = options.electron;
  const removers: (() => void)[] = [];
  const state = { battery: false, hot: false, saving: false, closed: false };
  let network = facts();
  let timer: { cancel(): void } | null = null;

  function facts(): NetworkFacts {
    return networkFacts(() => options.electron.net.isOnline(), options.addresses);
  }

  const note = (change: { readonly battery?: boolean; readonly hot?: boolean }) => {
    Object.assign(state, change);
    const saving = state.battery || state.hot;
    if (saving === state.saving) return;
    state.saving = saving;
    orchestrator.onPower({ saving });
  };

  const lookAtNetwork = () => {
    const before = network;
    network = facts();
    if (cameUp(before, network)) orchestrator.onNetworkUp();
  };

  const look = async () => {
    lookAtNetwork();
    if (platform === 'linux') {
      const battery = await runsOnBattery(options.powerSupplies);
      if (!state.closed) note({ battery });
    }
    if (!state.closed) timer = clock.setTimer(LOOK_MS, () => void look());
  };

  const woke = () => {
    orchestrator.onWake();
    lookAtNetwork();
  };

  const listen = (
    event: 'suspend' | 'resume' | 'unlock-screen' | 'on-ac' | 'on-battery',
    what: () => void,
  ) => {
    // The events differ in their types only.
    const name = event as 'suspend';
    powerMonitor.on(name, what);
    removers.push(() => powerMonitor.off(name, what));
  };
  listen('suspend', () => orchestrator.onSuspend());
  listen('resume', woke);
  // Not every system tells when it resumes; who unlocks the screen is back in any case.
  listen('unlock-screen', woke);
  if (platform !== 'linux') {
    listen('on-ac', () => note({ battery: false }));
    listen('on-battery', () => note({ battery: true }));
    note({ battery: powerMonitor.isOnBatteryPower() });
  }
  if (platform === 'darwin') {
    const heated = ({ state: heat }: { readonly state: string }) => note({ hot: isHot(heat) });
    powerMonitor.on('thermal-state-change', heated);
    removers.push(() => powerMonitor.off('thermal-state-change', heated));
    note({ hot: isHot(powerMonitor.getCurrentThermalState()) });
  }
  void look();

  return {
    get saving() {
      return state.saving;
    },
    close() {
      state.closed = true;
      timer?.cancel();
      for (const remove of removers.splice(0)) remove();
    },
  };
}

const isHot = (heat: string): boolean => heat === 'serious' || heat === 'critical';

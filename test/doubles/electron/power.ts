import type * as Electron from 'electron';
import type { DesktopPlatform } from '../../../src-main/hosts/desktop/electron-api.ts';
import { Emitter, type PowerEvents } from './emitted.ts';
import { createEvent } from './events.ts';

type Thermal = ReturnType<Electron.PowerMonitor['getCurrentThermalState']>;

/** docs/api/power-monitor.md: what the system says of its power. */
export class FakePowerMonitor
  extends Emitter<PowerEvents>
  implements
    Pick<
      Electron.PowerMonitor,
      | 'getCurrentThermalState'
      | 'getSystemIdleState'
      | 'getSystemIdleTime'
      | 'isOnBatteryPower'
      | 'onBatteryPower'
    >
{
  /** Whether the system would tell. */
  hearsShutdown = true;
  #onBattery: boolean;
  #thermal: Thermal = 'nominal';

  constructor(platform: DesktopPlatform, onBattery: boolean) {
    super();
    this.#onBattery = onBattery;
    if (platform !== 'linux') return;
    // lib/browser/api/power-monitor.ts: the first listener of all wakes it, and whether somebody listens for the shutdown
    // is looked at before that listener is one; from then on at every listener that comes or goes.
    this.hearsShutdown = false;
    this.once('newListener', () => {
      this.on('newListener', (event) => {
        if (event === 'shutdown') this.hearsShutdown = true;
      });
      this.on('removeListener', (event) => {
        if (event === 'shutdown') this.hearsShutdown = this.listenerCount('shutdown') > 0;
      });
    });
  }

  get onBatteryPower(): boolean {
    return this.#onBattery;
  }

  isOnBatteryPower(): boolean {
    return this.#onBattery;
  }

  getCurrentThermalState(): Thermal {
    return this.#thermal;
  }

  getSystemIdleState(): 'active' | 'idle' | 'locked' | 'unknown' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  battery(on: boolean): void {
    this.#onBattery = on;
    this.tell(on ? 'on-battery' : 'on-ac');
  }

  thermal(state: Thermal): void {
    this.#thermal = state;
    this.tell('thermal-state-change', createEvent({ state }));
  }
}

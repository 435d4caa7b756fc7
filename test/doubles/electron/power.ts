import type * as Electron from 'electron';
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
  #onBattery: boolean;
  #thermal: Thermal = 'nominal';

  constructor(onBattery: boolean) {
    super();
    this.#onBattery = onBattery;
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

import type { Clock } from '../../core/ports/clock.ts';
import type { EraMemory } from '../../core/ports/mcp.ts';
import type { Store } from '../../core/ports/store.ts';

const keyOf = (launchHash: string): string => `mcp-era:${launchHash}`;

/** Verdicts as small facts in the store: `legacy 1790000000000`. What cannot be read is as if it were not there. */
export function createEraMemory(store: Pick<Store, 'getValue' | 'setValue'>, clock: Clock): EraMemory {
  return {
    get(launchHash) {
      const [era, at] = (store.getValue(keyOf(launchHash)) ?? '').split(' ');
      const decidedAtWallMs = Number(at);
      if ((era !== 'legacy' && era !== 'modern') || !Number.isFinite(decidedAtWallMs)) return null;
      return { era, decidedAtWallMs };
    },
    set(launchHash, era) {
      store.setValue(keyOf(launchHash), `${era} ${clock.wallMs()}`);
    },
  };
}

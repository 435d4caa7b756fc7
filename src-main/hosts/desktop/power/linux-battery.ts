import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const POWER_SUPPLIES = '/sys/class/power_supply';

/**
 * Whether a battery of this computer is being used up and no cable feeds it. Electron tells of batteries on macOS and
 * Windows only. A mouse has a battery too, of scope `Device`, which says nothing.
 */
export async function runsOnBattery(folder: string = POWER_SUPPLIES): Promise<boolean> {
  const supplies = await Promise.all(
    (await namesIn(folder)).map(async (name) => {
      const fact = (file: string) => textOf(join(folder, name, file));
      const [type, scope] = await Promise.all([fact('type'), fact('scope')]);
      if (scope === 'Device') return 'none';
      if (type === 'Battery') return (await fact('status')) === 'Discharging' ? 'discharging' : 'none';
      return (await fact('online')) === '1' ? 'fed' : 'none';
    }),
  );
  return supplies.includes('discharging') && !supplies.includes('fed');
}

/** No folder: a computer without a battery, or a container. */
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** A supply may be pulled between the look at the folder and this one. */
const textOf = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim();

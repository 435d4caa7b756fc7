import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HomePaths } from '../adapters/instance/home.ts';
import type { HostFunctions, Licence } from '../api/host-functions.ts';

/** Beside the bundle, made with it (assets/build/licences.ts). */
const LICENCES = join(import.meta.dirname, 'licences.json');

/** What the API tells about the process and where its things are. */
export function createHostFacts({ home, logs }: HomePaths): Omit<HostFunctions, 'shutdown'> {
  return {
    pid: process.pid,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    userHome: homedir(),
    places: { home, logs },
    async licences() {
      try {
        return JSON.parse(await readFile(LICENCES, 'utf8')) as readonly Licence[];
      } catch {
        return []; // run from the sources
      }
    },
  };
}

import { existsSync } from 'node:fs';
import type { ResourceSampler } from '../../core/ports/resources.ts';
import { createPidusageSampler } from './pidusage-sampler.ts';
import { createProcSampler } from './proc-sampler.ts';
import { listWithPowerShell, listWithPs } from './process-list.ts';

/** One PowerShell for each sample (pitfall 15). */
const WINDOWS_INTERVAL_MS = 30_000;

/** What this system measures best with: its own /proc, else pidusage over the system's list of processes. */
export function createSampler(platform: NodeJS.Platform = process.platform): ResourceSampler {
  if (platform === 'linux' && existsSync('/proc/self/stat')) return createProcSampler();
  if (platform === 'win32')
    return createPidusageSampler({ list: listWithPowerShell, minimumIntervalMs: WINDOWS_INTERVAL_MS });
  return createPidusageSampler({ list: listWithPs });
}

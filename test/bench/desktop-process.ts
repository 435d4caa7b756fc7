// What `desktop.ts` measures, in a process of its own: the same orchestrator with 50 servers or none, bare or under the
// desktop application on the double of Electron. Prints one line of JSON when all run, and again after a second at rest.
import { EventEmitter } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../../src-main/runtime/options.ts';

const RESOLUTION_MS = 2;
const REST_MS = 1000;

const [kind = '', folder = '', config = '', pictures = ''] = process.argv.slice(2);
const home = join(folder, 'home');
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

/** Of the menu, the sentence and the picture together, the most of any of them. */
let draws = (): number => 0;

async function bare(): Promise<Runtime> {
  const { createRuntime } = await import('../../src-main/runtime/create-runtime.ts');
  return createRuntime({ home, config, pageFolder: null, unreadable: 'wait' });
}

async function underDesktop(): Promise<Runtime> {
  const [{ beginApplication }, { createElectronDouble }, { openElectronStore }, store] = await Promise.all([
    import('../../src-main/hosts/desktop/application.ts'),
    import('../doubles/electron/index.ts'),
    import('../../src-main/hosts/desktop/preferences/electron-store-file.ts'),
    import('electron-store'),
  ]);
  const userData = join(folder, 'electron');
  mkdirSync(userData, { recursive: true });
  const double = createElectronDouble({ platform: 'linux', userData });
  const application = await beginApplication({
    electron: double.electron,
    platform: 'linux',
    arguments: { hidden: true, home, config },
    environment: { HOME: folder, XDG_CONFIG_HOME: join(folder, 'config') },
    folder: pictures,
    openPreferences: (cwd) => openElectronStore(store.default, { cwd }),
    trayHost: {
      watch(listener) {
        listener(true);
        return () => undefined;
      },
    },
    signals: new EventEmitter(),
  });
  const link = await application?.link;
  if (link?.runtime == null) throw new Error('the application has no orchestrator of its own');
  draws = () => {
    const { image, toolTip, menu } = double.user.tray.draws;
    return Math.max(image, toolTip, menu);
  };
  return link.runtime;
}

async function main(): Promise<void> {
  const runtime = await (kind === 'desktop' ? underDesktop() : bare());
  delay.enable();
  const perSecond: number[] = [];
  let drawn = draws();
  const counting = setInterval(() => {
    perSecond.push(draws() - drawn);
    drawn = draws();
  }, 1000);
  const wanted = runtime.orchestrator.status().servers.length;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (runtime.orchestrator.status().summary.RUNNING === wanted) resolve();
    };
    runtime.orchestrator.onEvent((event) => event.type === 'server.state' && look());
    look();
  });
  delay.disable();
  const p99Ms = wanted === 0 ? 0 : Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS);
  await sleep(REST_MS);
  clearInterval(counting);
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { rss, heapUsed } = process.memoryUsage();
  const mostDraws = Math.max(0, ...perSecond);
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ rss, heapUsed, p99Ms, mostDraws }));
  await runtime.shutdown({ force: true });
  process.exit(0);
}

void main();

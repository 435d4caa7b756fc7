import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Browser } from 'playwright';
import { build } from 'vite';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Rig, startRig } from '../transport/rig.ts';
import { ROOT } from './instance.ts';
import { busyWhile, openProbed } from './page-probe.ts';
import { type Figure, median } from './report.ts';

/** Of a short time on a computer that does other things: five rounds give another median each time. */
const ROUNDS = 15;
const SERVERS = 200;
const BUSY_SECONDS = 30;

/** The page itself: size, time until it can be used, and what it costs to look at 200 servers. */
export async function dashboard(): Promise<readonly Figure[]> {
  const pageFolder = join(ROOT, 'dist', 'renderer');
  const browser = await launchBrowser();
  try {
    return [
      await size(pageFolder),
      await navigation(browser, pageFolder),
      ...(await manyServers(browser, pageFolder, 'cards')),
      ...(await manyServers(browser, pageFolder, 'table')),
      ...(await manyServers(browser, pageFolder, 'list')),
    ];
  } finally {
    await browser.close();
  }
}

/** The entry and all that it imports before it runs, compressed. */
async function size(pageFolder: string): Promise<Figure> {
  const html = await readFile(join(pageFolder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file);
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(join(pageFolder, file)), { level: 9 }).length),
  );
  const total = sizes.reduce((sum, each) => sum + each, 0) / 1000;
  return {
    what: 'initial JavaScript, gzip',
    measured: `${total.toFixed(1)} kB in ${files.length} files`,
    target: '220 kB',
    met: total <= 220,
    data: { kB: total, files: files.length },
  };
}

/** An empty React page and ours, one after the other in each round, from the same kind of server. */
async function navigation(browser: Browser, pageFolder: string): Promise<Figure> {
  const empty = await buildEmptyPage();
  try {
    const fleet = Array.from({ length: 12 }, (_, index) => statusOf(`server-${index}`));
    await using ours = await startRig(fleet, { pageFolder });
    await using theirs = await startRig(fleet, { pageFolder: empty });
    const times: { ours: number[]; empty: number[] } = { ours: [], empty: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.empty.push(await timeToHeading(browser, theirs));
      times.ours.push(await timeToHeading(browser, ours));
    }
    const ratio = median(times.ours) / median(times.empty);
    return {
      what: 'navigation to interactive, over an empty React page',
      measured: `${ratio.toFixed(2)}x (${median(times.ours).toFixed(0)} / ${median(times.empty).toFixed(0)} ms)`,
      target: '2.5x',
      met: ratio <= 2.5,
      data: { ratio, ours: times.ours, empty: times.empty },
    };
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of the navigation until the largest text stands and the page has drawn it. */
async function timeToHeading(browser: Browser, rig: Rig): Promise<number> {
  await using probed = await openProbed(browser);
  const { page } = probed;
  // The cookie first: what is measured is the page, not the gate.
  const { body } = await rig.api('POST', '/api/one-time-address');
  await page.goto(body.url);
  await page.locator('h1').first().waitFor();
  await page.goto('about:blank');
  await page.goto(rig.url, { waitUntil: 'commit' });
  return await page.evaluate(async () => {
    while (document.querySelector('h1')?.textContent === undefined)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now();
  });
}

async function buildEmptyPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-empty-page-'));
  const source = join(ROOT, 'node_modules', '.empty-page');
  await mkdir(source, { recursive: true });
  await writeFile(
    join(source, 'index.html'),
    '<!doctype html><html lang="en"><head><title>Empty</title></head><body><div id="root"></div><script type="module" src="./main.tsx"></script></body></html>',
  );
  await writeFile(
    join(source, 'main.tsx'),
    "import { createRoot } from 'react-dom/client';\ncreateRoot(document.getElementById('root')!).render(<h1>Empty</h1>);\n",
  );
  try {
    await build({
      configFile: false,
      root: source,
      logLevel: 'silent',
      plugins: [react()],
      build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
    });
  } finally {
    await rm(source, { recursive: true, force: true });
  }
  return folder;
}

/** What the page keeps of a person's choice. A table of so many is folded to its groups; a list by a figure shows and sorts all. */
const LAYOUTS = {
  cards: { layout: 'cards' },
  table: { layout: 'table' },
  list: { layout: 'table', order: 'cpu' },
} as const;

/** 200 servers of which each has a new sample every second, looked at for half a minute. */
async function manyServers(
  browser: Browser,
  pageFolder: string,
  layout: keyof typeof LAYOUTS,
): Promise<readonly Figure[]> {
  const fleet = Array.from({ length: SERVERS }, (_, index) =>
    statusOf(`server-${index}`, { groups: [`group ${index % 8}`], ...sample(index, 0) }),
  );
  await using rig = await startRig(fleet, { pageFolder });
  await using probed = await openProbed(browser);
  await probed.page.addInitScript(
    (state) => localStorage.setItem('mcp-orchestrator', JSON.stringify({ state, version: 1 })),
    LAYOUTS[layout],
  );
  const { body } = await rig.api('POST', '/api/one-time-address');
  await probed.page.goto(body.url);
  await probed.page.locator('h1').first().waitFor();
  // What the start costs is measured elsewhere.
  await wait(3000);
  const busy = await busyWhile(probed, () => feedSamples(rig, fleet, BUSY_SECONDS));
  const percent = busy.share * 100;
  const longest = Math.max(0, ...busy.longTasks);
  return [
    {
      what: `200 servers as ${layout}, a sample each per second: main thread`,
      measured: `${percent.toFixed(1)} % over ${BUSY_SECONDS} s, longest task ${longest.toFixed(0)} ms`,
      target: '15 %, no task over 50 ms',
      met: percent <= 15 && longest <= 50,
      data: { percent, longTasks: busy.longTasks },
    },
  ];
}

/** Spread over the second, as real samples come. */
async function feedSamples(rig: Rig, fleet: readonly ServerStatus[], seconds: number): Promise<void> {
  const begun = performance.now();
  const total = seconds * fleet.length;
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * fleet.length));
    for (; sent < due; sent++) {
      const { name } = fleet[sent % fleet.length] as ServerStatus;
      rig.orchestrator.change(name, sample(sent % fleet.length, Math.floor(sent / fleet.length)));
    }
    await wait(5);
  }
}

function sample(index: number, round: number): Partial<ServerStatus> {
  const wave = (Math.sin(index + round / 5) + 1) / 2;
  return {
    cpuPercent: Math.round(wave * 300) / 10,
    memoryBytes: 80e6 + index * 1e5 + Math.round(wave * 2e7),
    uptimeMs: (3600 + round) * 1000,
  };
}

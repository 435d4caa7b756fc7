import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { launchBrowser } from '../support/browser.ts';
import { CHAOS, Instance } from './instance.ts';
import { type Figure, median } from './report.ts';

const LINES = 100_000;
const ROUNDS = 5;
const PAINT_TARGET_MS = 200;
const LONG_TASK_MS = 50;

/** Writes 100,000 lines, slowly enough that all are kept, then is a server like any other. */
const writer = (): string => `
let written = 0;
const timer = setInterval(() => {
  for (let i = 0; i < 500 && written < ${LINES}; i++, written++)
    process.stderr.write('line ' + written + (written % 997 ? ' query finished in 12 ms' : ' ERROR connection lost') + '\\n');
  if (written >= ${LINES}) clearInterval(timer);
}, 90);
await import(${JSON.stringify(CHAOS)});
`;

declare global {
  interface Window {
    /** Long tasks since it was emptied. */
    longTasks: number[];
  }
}

/** The log of a server that wrote 100,000 lines: until its lines are seen, and how smoothly one scrolls through all of them. */
export async function logView(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-log-bench-'));
  const script = join(folder, 'writer.mjs');
  writeFileSync(script, writer());
  const entry = { command: process.execPath, args: [script] };
  await using instance = await Instance.start({ writer: entry });
  try {
    await written(instance);
    return await measureLog(() => oneTimeAddress(instance));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `address`: of a page that is signed in, for one time. */
export async function measureLog(
  address: () => Promise<string>,
  rounds = ROUNDS,
): Promise<readonly Figure[]> {
  const browser = await launchBrowser();
  const paints: number[] = [];
  const longest: number[] = [];
  const jumps: number[] = [];
  const searches: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(() => {
        window.longTasks = [];
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) window.longTasks.push(duration);
        }).observe({ type: 'longtask' });
      });
      paints.push(await firstPaint(page, await address()));
      longest.push(await scrollThrough(page));
      jumps.push(await jump(page));
      searches.push(await search(page));
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const paint = median(paints);
  const task = median(longest);
  const jumped = median(jumps);
  return [
    {
      what: 'log of 100,000 lines: first paint',
      measured: `${paint.toFixed(0)} ms`,
      target: `${PAINT_TARGET_MS} ms`,
      met: paint <= PAINT_TARGET_MS,
      data: { paints },
    },
    {
      what: 'the same: longest task while all is read and scrolled through',
      measured: `${task.toFixed(0)} ms (jumps from end to end: ${jumped.toFixed(0)} ms)`,
      target: `${LONG_TASK_MS} ms`,
      met: task <= LONG_TASK_MS && jumped <= LONG_TASK_MS,
      data: { longest, jumps },
    },
    {
      what: 'the same: search through all of it',
      measured: `${median(searches).toFixed(0)} ms`,
      target: '',
      met: null,
      data: { searches },
    },
  ];
}

async function oneTimeAddress({ home, url }: Instance): Promise<string> {
  const token = readFileSync(join(home, 'home', 'token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/one-time-address`, { method: 'POST', headers });
  return ((await answer.json()) as { readonly url: string }).url;
}

async function written(instance: Instance): Promise<void> {
  for (;;) {
    const page = (await instance.get('/api/servers/writer/logs?limit=1')) as {
      readonly lines: readonly { readonly text: string }[];
    };
    if (page.lines[0]?.text.startsWith(`line ${LINES - 1} `)) return;
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** From the click on its tab until the frame in which its last line was painted, in ms. */
async function firstPaint(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.getByRole('link', { name: 'writer' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'writer' }).waitFor();
  await page.getByRole('link', { name: 'Configuration' }).click();
  // The rest of the page settles: it is the log that is measured.
  await page.waitForTimeout(1000);
  return page.evaluate(
    (last) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const look = () => {
          const pane = document.querySelector('[aria-label="Log of writer"][tabindex]');
          if (pane?.textContent?.includes(`line ${last} `) === true)
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began), 0));
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>('a[href="/servers/writer/log"]')?.click();
        look();
      }),
    LINES - 1,
  );
}

/** Reads everything that is stored, then turns the wheel for a while. The longest task meanwhile, in ms. */
async function scrollThrough(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.longTasks = [];
  });
  await page.getByRole('button', { name: 'Read all' }).click();
  await page.getByText('The log begins here.').waitFor();
  await page.getByRole('region', { name: 'Log of writer' }).last().hover();
  for (let turn = 0; turn < 120; turn += 1) {
    await page.mouse.wheel(0, turn < 60 ? -1500 : 1500);
    await page.waitForTimeout(16);
  }
  return longestTask(page);
}

/** From one end to the other and to places between. */
async function jump(page: Page): Promise<number> {
  await page.evaluate(async () => {
    window.longTasks = [];
    const pane = document.querySelector<HTMLElement>('[aria-label="Log of writer"][tabindex]');
    for (let turn = 0; pane !== null && turn < 40; turn += 1) {
      pane.scrollTop = pane.scrollHeight * ((turn * 0.381966) % 1);
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  return longestTask(page);
}

/** Until all hits are counted, in ms. */
async function search(page: Page): Promise<number> {
  const began = performance.now();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('connection lost');
  await page.getByText(/^\d+ of \d{3}$/).waitFor();
  return performance.now() - began;
}

async function longestTask(page: Page): Promise<number> {
  // The observer is told after the task.
  await page.waitForTimeout(200);
  return page.evaluate(() => Math.max(0, ...window.longTasks));
}

/**
 * `npm run screenshots [-- NAME…]`: every view of the page over real servers, light and dark, wide and narrow, into
 * test/screenshots/ (ignored): for looking at, beside the drawings. A NAME is a part of a picture's name. Names that begin
 * with `window` are of the page in the window of the desktop application.
 * STAGE_SECONDS: how long the servers live before the first picture. WINDOW=1: only what a window shows, as for the README.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from '../support/browser.ts';
import { openStage, type Stage, type StageName } from './stages.ts';
import { takeWindowShots } from './window-shots.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'test', 'screenshots');
const WINDOW = process.env.WINDOW === '1';

interface Shot {
  readonly name: string;
  readonly stage: StageName;
  readonly path: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page, stage: Stage) => Promise<void>;
  /** Only what is in the window, such as for what floats. */
  readonly window?: boolean;
}

const tool = (page: Page) => page.getByRole('button', { name: /^Call/ });

const SHOTS: readonly Shot[] = [
  { name: 'overview-calm', stage: 'healthy', path: '/' },
  { name: 'overview', stage: 'failing', path: '/' },
  {
    name: 'overview-table',
    stage: 'failing',
    path: '/',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Table' }).click();
    },
  },
  { name: 'overview-filter', stage: 'failing', path: '/?q=foo' },
  { name: 'server', stage: 'failing', path: '/servers/postgres' },
  { name: 'server-calm', stage: 'healthy', path: '/servers/everything' },
  { name: 'server-unhealthy', stage: 'failing', path: '/servers/financial-stochastic' },
  { name: 'server-log', stage: 'failing', path: '/servers/postgres/log?at=crash' },
  { name: 'server-events', stage: 'failing', path: '/servers/postgres/events' },
  { name: 'server-tools', stage: 'healthy', path: '/servers/everything/tools' },
  { name: 'server-resources', stage: 'healthy', path: '/servers/everything/resources' },
  { name: 'server-prompts', stage: 'healthy', path: '/servers/everything/prompts' },
  { name: 'server-configuration', stage: 'failing', path: '/servers/playwright/configuration' },
  { name: 'server-unknown', stage: 'healthy', path: '/servers/nobody' },
  { name: 'tools', stage: 'failing', path: '/tools' },
  {
    name: 'tools-result',
    stage: 'failing',
    path: '/tools/everything/get-structured-content',
    prepare: async (page) => {
      await page.getByRole('combobox', { name: /location/ }).selectOption('Chicago');
      await tool(page).click();
      await wait(800);
    },
  },
  { name: 'activity', stage: 'failing', path: '/activity' },
  { name: 'activity-log', stage: 'failing', path: '/activity/log' },
  { name: 'settings', stage: 'failing', path: '/settings' },
  { name: 'add', stage: 'healthy', path: '/add' },
  { name: 'edit', stage: 'failing', path: '/servers/postgres/edit' },
  { name: 'first-run', stage: 'empty', path: '/' },
  { name: 'invalid', stage: 'invalid', path: '/' },
  {
    name: 'palette',
    stage: 'failing',
    path: '/',
    window: true,
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('post');
      await wait(500);
    },
  },
  {
    name: 'keys',
    stage: 'failing',
    path: '/',
    window: true,
    prepare: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'lost',
    stage: 'failing',
    path: '/',
    prepare: async (page, stage) => {
      await stage.end();
      await page.getByText('The orchestrator stopped').first().waitFor();
    },
  },
];

const LOOKS = [
  { name: '1440-light', width: 1440, height: 900, colorScheme: 'light' },
  { name: '1440-dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: '390-light', width: 390, height: 844, colorScheme: 'light' },
  { name: '390-dark', width: 390, height: 844, colorScheme: 'dark' },
] as const;

/** Until those that fail have failed, and lines have something to draw. */
const SECONDS: Readonly<Record<StageName, number>> = { healthy: 12, failing: 20, empty: 1, invalid: 1 };

const asked = process.argv.slice(2);
const wanted = (picture: string) => asked.length === 0 || asked.some((part) => picture.includes(part));

async function around(page: Page, panels: readonly string[]) {
  const boxes = await Promise.all(panels.map((panel) => page.locator(panel).boundingBox()));
  const found = boxes.filter((box) => box !== null);
  const y = Math.min(...found.map((box) => box.y));
  const end = Math.max(...found.map((box) => box.y + box.height));
  return { x: 0, y, width: page.viewportSize()?.width ?? 0, height: end - y };
}

/** `panels`: only these of the page, which lie one below the other. */
async function shoot(
  page: Page,
  picture: string,
  panels: readonly string[] = [],
  fullPage = !WINDOW,
): Promise<void> {
  const path = join(OUT, `${picture}.png`);
  if (panels.length === 0) await page.screenshot({ path, fullPage });
  else {
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path, fullPage: true, clip: await around(page, panels) });
  }
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  process.stderr.write(`${picture}${sideways > 0 ? `: scrolls sideways by ${sideways} px` : ''}\n`);
}

async function take(browser: Browser, stage: Stage, shot: Shot, look: (typeof LOOKS)[number]): Promise<void> {
  const picture = `${shot.name}-${look.name}`;
  const { width, height, colorScheme } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  try {
    await page.goto(await stage.enter());
    await page.goto(`${stage.url}${shot.path}`);
    await page.locator('h1').first().waitFor({ timeout: 10_000 });
    await wait(900);
    await shot.prepare?.(page, stage);
    await shoot(page, picture, [], shot.window !== true && !WINDOW);
  } catch (error) {
    process.stderr.write(`${picture}: ${String(error).split('\n')[0]}\n`);
    await writeFile(join(OUT, `${picture}.txt`), String(error));
  } finally {
    await context.close();
  }
}

if (process.env.PAGE_FOLDER === undefined) {
  const built = spawnSync(process.execPath, [join(ROOT, 'assets', 'build', 'build.ts')], {
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(1);
}
await mkdir(OUT, { recursive: true });
const browser = await launchBrowser();
try {
  for (const name of ['healthy', 'failing', 'empty', 'invalid'] as const) {
    const shots = SHOTS.filter((shot) => shot.stage === name);
    const lasting = shots.filter((shot) => shot.name !== 'lost');
    const pictures = lasting.flatMap((shot) => LOOKS.map((look) => ({ shot, look })));
    const due = pictures.filter(({ shot, look }) => wanted(`${shot.name}-${look.name}`));
    if (due.length > 0) {
      await using stage = await openStage(name);
      await wait(Number(process.env.STAGE_SECONDS ?? SECONDS[name]) * 1000);
      for (const { shot, look } of due) await take(browser, stage, shot, look);
    }
    // Each takes its instance with it.
    for (const shot of shots.filter((each) => each.name === 'lost')) {
      for (const look of LOOKS) {
        if (!wanted(`${shot.name}-${look.name}`)) continue;
        await using stage = await openStage(name);
        await wait(9000);
        await take(browser, stage, shot, look);
      }
    }
  }
  await takeWindowShots(
    LOOKS.map(({ name, width, height, colorScheme }) => ({ name, viewport: { width, height }, colorScheme })),
    wanted,
    shoot,
  );
} finally {
  await browser.close();
}

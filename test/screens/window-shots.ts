import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContextOptions, Page } from 'playwright';
import { chaos, steady } from '../e2e-web/instance.ts';
import { startWindow, type WindowRig } from '../e2e-web/window-rig.ts';

const CONFIG = JSON.stringify({
  mcpServers: {
    filesystem: steady,
    memory: steady,
    'web-search': { command: 'uvx', args: ['mcp-web-search'] },
    // Slow enough to be seen while everything ends.
    postgres: chaos('--exit-delay', '20000'),
  },
});
const SLOW = { timeout: 30_000 };

interface WindowShot {
  readonly name: string;
  readonly path: string;
  /** Only these panels of the page, all in one picture. */
  readonly panels?: readonly string[];
  /** How the application stands when the picture is taken. */
  readonly prepare: (rig: WindowRig, pages: readonly Page[]) => Promise<void>;
}

async function each(pages: readonly Page[], act: (page: Page) => Promise<unknown>): Promise<void> {
  await Promise.all(pages.map(act));
}
const settled = (pages: readonly Page[]) =>
  each(pages, async (page) => {
    await page.locator('#application').waitFor(SLOW);
    await page.locator('#defaults .opt').first().waitFor(SLOW);
    await page.locator('#notifications .opt').first().waitFor(SLOW);
  });

/** What only a window has, and what is of the most use there. */
const OWN_PANELS = ['#notifications', '#application', '#about'];

/** In this order: what one leaves behind, the next one shows as well. */
const SHOTS: readonly WindowShot[] = [
  {
    name: 'window-settings',
    path: '/settings',
    panels: OWN_PANELS,
    prepare: (_rig, pages) => settled(pages),
  },
  {
    name: 'window-settings-trouble',
    path: '/settings',
    panels: OWN_PANELS,
    async prepare(rig, pages) {
      rig.around({
        mode: 'attached',
        tray: { shown: false, why: { key: 'tray.no-host', params: {} } },
        loginItem: {
          state: 'needs-approval',
          detail: { key: 'desktop.login.needs-approval', params: {} },
          canOpenSettings: true,
        },
      });
      const { alerts } = rig.runtime.client('desktop');
      await alerts.update({
        quietHours: { from: '00:00', to: '23:59' },
        muted: ['filesystem', 'web-search'],
      });
      await settled(pages);
      await each(pages, async (page) => {
        await page.locator('.muted-servers li').first().waitFor(SLOW);
        await page.locator('#notifications .opt:last-child button').click();
        await page.getByTestId('outcome').waitFor(SLOW);
      });
    },
  },
  {
    name: 'window-settings-german',
    path: '/settings',
    panels: OWN_PANELS,
    async prepare(rig, pages) {
      rig.preferences.update({ language: 'de' });
      await each(pages, (page) => page.locator('html[lang=de]').waitFor(SLOW));
      await settled(pages);
    },
  },
  {
    name: 'window-notices',
    path: '/',
    async prepare(rig, pages) {
      rig.preferences.update({ language: 'en' });
      await each(pages, (page) => page.locator('html[lang=en]').waitFor(SLOW));
      rig.notice('desktop.preferences.broken', {
        path: '~/.config/mcp-orchestrator/preferences.json',
        reason: 'line 4, column 12: a comma or a closing brace was expected',
        aside: '~/.config/mcp-orchestrator/preferences.json.broken',
      });
      rig.notice('tray.image-missing', { file: 'tray-ok-light.png' });
      await each(pages, (page) => page.locator('.banner').nth(1).waitFor(SLOW));
    },
  },
  {
    name: 'window-stopping',
    path: '/',
    async prepare(rig, [first, ...others]) {
      if (first === undefined) return;
      void rig.runtime.shutdown({ reason: 'asked for' });
      await each([first, ...others], (page) =>
        page.locator('.banner', { hasText: 'The orchestrator is stopping.' }).waitFor(SLOW),
      );
      await wait(800);
    },
  },
];

interface Look extends BrowserContextOptions {
  readonly name: string;
}

/** The application shows notifications; what is shot is what the page says of them. */
async function showThem({ runtime }: WindowRig, signal: AbortSignal): Promise<void> {
  const { alerts } = runtime.client('desktop');
  try {
    for await (const message of await alerts.follow({ as: 'desktop' }, { signal }))
      if (message.kind === 'show') await alerts.report({ id: message.alert.id, shown: true, why: null });
  } catch {
    // It ends with the orchestrator.
  }
}

/** Every view of the desktop application's window in all these looks at once; `wanted` says which pictures are asked for. */
export async function takeWindowShots(
  looks: readonly Look[],
  wanted: (picture: string) => boolean,
  shoot: (page: Page, picture: string, panels?: readonly string[]) => Promise<void>,
): Promise<void> {
  const shots = SHOTS.map((shot) => ({
    ...shot,
    looks: looks.filter((look) => wanted(`${shot.name}-${look.name}`)),
  })).filter((shot) => shot.looks.length > 0);
  if (shots.length === 0) return;
  await using rig = await startWindow('screens', CONFIG);
  const end = new AbortController();
  void showThem(rig, end.signal);
  for (const shot of shots) {
    if (shot.name === 'window-settings-trouble') end.abort();
    await using opened = new AsyncDisposableStack();
    const pages = await Promise.all(
      shot.looks.map(async ({ name: _name, ...look }) =>
        opened.use(await rig.open(shot.path, { ...look, locale: 'en-GB' })),
      ),
    );
    const views = pages.map(({ page }) => page);
    await each(views, (page) => page.locator('h1').first().waitFor(SLOW));
    await shot.prepare(rig, views);
    await wait(500);
    for (const [at, page] of views.entries())
      await shoot(page, `${shot.name}-${shot.looks[at]?.name}`, shot.panels);
  }
}

import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { german } from '../../src-shared/i18n/de/index.ts';
import { spoken } from '../../src-shared/i18n/en/spoken.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { startRig } from '../transport/rig.ts';
import { mixedFleet } from './fleet.ts';
import { chaos, type Instance, sideways, startInstance, steady } from './instance.ts';
import { buildPage, openPage } from './page.ts';

const DOWN = 'unzuverlässiger-dienst';
const CONFIG = JSON.stringify({
  mcpServers: {
    ruhig: { ...steady, orchestrator: {} },
    [DOWN]: chaos('--exit-after', '100'),
    fehlt: { command: 'kein-solcher-befehl' },
    falsch: { command: 7, args: { a: 1 } },
    aus: { ...steady, disabled: true },
  },
  orchestrator: {
    groups: { Alltag: ['ruhig', DOWN] },
    defaults: {
      stop: { drain: 'schnell' },
      restart: { maxRestarts: 1, backoff: { initial: 50, factor: 1, jitter: 0 } },
    },
  },
});

/** Words that English has and German has not, wherever they stand. */
const ENGLISH =
  /\b((?<!(?:dieses|des|eines) )Servers|Settings|Activity|Restart(s|ed|ing)?|Running|Starting|Stopp(ed|ing)|Crashed|Unhealthy|Needs? you|Checks?|Tools?|Resources|Events?|Warnings?|Save|Cancel|Search|Show|Find|Copy|The|of|and|is|not)\b/;
/** English texts that a German page must not hold: those that German says otherwise. */
const untranslated = new Set(
  Object.entries(spoken)
    .filter(([key, text]) => !text.includes('{') && text !== german[key] && text.trim() !== '')
    .map(([, text]) => text),
);
/** What is German too, where another key says it, and what is the name of a server. */
for (const text of Object.values(german)) untranslated.delete(text);
for (const { name } of mixedFleet(0)) untranslated.delete(name);

interface Said {
  readonly text: string;
  /** Written by a server, a program or the file, not by us. */
  readonly foreign: boolean;
}

/** All that is read or heard: texts that are shown, names of controls, tooltips. */
const said = (page: Page): Promise<readonly Said[]> =>
  page.evaluate(() => {
    const all: { text: string; foreign: boolean }[] = [];
    // A log and a file hold what others wrote; `bdi` and code hold names and keys.
    const OTHERS = 'bdi, code, pre, .tail, textarea, option[lang], [role="log"], [lang="en"]';
    const add = (element: Element, text: string | null) => {
      if (text?.trim()) all.push({ text: text.trim(), foreign: element.closest(OTHERS) !== null });
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, style') || !element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
        add(element, element.getAttribute(name));
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) add(element, node.textContent);
    }
    all.push({ text: document.title, foreign: false });
    return all;
  });

/** What a reader of German would complain about. */
async function flaws(page: Page, where: string): Promise<readonly string[]> {
  const texts = await said(page);
  const bad = texts.flatMap(({ text, foreign }) => [
    ...(Object.hasOwn(spoken, text) ? [`key: ${text}`] : []),
    ...(!foreign && untranslated.has(text) ? [`untranslated: ${text}`] : []),
    ...(!foreign && ENGLISH.test(text) ? [`English: ${text}`] : []),
    ...(/\d\.\d+\u202f/.test(text) ? [`decimal point: ${text}`] : []),
    ...(/\{\w+\}/.test(text) && !foreign ? [`placeholder: ${text}`] : []),
  ]);
  if ((await page.locator('html').getAttribute('lang')) !== 'de') bad.push('not said to be German');
  // Choices hold names, times and counts: the longest one may be any length.
  await page.evaluate(() => {
    for (const select of document.querySelectorAll('main .pick select'))
      select.append(new Option('Donaudampfschifffahrtsgesellschaftskapitän '.repeat(3)));
  });
  for (const width of [360, 390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await sideways(page);
    if (over > 0) bad.push(`${over} px sideways at ${width}`);
    bad.push(...(await cutOff(page)).map((text) => `cut off at ${width}: ${text}`));
  }
  return bad.map((text) => `${where}: ${text}`);
}

/** Buttons, tabs, headings and views whose words are wider than they are, or that stand beyond the window. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const words = [...document.querySelectorAll('button, a.btn, [role="tab"], h1, h2, th')];
    const views = [...document.querySelectorAll('nav[aria-label="Ansichten"] a')];
    return [
      ...words.filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1),
      ...views.filter((view, _, all) => all.length !== 4 || view.getBoundingClientRect().right > innerWidth),
    ]
      .filter((element) => element.checkVisibility())
      .map((element) => element.textContent?.trim() ?? '');
  });

async function inGerman(page: Page): Promise<void> {
  await page.evaluate(() =>
    localStorage.setItem('mcp-orchestrator', JSON.stringify({ state: { language: 'de' }, version: 1 })),
  );
  await page.reload();
  await page.getByRole('navigation', { name: 'Ansichten' }).first().waitFor();
}

describe.skipIf(browserPath === null)('the page in German (needs Chromium: npm run test:setup)', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance('german', CONFIG);
  });
  afterAll(() => instance?.[Symbol.asyncDispose]());

  const views: readonly (readonly [path: string, heading: RegExp])[] = [
    ['/', /brauch|läuft|laufen/],
    ['/servers/ruhig', /ruhig/],
    ['/servers/ruhig/log', /ruhig/],
    ['/servers/ruhig/events', /ruhig/],
    ['/servers/ruhig/tools', /ruhig/],
    ['/servers/ruhig/configuration', /ruhig/],
    [`/servers/${encodeURIComponent(DOWN)}`, /unzuverlässig/],
    ['/servers/fehlt', /fehlt/],
    ['/servers/aus', /aus/],
    ['/servers/falsch', /falsch/],
    ['/servers/ruhig/edit', /bearbeiten/],
    ['/add', /Server hinzufügen/],
    ['/file', /Die Konfiguration hat 3 Fehler/],
    ['/tools', /Werkzeuge/],
    ['/resources', /Ressourcen|Werkzeuge/],
    ['/prompts', /Prompts|Werkzeuge/],
    ['/activity', /Ereignisse/],
    ['/activity/log', /Ereignisse/],
    ['/settings', /Einstellungen/],
    ['/servers/niemand', /./],
  ];

  // Twenty views in three widths: longer than a test is given.
  it('says everything in German on every view, and nothing of it is cut off or overflows', async () => {
    await expect
      .poll(() =>
        instance.runtime.orchestrator
          .status()
          .servers.map(({ state }) => state)
          .sort(),
      )
      .toEqual(['CRASHED', 'CRASHED', 'CRASHED', 'RUNNING', 'STOPPED']);
    await using opened = await instance.open('/');
    const { page } = opened;
    await inGerman(page);
    const found: string[] = [];
    for (const [path, heading] of views) {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole('heading', { level: 1, name: heading }).first().waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      found.push(...(await flaws(page, path)));
    }
    expect(found).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }, 240_000);

  it('says so in the palette, the keys and the menus', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    await inGerman(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    expect(await flaws(page, 'palette')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Alle Tasten' }).waitFor();
    expect(await flaws(page, 'keys')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Weitere Aktionen für ruhig' }).click();
    await page.getByRole('menu').waitFor();
    expect(await flaws(page, 'menu')).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('tries a server, and refuses what cannot be', async () => {
    await using opened = await instance.open('/servers/fehlt/edit');
    const { page } = opened;
    await inGerman(page);
    const trial = page.getByRole('region', { name: 'Probelauf' });
    await trial.getByRole('button', { name: 'Ausprobieren' }).click();
    await trial.getByText('kein-solcher-befehl installieren').waitFor();
    expect(await flaws(page, 'trial')).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('writes figures with a comma, as cards and as a table', async () => {
    await using built = await buildPage();
    const browser = await launchBrowser();
    try {
      const servers = mixedFleet(Date.now()).map((server) => ({ ...server, warnings: [] }));
      await using rig = await startRig(servers, { pageFolder: built.folder });
      const { body } = await rig.api('POST', '/api/one-time-address');
      await using opened = await openPage(browser, body.url);
      const { page } = opened;
      await inGerman(page);
      await page.getByRole('heading', { level: 1, name: '3 von 12 Servern brauchen dich' }).waitFor();
      expect(await flaws(page, 'cards')).toEqual([]);
      const commas = async () =>
        (await page.locator('main').innerText()).match(/\d,\d+\u202f?/g)?.length ?? 0;
      expect(await commas()).toBeGreaterThan(3);
      await page.getByRole('button', { name: 'Tabelle' }).click();
      await page.getByRole('table').first().waitFor();
      expect(await flaws(page, 'table')).toEqual([]);
      expect(await commas()).toBeGreaterThan(3);
      expect(opened.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { type TempFolder, tempFolder } from '../support/temp.ts';
import { chaos, type Instance, sideways, startInstance, steady } from './instance.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SERVERS = join(ROOT, 'test', 'fixtures', 'servers');
/** A view is there within this, whatever is in it. */
const OPENS_WITHIN_MS = 3000;

const HTML = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
/** As markup, turned around, and longer than any place for it. */
const NAME = '<img src=x onerror=alert(1)> \u202egnp.exe\u202c & "b"';
/** As it is shown: nothing hidden, nothing turned around. */
const SHOWN = NAME.replace('\u202e', '\\u{202e}').replace('\u202c', '\\u{202c}');
const LONG = 'n'.repeat(100);
const GROUP = '<b>group</b> \u202edetrevni\u202c';

/** Writes to its log what a page must take for text, a megabyte and ten thousand lines of it, and ends. */
const LOUD = `
const say = (text) => process.stderr.write(text + '\\n');
const pause = () => new Promise((resolve) => setTimeout(resolve, 1200)); // more than 1 MB in a second is dropped
for (let n = 0; n < 10000; n++) say('\\x1b[3' + n % 8 + 'mline ' + n + '\\x1b[0m');
await pause();
say('a megabyte ' + 'x'.repeat(900000));
await pause();
say(${JSON.stringify(HTML)});
say('bell \\x07 back \\b null \\x00 title \\x1b]0;owned\\x07 right \\u202Egnorw clear \\x1b[2J end');
say('ERROR <b>bold</b> https://elsewhere.example/x.png');
process.exitCode = 3; // when all of it is written
`;

describe.skipIf(browserPath === null)('hostile data (needs Chromium: npm run test:setup)', () => {
  let folder: TempFolder;
  let instance: Instance;
  beforeAll(async () => {
    folder = await tempFolder('hostile');
    const loud = folder.file('loud.mjs');
    await writeFile(loud, LOUD);
    const node = (...args: readonly string[]) => ({ command: process.execPath, args });
    instance = await startInstance(
      'hostile',
      JSON.stringify(
        {
          mcpServers: {
            [NAME]: { ...steady, description: HTML },
            [LONG]: chaos('--bad-protocol'),
            loud: node(loud),
            tools: node(join(SERVERS, 'hostile-tools.mjs'), '--many=10000'),
            missing: { command: HTML, args: [`${HTML}\u001b[31m`, 'y'.repeat(5000)] },
            '<b>bad</b>': { command: HTML, env: { '<i>': 7 } },
          },
          orchestrator: {
            groups: { [GROUP]: [NAME, 'tools'] },
            servers: { loud: { restart: { policy: 'never' } }, [LONG]: { restart: { policy: 'never' } } },
          },
        },
        null,
        2,
      ),
    );
    const state = (name: string) => {
      const found = instance.runtime.orchestrator.server(name);
      return found.ok ? found.value.state : null;
    };
    await eventually(
      () => [NAME, 'tools', 'loud'].map(state).join(),
      (states) => states === 'RUNNING,RUNNING,CRASHED',
      { what: 'the servers' },
    );
  });
  afterAll(async () => {
    await instance?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const name = encodeURIComponent(NAME);
  const heading = (text: string) => (page: Page) => page.getByRole('heading', { level: 1, name: text });
  const VIEWS: readonly (readonly [path: string, proof: (page: Page) => Locator])[] = [
    ['/', (page) => page.getByRole('article', { name: `${SHOWN}: Running` })],
    [`/servers/${name}`, heading(SHOWN)],
    [`/servers/${name}/configuration`, heading(SHOWN)],
    [`/servers/${name}/edit`, (page) => page.getByLabel('Restarts before it stays down')],
    [`/servers/${LONG}`, heading(LONG)],
    [`/servers/${LONG}/events`, (page) => page.getByRole('combobox', { name: 'Kind of event' })],
    ['/servers/loud', (page) => page.getByRole('region', { name: 'Why it is down' })],
    [
      '/servers/loud/log',
      (page) =>
        page
          .locator('[data-n]')
          .getByText(/<script>/)
          .first(),
    ],
    ['/servers/missing', (page) => page.getByText(HTML).first()],
    ['/servers/missing/configuration', (page) => page.getByText(HTML).first()],
    ['/servers/missing/edit', (page) => page.getByLabel('Restarts before it stays down')],
    ['/servers/tools/tools', (page) => page.getByText('tool_00000').first()],
    ['/tools', (page) => page.getByRole('navigation', { name: 'Tools by server' })],
    ['/tools/tools/odd', (page) => page.getByRole('button', { name: /^Call/ })],
    [
      `/tools/${encodeURIComponent('<img>')}/${encodeURIComponent(HTML)}`,
      (page) => page.getByText('<img>').first(),
    ],
    ['/activity', (page) => page.getByText(SHOWN).filter({ visible: true }).first()],
    ['/activity/log', (page) => page.getByRole('button', { name: 'Follow' })],
    ['/settings', (page) => page.getByRole('combobox', { name: 'Language' })],
    [`/?q=${encodeURIComponent(HTML)}`, (page) => page.getByText(`No server matches "${HTML}".`)],
    ['/file', (page) => page.getByText('<b>bad</b>').first()],
    [`/settings/${encodeURIComponent(HTML)}`, (page) => page.getByText(/^There is no page at/)],
  ];

  it('is text on every view, which opens in time, fits, and asks nobody else for anything', async () => {
    await using opened = await instance.open('/');
    const { page } = opened;
    const origin = new URL(page.url()).origin;
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (asked !== origin && !/^(blob|data):/.test(protocol)) elsewhere.push(request.url());
    });
    page.on('dialog', (dialog) => {
      elsewhere.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.getByRole('heading', { level: 1 }).waitFor();
    // The parts of the page that come when nothing else happens are not what is measured.
    await page.waitForLoadState('networkidle').catch(() => undefined);
    const wrong: string[] = [];
    for (const [path, proof] of VIEWS) {
      using watch = stopwatch();
      await page.evaluate((to) => {
        history.pushState(null, '', to);
      }, path);
      await proof(page)
        .waitFor()
        .catch(() => wrong.push(`${path.slice(0, 40)} does not show what it is about`));
      const tookMs = watch.elapsedMs;
      if (tookMs > OPENS_WITHIN_MS) wrong.push(`${path.slice(0, 40)} took ${tookMs} ms`);
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const by = await sideways(page);
        if (by > 0) wrong.push(`${path.slice(0, 40)} at ${width} px is too wide by ${by} px`);
      }
      const made = await page
        .locator('main img[src="x"], main script, main b:text-is("bold"), main a[href*="elsewhere"]')
        .count();
      if (made > 0) wrong.push(`${path.slice(0, 40)} made elements of text`);
      if (!(await page.title()).endsWith('MCP Orchestrator'))
        wrong.push(`${path.slice(0, 40)} took its title from data`);
      const controls = await page.evaluate(() => /(?![\t\n\r])\p{Cc}/u.test(document.body.innerText));
      if (controls) wrong.push(`${path.slice(0, 40)} shows control characters`);
      const turned = await page.evaluate(() => {
        const copy = document.body.cloneNode(true) as HTMLElement;
        for (const line of copy.querySelectorAll('[data-n]')) line.remove(); // those of a log are as they were written
        return /[\u202a-\u202e]/.exec(copy.textContent)?.input.slice(0, 200);
      });
      if (turned) wrong.push(`${path.slice(0, 40)} is turned around: ${turned}`);
    }
    expect(wrong).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('is text in the table, the palette, a search and a result too', async () => {
    await using opened = await instance.open('/', { viewport: { width: 390, height: 844 } });
    const { page } = opened;
    await page.getByRole('article', { name: `${SHOWN}: Running` }).waitFor();
    await page.locator('body').press('v');
    await page.getByRole('table', { name: 'Servers' }).getByRole('link', { name: SHOWN }).first().waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('tool_0');
    await page.getByRole('dialog').getByRole('option').first().waitFor();
    // Ten thousand match; nobody reads them.
    expect(await page.getByRole('dialog').getByRole('option').count()).toBeLessThan(200);
    await page.getByRole('dialog').getByRole('combobox').fill('<img');
    await page.getByRole('dialog').getByRole('option', { name: SHOWN }).first().waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await page.goto(new URL('/tools/tools/odd', page.url()).href);
    await page.getByRole('button', { name: /^Call/ }).click();
    await page
      .getByRole('region', { name: 'Result' })
      .getByText(/Sound, audio/)
      .waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.goto(new URL('/add', page.url()).href);
    await page.getByLabel('JSON snippet, command line or URL').fill(
      JSON.stringify({
        mcpServers: { [`${HTML} pasted`]: { command: HTML, args: ['z'.repeat(100_000)] } },
      }),
    );
    await page.getByRole('button', { name: /^Save/ }).waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await page.title()).toMatch(/MCP Orchestrator$/);
    expect(opened.complaints).toEqual([]);
  });
});

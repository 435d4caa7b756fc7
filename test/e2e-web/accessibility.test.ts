import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { tempFolder } from '../support/temp.ts';
import { chaos, type Instance, startInstance, steady } from './instance.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Every kind of card and cause that a moment can hold. */
const configuration = {
  mcpServers: {
    one: steady,
    two: steady,
    missing: { command: 'no-such-program-anywhere' },
    sick: chaos('--mute-on', 'ping'),
    waiting: chaos('--exit-after', '0', '--log-lines', '3'),
    off: { ...steady, disabled: true },
  },
  orchestrator: {
    groups: { Everyday: ['one', 'sick'] },
    servers: {
      sick: { health: { interval: 1000, timeout: 200, grace: 0, failureThreshold: 1000 } },
      waiting: { restart: { maxRestarts: 20, backoff: { initial: 300_000, factor: 1, jitter: 0 } } },
    },
  },
};

const VIEWS: readonly (readonly [path: string, proof: (page: Page) => ReturnType<Page['locator']>])[] = [
  ['/', (page) => page.getByRole('article', { name: 'one: Running' })],
  ['/servers/one', (page) => page.getByRole('region', { name: 'Last hour' })],
  ['/servers/missing', (page) => page.getByRole('region', { name: 'Why it is down' })],
  ['/servers/sick', (page) => page.getByRole('region', { name: 'Why it is unhealthy' })],
  ['/servers/waiting/log', (page) => page.getByRole('button', { name: 'Follow' })],
  ['/servers/one/events', (page) => page.getByRole('combobox', { name: 'Kind of event' })],
  ['/servers/one/tools', (page) => page.getByRole('link', { name: /^echo/ })],
  ['/servers/one/resources', (page) => page.getByRole('heading', { level: 1, name: 'one' })],
  ['/servers/one/configuration', (page) => page.getByText('Everyday').first()],
  ['/servers/one/edit', (page) => page.getByLabel('Restarts before it stays down')],
  ['/servers/nobody', (page) => page.getByText('There is no server named nobody.')],
  ['/tools', (page) => page.getByRole('navigation', { name: 'Tools by server' })],
  ['/tools/one/echo', (page) => page.getByRole('button', { name: /^Call/ })],
  ['/prompts', (page) => page.getByRole('heading', { level: 1 })],
  ['/activity', (page) => page.getByRole('heading', { level: 1, name: 'Activity' })],
  ['/activity/log', (page) => page.getByRole('button', { name: 'Follow' })],
  ['/settings', (page) => page.getByRole('combobox', { name: 'Language' })],
  ['/add', (page) => page.getByLabel('JSON snippet, command line or URL')],
  ['/file', (page) => page.getByText('Nothing is wrong with it.')],
];

describe.skipIf(browserPath === null)('for everybody (needs Chromium: npm run test:setup)', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance('accessible', JSON.stringify(configuration, null, 2));
  });
  afterAll(() => instance?.[Symbol.asyncDispose]());

  /** Colours do not move while they are looked at. */
  const still = { reducedMotion: 'reduce' } as const;
  const focused = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement;
      return at === null || at === document.body ? null : (at.getAttribute('aria-label') ?? at.textContent);
    });
  const wide = { width: 1440, height: 900 };
  const narrow = { width: 390, height: 844 };

  it('has nothing that axe finds, on every view, in both themes, wide and narrow', async () => {
    await using opened = await instance.open('/', still);
    const { page } = opened;
    await page.getByRole('article', { name: /^waiting: Starting/ }).waitFor();
    await page.getByRole('article', { name: /^sick: Unhealthy/ }).waitFor();
    const found: string[] = [];
    for (const [path, proof] of VIEWS) {
      await goTo(page, path);
      await proof(page).waitFor();
      // Structure is one thing wide and another narrow; colours are two of each. Nothing needs all of it four times.
      for (const [size, colorScheme, only] of [
        [wide, 'light', undefined],
        [wide, 'dark', ['color-contrast']],
        [narrow, 'dark', undefined],
        [narrow, 'light', ['color-contrast']],
      ] as const) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        for (const each of await axe(page, only)) found.push(`${path} ${size.width} ${colorScheme}: ${each}`);
      }
    }
    expect(found).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }, 240_000);

  it.each(['light', 'dark'] as const)('nor in what opens over a view, in %s', async (colorScheme) => {
    await using opened = await instance.open('/', { ...still, colorScheme });
    const { page } = opened;
    const found: string[] = [];
    const look = async (what: string) => {
      // What floats over the page stands in none of its regions.
      const own = (await axe(page)).filter((each) => what !== 'menu' || !each.startsWith('region:'));
      found.push(...own.map((each) => `${what}: ${each}`));
    };
    await page.getByRole('button', { name: 'More actions for one' }).click();
    await page.getByRole('menuitem', { name: /^Restart/ }).waitFor();
    await look('menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('one');
    await page.getByRole('dialog').getByRole('option').first().waitFor();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'All keys' }).waitFor();
    await look('keys');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Actions for all servers' }).click();
    await page.getByRole('menuitem', { name: /^Stop all/ }).click();
    await page.getByRole('dialog', { name: /^Stop all/ }).waitFor();
    await look('question');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+a');
    await page.getByText('6 selected').waitFor();
    await look('selection');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await look('table');
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('nobody');
    await page.getByText('No server matches "nobody".').waitFor();
    await look('nothing matches');
    expect(found).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('keeps the keyboard where it was after a menu, a dialog and a press', async () => {
    await using opened = await instance.open('/', still);
    const { page } = opened;
    const more = page.getByRole('button', { name: 'More actions for two' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Restart/ }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('More actions for two');
    await page.getByRole('link', { name: 'two', exact: true }).last().focus();
    for (const key of ['?', 'Control+k']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => focused(page), { message: key }).toBe('two');
    }
    await goTo(page, '/servers/two');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.focus();
    await page.keyboard.press('Enter');
    const start = page.getByRole('button', { name: 'Start', exact: true });
    await start.waitFor();
    await expect.poll(() => focused(page)).toMatch(/^Stop/);
    await start.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Restart', exact: true }).waitFor();
    await expect.poll(() => focused(page)).toBe('Restart');
    await goTo(page, '/activity');
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    expect(opened.complaints).toEqual([]);
  });

  it('shows every shape, edge and focus in the colours that a person forces', async () => {
    await using opened = await instance.open('/', { ...still, forcedColors: 'active' });
    const { page } = opened;
    await page.getByRole('article', { name: /^sick: Unhealthy/ }).waitFor();
    const hidden = await page.evaluate(() => {
      const clear = (colour: string) => /^rgba\(.*, 0\)$/.test(colour);
      const groundOf = (element: Element): string => {
        const { backgroundColor } = getComputedStyle(element);
        const { parentElement } = element;
        return clear(backgroundColor) && parentElement !== null ? groundOf(parentElement) : backgroundColor;
      };
      return [...document.querySelectorAll('main svg path')]
        .filter((path) => path.getBoundingClientRect().width > 0)
        .filter((path) => {
          const { fill, stroke } = getComputedStyle(path);
          const ground = groundOf(path);
          const unseen = (colour: string) => colour === 'none' || colour === ground || clear(colour);
          return unseen(fill) && unseen(stroke);
        })
        .map((path) => path.outerHTML.slice(0, 80));
    });
    expect(hidden).toEqual([]);
    for (const card of await page.getByRole('article').all()) {
      expect(await card.evaluate((element) => getComputedStyle(element).borderTopWidth)).not.toBe('0px');
    }
    for (const control of [
      page.getByRole('link', { name: 'one', exact: true }).last(),
      page.getByRole('button', { name: 'More actions for one' }),
      page.getByRole('button', { name: 'Table' }),
      page.getByRole('searchbox', { name: 'Filter by name' }),
      page.getByRole('combobox', { name: 'Group' }),
    ]) {
      await page.keyboard.press('Tab');
      await control.focus();
      const ring = await control.evaluate((element) => {
        // Some draw it around what they stand in.
        for (let at: Element | null = element; at !== null && at.tagName !== 'MAIN'; at = at.parentElement) {
          const { outlineStyle, outlineWidth } = getComputedStyle(at);
          if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) return true;
        }
        return false;
      });
      expect(ring, String(control)).toBe(true);
    }
    // What is pressed is told by more than a colour that is not there any more.
    const pressed = page.getByRole('button', { name: 'Cards' });
    const look = (element: Element) => {
      const { backgroundColor, borderColor, color, outlineStyle } = getComputedStyle(element);
      return [backgroundColor, borderColor, color, outlineStyle].join();
    };
    expect(await pressed.evaluate(look)).not.toBe(
      await page.getByRole('button', { name: 'Table' }).evaluate(look),
    );
    expect(opened.complaints).toEqual([]);
  });

  it('follows a server that moves on the page, and stays near one that is taken away', async () => {
    await using folder = await tempFolder('ended');
    await writeFile(folder.file('end'), '3');
    const ended = chaos('--exit-file', folder.file('end'));
    await using own = await startInstance(
      'moving',
      JSON.stringify({
        mcpServers: { one: steady, two: steady, three: steady, ended },
        orchestrator: { servers: { ended: { restart: { policy: 'never' } } } },
      }),
    );
    await using opened = await own.open('/', still);
    const { page } = opened;
    const place = () =>
      page.evaluate(() => document.activeElement?.closest('article')?.getAttribute('aria-label') ?? null);
    await page.getByRole('article', { name: /^ended: Crashed/ }).waitFor();
    await rm(folder.file('end'));
    await page
      .getByRole('article', { name: /^ended: Crashed/ })
      .getByRole('button', { name: /^(Start|Restart|Try again)$/ })
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'ended: Running' }).waitFor();
    await expect.poll(place).toBe('ended: Running');
    // Taken out of the file while the keyboard is at it.
    await page.getByRole('link', { name: 'two', exact: true }).last().focus();
    await writeFile(own.config, JSON.stringify({ mcpServers: { one: steady, three: steady } }));
    await page.getByRole('heading', { level: 1, name: 'Both servers are running' }).waitFor();
    await expect.poll(place).toBe('three: Running');
    // And with nothing left, somewhere on the page.
    await writeFile(own.config, JSON.stringify({ mcpServers: {} }));
    await page.getByRole('heading', { level: 1, name: 'No servers yet' }).waitFor();
    expect(await axe(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('has nothing that axe finds with a broken file, without servers, and with the connection lost', async () => {
    await using own = await startInstance('states', JSON.stringify({ mcpServers: { one: steady } }));
    await using opened = await own.open('/', still);
    const { page } = opened;
    await page.getByRole('article', { name: 'one: Running' }).waitFor();
    await writeFile(own.config, '{\n  "mcpServers" {}\n}');
    await page.getByText(/^The configuration has \d+ error/).waitFor();
    const found: string[] = [];
    const look = async (what: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const each of await axe(page)) found.push(`${what}, ${colorScheme}: ${each}`);
      }
    };
    await look('broken');
    await goTo(page, '/file');
    await page.getByRole('heading', { level: 1, name: /^The configuration has/ }).waitFor();
    await look('its lines');
    await writeFile(own.config, JSON.stringify({ mcpServers: {} }));
    await goTo(page, '/');
    await page.getByRole('heading', { level: 1, name: 'No servers yet' }).waitFor();
    await look('first run');
    await writeFile(own.config, JSON.stringify({ mcpServers: { one: steady } }));
    await page.getByRole('article', { name: 'one: Running' }).waitFor();
    await own.runtime.shutdown({ force: true });
    await page.getByText(/^The orchestrator stopped at/).waitFor();
    await page.getByRole('button', { name: 'What to do' }).click();
    await look('lost');
    expect(found).toEqual([]);
  });
});

/** As a link inside of the page does: nothing is loaded again. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);
}

/** The whole page, through its own policy. */
async function axe(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async (rules) => {
    // The kit's guards take the focus only to hand it on at once.
    const guarded = { include: [['html']], exclude: [['[data-base-ui-focus-guard]']] };
    // biome-ignore lint/suspicious/noExplicitAny: axe is put into the page as it is
    const { violations } = await (globalThis as any).axe.run(guarded, {
      ...(rules === undefined ? {} : { runOnly: rules }),
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  }, only);
}

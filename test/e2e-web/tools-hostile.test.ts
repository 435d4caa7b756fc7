import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { call, result, startToolsRig, type ToolsRig, violations } from './tools-rig.ts';

describe.skipIf(browserPath === null)(
  'tools that are many, large or hostile (needs Chromium: npm run test:setup)',
  () => {
    let rig: ToolsRig;
    beforeAll(async () => {
      rig = await startToolsRig();
    });
    afterAll(async () => {
      await rig?.[Symbol.asyncDispose]();
    });

    it('shows hostile names, descriptions and results as text', async () => {
      await using opened = await rig.open('/tools/hostile/odd');
      const { page } = opened;
      await call(page);
      await result(page)
        .getByText(/Sound, audio\/wav/)
        .waitFor();
      expect(
        await result(page)
          .getByText(/^This is not an image that can be shown/)
          .count(),
      ).toBe(2);
      await result(page).getByText('javascript:document.title="owned"').waitFor();
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      await page.getByRole('link', { name: /^<img src=x/ }).click();
      await page.getByRole('heading', { level: 2, name: /^<img src=x/ }).waitFor();
      await call(page);
      await result(page)
        .getByText(/<script>/)
        .first()
        .waitFor();
      await page.getByRole('link', { name: 'fails' }).click();
      await page.getByRole('button', { name: 'Call, it may delete or overwrite' }).click();
      await result(page).getByText('The tool reports a failure').waitFor();
      expect(await page.title()).not.toContain('owned');
      expect(opened.complaints).toEqual([]);
    });

    it('is not held up by schemas and patterns that take for ever', async () => {
      await using opened = await rig.open('/tools/hostile/slow-pattern');
      const { page } = opened;
      await page.getByRole('textbox', { name: /^text/ }).fill(`${'a'.repeat(60)}!`);
      await call(page);
      await page.getByText(/^The schema asks for more than this page checks in time/).waitFor();
      await result(page).getByText(/aaaa/).first().waitFor();
      for (const tool of ['doubling', 'endless', 'broken-schema']) {
        await page.getByRole('link', { name: tool }).click();
        await page.getByRole('heading', { level: 2, name: tool }).waitFor();
      }
      expect(opened.complaints).toEqual([]);
    });

    it('shows results of a megabyte and of 10,000 parts a piece at a time', async () => {
      await using opened = await rig.open('/tools/hostile/text-1mb');
      const { page } = opened;
      await call(page);
      await result(page)
        .getByRole('button', { name: /^Show more/ })
        .waitFor();
      expect((await result(page).textContent())?.length).toBeLessThan(60_000);
      await page.getByRole('link', { name: 'json-1mb' }).click();
      await call(page);
      await result(page)
        .getByRole('button', { name: /^Show more/ })
        .click();
      await page.getByRole('link', { name: 'parts-10000' }).click();
      await call(page);
      await result(page).getByRole('button', { name: 'Show 9,980 more parts' }).click();
      await result(page).getByText('part 79').waitFor();
      expect(opened.complaints).toEqual([]);
    });

    it('cancels a call that does not end', async () => {
      await using opened = await rig.open('/tools/hostile/slow');
      const { page } = opened;
      await call(page);
      await page.getByRole('button', { name: 'Calling' }).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await result(page).getByText('Cancelled').first().waitFor();
      await page.getByRole('button', { name: 'Call', exact: true }).waitFor();
      expect(opened.complaints).toEqual([]);
    });

    it('finds one tool of ten thousand, by mouse and by keyboard, and draws only what is in sight', async () => {
      await using opened = await rig.open('/tools');
      const { page } = opened;
      await page.getByText(/^10,049 tools of 4 servers that answer$/).waitFor();
      expect(
        await page.getByRole('navigation', { name: 'Tools by server' }).getByRole('listitem').count(),
      ).toBeLessThan(80);
      await page.keyboard.press('/');
      await page.keyboard.type('the NEEDLE');
      await page.getByText('1 matches').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name: 'tool_07777' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/tools/hostile/tool_07777');
      await page.getByRole('searchbox').fill('no such thing');
      await page.getByText('Nothing matches "no such thing".').waitFor();
      await page.getByRole('searchbox').fill('');
      // The address leads to it again, with its row in sight.
      await page.reload();
      await page.getByRole('link', { name: 'tool_07777' }).waitFor();
      expect(await page.getByRole('link', { name: 'tool_07777' }).getAttribute('aria-current')).toBe('true');
      await page.getByRole('link', { name: 'tool_07777' }).focus();
      await page.keyboard.press('Home');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toMatch(/^everything/);
      expect(opened.complaints).toEqual([]);
    });

    it('says why nothing is listed of a server that is down', async () => {
      await using opened = await rig.open('/tools');
      const { page } = opened;
      await page.getByRole('searchbox').waitFor();
      await page.goto(`${rig.url}/tools/broken`);
      await page.getByText('Not listed while it is down.').waitFor();
      await page.getByText('no-such-program-anywhere').waitFor();
      await page.getByRole('link', { name: 'Open broken' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });
  },
);

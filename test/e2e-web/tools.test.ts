import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { call, result, startToolsRig, type ToolsRig, violations } from './tools-rig.ts';

describe.skipIf(browserPath === null)(
  'tools, resources and prompts (needs Chromium: npm run test:setup)',
  () => {
    let rig: ToolsRig;
    beforeAll(async () => {
      rig = await startToolsRig();
    });
    afterAll(async () => {
      await rig?.[Symbol.asyncDispose]();
    });

    it('calls a tool with its form, shows the result by its parts, and keeps the call', async () => {
      await using opened = await rig.open('/tools');
      const { page } = opened;
      await page.getByText(/^10,049 tools of 4 servers that answer$/).waitFor();
      await page.getByRole('link', { name: 'search_files' }).click();
      await page.getByRole('heading', { name: 'search_files' }).waitFor();
      await page.getByText('Reads only.').waitFor();
      await page.getByRole('textbox', { name: /^path/ }).fill(join(rig.folder, 'files'));
      await page.getByRole('textbox', { name: /^pattern/ }).fill('*.sql');
      await page.getByRole('button', { name: 'Add one' }).click();
      await page.getByRole('textbox', { name: 'Entry 1' }).fill('*.md');
      await page.getByText('Arguments as JSON').click();
      const json = page.getByRole('textbox', { name: 'Arguments as JSON' });
      expect(JSON.parse(await json.inputValue())).toEqual({
        path: join(rig.folder, 'files'),
        pattern: '*.sql',
        excludePatterns: ['*.md'],
      });
      await page.keyboard.press('Control+Enter');
      await result(page).getByText('ledger.sql').first().waitFor();
      await result(page).getByRole('button', { name: 'Structured' }).click();
      await result(page).getByText('"content"').waitFor();

      // The fields follow the JSON, and another call stands above the first.
      await json.fill(JSON.stringify({ path: rig.folder, pattern: '*' }));
      await expect.poll(() => page.getByRole('textbox', { name: /^path/ }).inputValue()).toBe(rig.folder);
      await call(page);
      await result(page).getByText('The tool reports a failure').waitFor();
      await result(page)
        .getByText(/outside allowed directories/)
        .first()
        .waitFor();
      const earlier = page.getByRole('list', { name: 'Earlier calls' }).getByRole('button');
      await expect.poll(() => earlier.count()).toBe(2);
      await earlier.last().click();
      await expect.poll(() => page.getByRole('textbox', { name: /^pattern/ }).inputValue()).toBe('*.sql');
      await result(page).getByText('ledger.sql').first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });

    it('tells at its field what is wrong, puts the focus there, and does not call', async () => {
      await using opened = await rig.open('/tools/everything/get-resource-links');
      const { page } = opened;
      const count = page.getByRole('textbox', { name: /^count/ });
      expect(await count.inputValue()).toBe('3');
      await count.fill('12');
      await call(page);
      await page.getByText('Must be 10 or less.').waitFor();
      expect(await count.getAttribute('aria-invalid')).toBe('true');
      expect(await count.evaluate((field) => field === document.activeElement)).toBe(true);
      expect(
        await count.evaluate(
          (field) =>
            document.getElementById(field.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')
              ?.textContent,
        ),
      ).toBe('Must be 10 or less.');
      await count.fill('1x');
      await page.getByText(/^Must be a number that/).waitFor();
      await page.getByText('The result appears here.').waitFor();
      expect(await violations(page)).toEqual([]);
      await count.fill('2');
      await page.getByText(/^Must be/).waitFor({ state: 'detached' });
      await call(page);
      await expect.poll(() => result(page).getByText('Link to a resource').count()).toBe(2);
      await result(page).getByRole('link', { name: 'Open the resource' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Resources' }).waitFor();
      await page.getByRole('button', { name: 'Read' }).click();
      await result(page).getByText('demo://resource/').first().waitFor();
      expect(opened.complaints).toEqual([]);
    });

    it('is a tab of the page of its server, and refuses what the fields have no place for', async () => {
      await using opened = await rig.open('/servers/everything/tools');
      const { page } = opened;
      await page.getByRole('link', { name: 'get-sum' }).click();
      expect(new URL(page.url()).search).toBe('?item=get-sum');
      await page.getByRole('textbox', { name: /^a / }).fill('2');
      await page.getByText('Arguments as JSON').click();
      const json = page.getByRole('textbox', { name: 'Arguments as JSON' });
      await json.fill('{"a": 2, "b": ');
      await call(page);
      await page.getByText('This is not a JSON object yet. The fields keep what they had.').waitFor();
      await json.fill('{"a": 2, "b": 40}');
      await call(page);
      await result(page).getByText('The sum of 2 and 40 is 42.').waitFor();
      await page.goto(`${rig.url}/tools/memory/read_graph`);
      await page.getByText('It takes no arguments.').waitFor();
      expect(opened.complaints).toEqual([]);
    });

    it('builds lists of objects', async () => {
      await using opened = await rig.open('/tools/memory/create_entities');
      const { page } = opened;
      const entities = page.getByRole('group', { name: /^entities/ });
      await entities.getByRole('button', { name: 'Add one' }).last().click();
      const first = page.getByRole('group', { name: /^Entry 1/ });
      await first.getByRole('textbox', { name: /^name/ }).fill('Ada');
      await call(page);
      await page.getByText('Needs a value.').waitFor();
      await first.getByRole('textbox', { name: /^entityType/ }).fill('person');
      await first.getByRole('button', { name: 'Add one' }).click();
      await first.getByRole('textbox', { name: 'Entry 1' }).fill('wrote the first program');
      await call(page);
      await result(page).getByText('"wrote the first program"', { exact: true }).waitFor();
      expect(await readFile(join(rig.folder, 'memory.jsonl'), 'utf8')).toContain('Ada');
      expect(opened.complaints).toEqual([]);
    });

    it('shows pictures, reads resources and templates, and fills prompts in', async () => {
      await using opened = await rig.open('/tools/everything/get-tiny-image');
      const { page } = opened;
      await call(page);
      const picture = result(page).getByRole('img', { name: /^Image from the tool, image\/png/ });
      await expect
        .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(0);

      await page.getByRole('button', { name: 'Resources' }).click();
      await page.getByRole('link', { name: /^Dynamic Text Resource/ }).click();
      await page.getByRole('textbox', { name: /^resourceId/ }).fill('7');
      await page.getByText('demo://resource/dynamic/text/7').waitFor();
      await page.getByRole('button', { name: 'Read' }).click();
      await result(page)
        .getByText(/Resource 7: /)
        .first()
        .waitFor();

      await page.getByRole('button', { name: 'Prompts' }).click();
      await page.getByRole('link', { name: 'args-prompt' }).click();
      await page.getByRole('textbox', { name: /^city/ }).fill('Oslo');
      await page.getByRole('button', { name: 'Fill in' }).click();
      await result(page).getByText(/Oslo/).first().waitFor();
      await result(page).getByText('User', { exact: true }).waitFor();
      expect(await violations(page)).toEqual([]);

      await page.goBack();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Resources' }).waitFor();
      expect(opened.complaints).toEqual([]);
    });
  },
);

import type { Page } from 'playwright';
import { expect } from 'vitest';

export const soon = <T>(look: () => T) => expect.poll(look);

/** From now on: every sentence that those who listen are told. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  const told = await page.evaluateHandle(() => {
    const sentences: string[] = [];
    const region = document.querySelector('[data-testid="announcer"]');
    if (region === null) throw new Error('nothing speaks');
    new MutationObserver(() => sentences.push(region.textContent ?? '')).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return sentences;
  });
  return () => told.evaluate((sentences) => [...sentences]);
}

/** By how much the page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent ?? '');

export const pathOf = (page: Page): string => {
  const { pathname, search } = new URL(page.url());
  return decodeURIComponent(pathname) + search;
};

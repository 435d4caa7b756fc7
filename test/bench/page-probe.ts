import type { Browser, CDPSession, Page } from 'playwright';

/** What the page's main thread did over a time. */
export interface Busy {
  /** Share of the time in tasks, 0 to 1. */
  readonly share: number;
  /** Tasks over 50 ms, in milliseconds. */
  readonly longTasks: readonly number[];
}

declare global {
  // What the page's own observer writes; the bench reads it there.
  var benchLongTasks: number[] | undefined;
}

/** A page that counts its long tasks from the start on. */
export async function openProbed(
  browser: Browser,
  options: { readonly width?: number; readonly height?: number } = {},
): Promise<{ readonly page: Page; readonly cdp: CDPSession } & AsyncDisposable> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
  });
  await context.addInitScript(() => {
    globalThis.benchLongTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.benchLongTasks?.push(duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  return { page, cdp, [Symbol.asyncDispose]: () => context.close() };
}

/** What the main thread does while `during` runs. */
export async function busyWhile(
  { page, cdp }: { readonly page: Page; readonly cdp: CDPSession },
  during: () => Promise<void>,
): Promise<Busy> {
  await page.evaluate(() => {
    globalThis.benchLongTasks = [];
  });
  const before = await metrics(cdp);
  await during();
  const after = await metrics(cdp);
  const longTasks = await page.evaluate(() => globalThis.benchLongTasks ?? []);
  return { share: (after.tasks - before.tasks) / (after.at - before.at), longTasks };
}

/** Seconds: spent in tasks, and the time of the reading. */
async function metrics(cdp: CDPSession): Promise<{ readonly tasks: number; readonly at: number }> {
  const { metrics: all } = await cdp.send('Performance.getMetrics');
  const of = (name: string) => all.find((each) => each.name === name)?.value ?? Number.NaN;
  return { tasks: of('TaskDuration'), at: of('Timestamp') };
}

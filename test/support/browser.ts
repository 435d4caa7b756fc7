import { type Browser, chromium } from 'playwright';
import { BROWSER, findTool } from './tools.ts';

/** Null where no Chromium is installed: `describe.skipIf(browserPath === null)`. */
export const browserPath: string | null = findTool(BROWSER);

/** The Chromium that is installed, without a window and without traffic of its own. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error(`no ${BROWSER.name} is installed: run "npm run test:setup"`);
  return chromium.launch({
    executablePath: browserPath,
    // Chromium refuses its sandbox to root, as whom containers usually run.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
}

import { type Browser, chromium } from 'playwright';
import { PATIENCE_MS } from './eventually.ts';
import { BROWSER, findTool } from './tools.ts';

/** Null where no Chromium is installed: `describe.skipIf(browserPath === null)`. */
export const browserPath: string | null = findTool(BROWSER);

/** The Chromium that is installed, without a window and without traffic of its own. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error(`no ${BROWSER.name} is installed: run "npm run test:setup"`);
  const options = {
    executablePath: browserPath,
    // Chromium refuses its sandbox to root, as whom containers usually run.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-dev-shm-usage'],
    timeout: PATIENCE_MS,
  };
  // Its failure to begin is no finding of any test, so it is asked twice; the second one tells why.
  return chromium.launch(options).catch(() => chromium.launch(options));
}

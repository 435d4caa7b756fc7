import { createHash } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { build } from 'vite';
import { rendererConfig } from '../../vite.config.ts';
import { type Built, builtOnce } from '../support/builds.ts';
import { PATIENCE_MS } from '../support/eventually.ts';

/** The page as it is shipped; `define`: expressions of it that are read as others. */
export function buildPage(define: Readonly<Record<string, string>> = {}): Promise<Built> {
  const variant = createHash('sha1').update(JSON.stringify(define)).digest('hex').slice(0, 8);
  return builtOnce(`page-${variant}`, (folder) => bundlePage(folder, define));
}

async function bundlePage(outDir: string, define: Readonly<Record<string, string>>): Promise<void> {
  const shipped = rendererConfig();
  const config = { ...shipped, define: { ...shipped.define, ...define } };
  // The test runner says "test", with which React would be its development build.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...config, mode: 'production', build: { ...config.build, outDir } });
  } finally {
    process.env.NODE_ENV = before;
  }
}

/** A page in a browser of its own memory; `complaints` are console errors, exceptions and breaches of the CSP. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: string[] } & AsyncDisposable> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // biome-ignore lint/suspicious/noConsole: it runs in the page, whose console is listened to
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

// npm run electron:install: fetches Electron's program, which its package does not bring. `npm start` tries the same for 20 s.
import { join } from 'node:path';
import { findElectron, forgetFailure, reasonIn } from '../../src-main/hosts/headless/launch/electron.js';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..', '..');

async function main(): Promise<string | null> {
  const before = findElectron(root);
  if (before === null) return 'Electron is not installed: run "npm ci" first.';
  if (before.program === null) {
    process.stdout.write(`Fetching Electron ${before.version} …\n`);
    const { code, output } = await run(process.execPath, [join(before.folder, 'install.js')]);
    const hint = 'With ELECTRON_MIRROR or HTTPS_PROXY it comes from elsewhere.';
    if (code !== 0) return `Electron ${before.version} could not be fetched: ${reasonIn(output)}. ${hint}`;
  }
  const { version, program } = findElectron(root) ?? before;
  if (program === null) return `Electron ${version} was fetched, and is not where its package says it is.`;
  forgetFailure();
  process.stdout.write(`Electron ${version}: ${program}\n`);
  return null;
}

const problem = await main();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

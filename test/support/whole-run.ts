// Around the whole run, once: its own temporary folder, what is built for several files, and who outlived it.
import { chmodSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beginBuilds } from './builds.ts';
import { watchForLeftovers } from './leftovers.ts';
import { runFolder } from './run-folder.ts';

/** Vitest calls it before the first test; what it returns, after the last. */
// biome-ignore lint/style/noDefaultExport: Vitest loads a global setup by its default export
export default function wholeRun(): () => Promise<void> {
  const endTemp = beginTemp();
  const endBuilds = beginBuilds();
  const endWatch = watchForLeftovers();
  return async () => {
    try {
      await endWatch();
    } finally {
      endBuilds();
      endTemp();
    }
  };
}

/**
 * Tests, and all that they start, have this for the system's temporary folder. They clean up after themselves; what a
 * program writes there when its test has ended already, such as Node's cache of compiled code, goes with the run.
 */
function beginTemp(): () => void {
  const before = { TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP, TMP: process.env.TMP };
  // Short: sockets lie in it, and the path of one has a hundred letters.
  const folder = runFolder(realpathSync(tmpdir()), 'mcp-t-');
  // As open as the system's: some tests look at it as somebody else.
  chmodSync(folder.path, 0o1777);
  for (const name of Object.keys(before)) process.env[name] = folder.path;
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    const left = readdirSync(folder.path).filter((name) => /^mcp-|^playwright/.test(name));
    if (left.length > 0) process.stdout.write(`left behind by tests, and removed: ${left.join(', ')}\n`);
    folder[Symbol.dispose]();
  };
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from './command-line.ts';
import { dashboard } from './dashboard.ts';
import { desktop } from './desktop.ts';
import { fleet } from './fleet.ts';
import { flood } from './flood.ts';
import { CLI, ROOT } from './instance.ts';
import { logView } from './log-view.ts';
import { type Figure, report } from './report.ts';
import { startHundred } from './start.ts';

/** `npm run bench [-- NAME…]`: every benchmark, or those that are named. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: startHundred,
  fleet,
  cli: commandLine,
  flood,
  dashboard,
  desktop,
  'log-view': logView,
};

const build = spawnSync(process.execPath, [join(ROOT, 'assets', 'build', 'build.ts')], { stdio: 'inherit' });
if (build.status !== 0 || !existsSync(CLI)) process.exit(1);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`No benchmark ${unknown.join(', ')}: there are ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  figures.push(...(await bench()));
}
process.stdout.write(report(figures));

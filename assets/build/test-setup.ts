// npm run test:setup: what tests need beyond npm. It never fails: a missing tool skips its tests, and is named.
import { existsSync, mkdirSync } from 'node:fs';
import { DBUS_DAEMON, DUNST, IMAGEMAGICK, NOTIFY_SEND, XVFB } from '../../test/support/session-bus.ts';
import {
  BROWSER,
  DESKTOP_FILE_VALIDATE,
  findTool,
  GIO,
  type OptionalTool,
  PROMTOOL,
  UNPACKED,
} from '../../test/support/tools.ts';
import { type RunResult, run } from './run.ts';

/** Those of a Linux desktop: on other systems nothing is tested with them. */
const DESKTOP = [DBUS_DAEMON, NOTIFY_SEND, DUNST, XVFB, IMAGEMAGICK, DESKTOP_FILE_VALIDATE, GIO];
const TOOLS: readonly OptionalTool[] = [BROWSER, PROMTOOL, ...(process.platform === 'linux' ? DESKTOP : [])];
let updated = false;
const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

const missing = TOOLS.filter((tool) => findTool(tool) === null);
if (missing.length === 0) {
  say(`all there: ${TOOLS.map((tool) => tool.name).join(', ')}`);
} else if (canInstall) {
  await install(missing);
} else {
  for (const tool of missing) say(skipped(tool, 'not installed'));
}

async function install(tools: readonly OptionalTool[]): Promise<void> {
  say(`getting ${tools.map((tool) => tool.name).join(', ')} from Debian …`);
  const problems = new Map<OptionalTool, string>();
  // All at once is quicker, and all or nothing: what has no package here is not to keep the others away.
  await attempt(() => installed(tools.filter((tool) => !tool.unpack)));
  for (const tool of tools) {
    if (findTool(tool) !== null) continue;
    const result = await attempt(() => (tool.unpack ? unpack(tool) : installed([tool])));
    problems.set(tool, result.output.trim().split('\n').at(-1) || `exit code ${result.code}`);
  }
  for (const tool of tools) {
    const path = findTool(tool);
    say(
      path === null
        ? skipped(tool, `could not be installed (${problems.get(tool)})`)
        : `${tool.name}: ${path}`,
    );
  }
}

/** Package lists are often missing in containers and often fresh, so they are updated only when needed, once. */
async function attempt(work: () => Promise<RunResult>): Promise<RunResult> {
  const result = await work();
  if (result.code === 0 || updated) return result;
  updated = true;
  await apt('update');
  return work();
}

function installed(tools: readonly OptionalTool[]): Promise<RunResult> {
  const packages = new Set(tools.map((tool) => tool.debianPackage));
  return apt('install', '-y', '--no-install-recommends', ...packages);
}

async function unpack(tool: OptionalTool): Promise<RunResult> {
  mkdirSync(UNPACKED, { recursive: true });
  // apt-get download writes into the current folder, and as the user _apt where it may.
  const script =
    'cd "$1" && timeout 300 apt-get -q download "$2" && dpkg-deb -x "$2"_*.deb . && rm -f "$2"_*.deb';
  return run('sh', ['-c', script, 'unpack', UNPACKED, tool.debianPackage], { env: { LC_ALL: 'C' } });
}

function apt(...args: readonly string[]): Promise<RunResult> {
  return run('timeout', ['600', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=60', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

function skipped(tool: OptionalTool, why: string): string {
  return `${tool.name} ${why}: tests of ${tool.neededFor} are skipped`;
}

function say(message: string): void {
  process.stdout.write(`test:setup: ${message}\n`);
}

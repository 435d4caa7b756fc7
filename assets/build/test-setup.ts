// npm run test:setup: what tests need beyond npm. It never fails: a missing tool skips its tests, and is named.
import { existsSync, mkdirSync } from 'node:fs';
import { BROWSER, findTool, type OptionalTool, PROMTOOL, UNPACKED } from '../../test/support/tools.ts';
import { type RunResult, run } from './run.ts';

const TOOLS: readonly OptionalTool[] = [BROWSER, PROMTOOL];
const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

const missing = TOOLS.filter((tool) => findTool(tool) === null);
if (missing.length === 0) {
  say(`all there: ${TOOLS.map((tool) => findTool(tool)).join(', ')}`);
} else if (canInstall) {
  await install(missing);
} else {
  for (const tool of missing) say(skipped(tool, 'not installed'));
}

async function install(tools: readonly OptionalTool[]): Promise<void> {
  say(`getting ${tools.map((tool) => tool.name).join(' and ')} from Debian …`);
  const problems = new Map<OptionalTool, string>();
  for (const tool of tools) problems.set(tool, await get(tool));
  for (const tool of tools) {
    const path = findTool(tool);
    say(
      path === null
        ? skipped(tool, `could not be installed (${problems.get(tool)})`)
        : `${tool.name}: ${path}`,
    );
  }
}

/** Package lists are often missing in containers and often fresh, so they are updated only when needed. */
async function get(tool: OptionalTool): Promise<string> {
  const attempt = () =>
    tool.unpack ? unpack(tool) : apt('install', '-y', '--no-install-recommends', tool.debianPackage);
  let result = await attempt();
  if (result.code !== 0) {
    await apt('update');
    result = await attempt();
  }
  return result.output.trim().split('\n').at(-1) || `exit code ${result.code}`;
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

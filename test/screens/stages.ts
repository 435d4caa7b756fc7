import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { INSTANCE_NODE_FLAGS } from '../../src-main/hosts/headless/launch/node-flags.js';

const ROOT = join(import.meta.dirname, '..', '..');
const fixture = (name: string, ...args: string[]) => ({
  command: process.execPath,
  args: [join(ROOT, 'test', 'fixtures', 'servers', name), ...args],
});
const official = (name: string, ...args: string[]) => ({
  command: process.execPath,
  args: [join(ROOT, 'node_modules', '@modelcontextprotocol', `server-${name}`, 'dist', 'index.js'), ...args],
});

export interface Stage extends AsyncDisposable {
  /** Where the page's addresses begin. */
  readonly url: string;
  /** An address of the page that works once. */
  enter(): Promise<string>;
  /** Ends the instance and all its servers. */
  end(): Promise<void>;
}

const said = (text: string) => ['--log-text', text];

/** What stands in the configuration of a stage; `folder` is its own. */
export type StageName = 'healthy' | 'failing' | 'empty' | 'invalid';

/** A real instance with real servers in a folder of its own, ready to be looked at. */
export async function openStage(name: StageName): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-stage-'));
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'notes.md'), '# Notes\n');
  const config = join(folder, 'mcp.json');
  const text = configurationOf(name, folder);
  if (text !== null) await writeFile(config, text);
  const home = join(folder, 'home');
  // A process of its own, as it is shipped: its figures are not those of whoever takes the pictures.
  const child = spawn(
    process.execPath,
    [
      ...INSTANCE_NODE_FLAGS,
      join(ROOT, 'dist', 'cli.js'),
      'monitor',
      '--json',
      '--home',
      home,
      '--config',
      config,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [first] = (await once(lines, 'line')) as [string];
  const { url } = JSON.parse(first) as { readonly url: string };
  const token = (await readFile(join(home, 'token'), 'utf8')).trim();
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url,
    async enter() {
      const answer = await fetch(`${url}/api/one-time-address`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      return ((await answer.json()) as { readonly url: string }).url;
    },
    end,
    async [Symbol.asyncDispose]() {
      await end();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

function configurationOf(name: StageName, folder: string): string | null {
  const calm = {
    filesystem: official('filesystem', join(folder, 'files')),
    memory: official('memory'),
    everything: official('everything', 'stdio'),
    'sequential-thinking': official('sequential-thinking'),
    'random-walk': fixture('trivial.mjs'),
    'adaptive-control': fixture('trivial.mjs'),
  };
  const groups = {
    Everyday: ['filesystem', 'memory', 'everything', 'sequential-thinking'],
    Finance: ['random-walk', 'adaptive-control'],
  };
  const fast = { sample: 1000 };
  switch (name) {
    case 'healthy':
      return JSON.stringify(
        {
          mcpServers: calm,
          orchestrator: { groups, defaults: { resources: fast, health: { interval: 2000 } } },
        },
        null,
        2,
      );
    case 'failing':
      return JSON.stringify(
        {
          mcpServers: {
            ...calm,
            postgres: fixture(
              'chaos.mjs',
              ...['--lives', '700', '--exit-code', '1'],
              ...['pool: 20 of 20 in use, 31 waiting', 'WARN pool exhausted'].flatMap(said),
              ...said('FATAL: too many connections for role "app"'),
            ),
            'web-search': { command: 'uvx', args: ['mcp-web-search'] },
            'news-search': { command: 'uvx', args: ['mcp-news'] },
            'financial-stochastic': fixture('chaos.mjs', '--ping-error', '-32000', '--mute-on', 'ping'),
            'multidimensional-stochastic': fixture('chaos.mjs', '--lives', '1500', '--exit-code', '137'),
            playwright: fixture('chaos.mjs', '--rss', '120'),
            billing: { ...fixture('trivial.mjs'), disabled: true },
            remote: { type: 'http', url: 'http://127.0.0.1:9/mcp' },
          },
          orchestrator: {
            groups: {
              Everyday: [...groups.Everyday, 'playwright', 'postgres', 'web-search', 'news-search'],
              Finance: [...groups.Finance, 'financial-stochastic', 'multidimensional-stochastic'],
            },
            defaults: { resources: fast, health: { interval: 2000, timeout: 500, grace: 0 } },
            servers: {
              postgres: { restart: { maxRestarts: 3, backoff: { initial: 200, factor: 1, jitter: 0 } } },
              playwright: { resources: { sample: 1000, memoryWarn: '100MB' } },
              'multidimensional-stochastic': {
                restart: { maxRestarts: 20, backoff: { initial: 45_000, factor: 1, jitter: 0 } },
              },
              'financial-stochastic': {
                health: { interval: 2000, timeout: 500, grace: 0, failureThreshold: 500 },
              },
            },
          },
        },
        null,
        2,
      );
    case 'invalid':
      return `{
  "mcpServers": {
    "filesystem": ${JSON.stringify(calm.filesystem)},
    "memory": { "command": 7 },
    "web": { "type": "http", "url": "not an address" }
  },
  "orchestrator": { "defaults": { "restart": { "maxRestarts": "three" } } }
}
`;
    case 'empty':
      return null;
  }
}

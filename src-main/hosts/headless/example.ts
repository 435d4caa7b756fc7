import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findInstance } from '../../runtime/find-instance.ts';
import { EXAMPLE_VERSIONS } from '../../runtime/version.ts';
import type { Arguments } from './arguments.ts';
import { CommandFailure, EXIT } from './failure.ts';
import { isOnPath } from './own-name.ts';
import { say } from './say.ts';

export interface Example {
  readonly home: string;
  readonly config: string;
  /** Its servers come from the registry at their first start. */
  readonly fetches: boolean;
}

/** Inside Electron, this process' program is no Node. */
const NODE = process.versions.electron === undefined ? process.execPath : 'node';

interface Start {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The example in a home of its own: HOME/example, or the one that `--home` names. An edited configuration stays, for
 * editing it is what one does with an example.
 */
export async function prepareExample(args: Arguments): Promise<Example> {
  const { paths } = findInstance(args.home);
  const home = args.home === undefined ? join(paths.home, 'example') : paths.home;
  const config = args.config ?? join(home, 'example.jsonc');
  const starts = {
    everything: startOf('@modelcontextprotocol/server-everything'),
    filesystem: startOf('@modelcontextprotocol/server-filesystem'),
    memory: startOf('@modelcontextprotocol/server-memory'),
    thinking: startOf('@modelcontextprotocol/server-sequential-thinking'),
  };
  const fetches = Object.values(starts).some((start) => start.command === 'npx');
  if (fetches && !isOnPath('npx')) {
    throw new CommandFailure(EXIT.failed, 'EXAMPLE', say('cli.example.no-packages'));
  }
  const scratch = join(home, 'scratch');
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const hello = join(scratch, 'hello.txt');
  if (!existsSync(hello)) await writeFile(hello, 'The filesystem server can read this file.\n');
  const text = exampleText(starts, home, scratch);
  if (await isStale(config, starts.everything)) {
    if (existsSync(config)) await rename(config, `${config}.old`);
    await writeFile(config, text, { mode: 0o600 });
  }
  return { home, config, fetches };
}

/** From the packages of a checkout, which need no network; elsewhere fetched by npx in the same version. */
function startOf(name: string): Start {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const entry = join(folder, 'node_modules', name, 'dist', 'index.js');
    if (existsSync(entry)) return { command: NODE, args: [entry] };
    if (dirname(folder) === folder) break;
  }
  return { command: 'npx', args: ['-y', `${name}@${EXAMPLE_VERSIONS[name]}`] };
}

/** There is none, or it starts what is no longer there: the checkout was moved. */
async function isStale(config: string, { args }: Start): Promise<boolean> {
  const text = await readFile(config, 'utf8').catch(() => null);
  return text === null || !text.includes(JSON.stringify(args.at(-1)));
}

function exampleText(
  starts: Readonly<Record<'everything' | 'filesystem' | 'memory' | 'thinking', Start>>,
  home: string,
  scratch: string,
): string {
  const json = (value: unknown) => JSON.stringify(value);
  const launch = ({ command, args }: Start, ...more: readonly string[]) =>
    `"command": ${json(command)}, "args": ${json([...args, ...more]).replaceAll('","', '", "')}`;
  const brokenCode = `console.error("This server ends on purpose: see example.jsonc"); process.exit(1)`;
  return `// The example of MCP Orchestrator. Edit and save it: a change is put in force within 2 s, and touches only what it
// changes. A file like this one, as your MCP clients use it, belongs to ~/.mcp.json.
{
  "mcpServers": {
    // A server on standard input and output: a command and its arguments.
    "everything": { ${launch(starts.everything)} },

    // It may read and write this folder only. Try: call filesystem list_directory '{"path":"."}'
    "filesystem": { ${launch(starts.filesystem, scratch)}, "cwd": ${json(scratch)} },

    // Variables for the server stand in "env"; \${NAME} and \${NAME:-default} take them from your environment.
    "memory": { ${launch(starts.memory)}, "env": { "MEMORY_FILE_PATH": ${json(join(home, 'memory.json'))} } },

    "sequential-thinking": { ${launch(starts.thinking)} },

    // Broken on purpose. It is restarted after 1, 4 and 16 s, then stays down and says why. To mend it, put the
    // command and arguments of "everything" here and save.
    "broken": { "command": ${json(NODE)}, "args": ["-e", ${json(brokenCode)}] }

    // A server that runs elsewhere needs an address only:
    // "remote": { "type": "http", "url": "https://example.org/mcp", "headers": { "Authorization": "Bearer \${TOKEN}" } }
  },

  // Optional: how the servers are looked after. Every MCP client leaves this part alone.
  "orchestrator": {
    "defaults": { "health": { "interval": "15s" } },
    "servers": { "broken": { "restart": { "maxRestarts": 3 } } },
    "groups": { "files": ["filesystem", "memory"] }
  }
}
`;
}

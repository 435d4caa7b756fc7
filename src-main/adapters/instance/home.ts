import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where an instance keeps what is its own (surface §2). All paths absolute. */
export interface HomePaths {
  readonly home: string;
  readonly state: string;
  readonly ledger: string;
  readonly logs: string;
  readonly token: string;
  readonly lock: string;
  readonly runtime: string;
}

export interface HomeRequest {
  /** `--home`; a relative one is relative to the working folder. */
  readonly option?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly userHome?: string;
}

/** `--home`, then MCP_ORCHESTRATOR_HOME, then the platform's place for data of the user. Touches no file. */
export function resolveHome(request: HomeRequest = {}): HomePaths {
  const { option, env = process.env, platform = process.platform, userHome = homedir() } = request;
  return homePaths(resolve(option || env.MCP_ORCHESTRATOR_HOME || platformHome(env, platform, userHome)));
}

export function homePaths(home: string): HomePaths {
  return {
    home,
    state: join(home, 'state.db'),
    ledger: join(home, 'ledger.json'),
    logs: join(home, 'logs'),
    token: join(home, 'token'),
    lock: join(home, 'instance.lock'),
    runtime: join(home, 'runtime.json'),
  };
}

function platformHome(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  userHome: string,
): string {
  const name = 'mcp-orchestrator';
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(userHome, 'AppData', 'Local'), name);
    case 'darwin':
      return join(userHome, 'Library', 'Application Support', name);
    default: {
      // The XDG specification: a relative path is to be ignored.
      const data = env.XDG_DATA_HOME;
      return join(data?.startsWith('/') ? data : join(userHome, '.local', 'share'), name);
    }
  }
}

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** `--config`, then MCP_ORCHESTRATOR_CONFIG, then `~/.mcp.json`; absolute. The file need not exist. */
export function resolveConfigPath(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return resolve(option || env.MCP_ORCHESTRATOR_CONFIG || join(homedir(), '.mcp.json'));
}

import { join } from 'node:path';
import type { ConfigProblem } from '../../src-shared/schema/problem.ts';
import { readConfiguration } from '../adapters/config-files/read.ts';
import { resolveHome } from '../adapters/instance/home.ts';
import { createShellPath } from '../adapters/process/shell-path.ts';

export interface ConfigurationCheck {
  readonly file: string;
  readonly exists: boolean;
  /** false: the file as a whole cannot be put in force. */
  readonly readable: boolean;
  readonly errors: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
  readonly servers: readonly string[];
}

/**
 * Reads a configuration as an instance of the home would, and starts nothing. Where something is wrong, the login shell
 * is asked for its variables first (at most 5 s), since an instance knows them too.
 */
export async function checkConfiguration(
  file: string,
  home: string | undefined,
): Promise<ConfigurationCheck> {
  const shell = createShellPath({
    file: join(resolveHome({ option: home }).home, 'shell-path.json'),
    environment: process.env,
    inputIsTerminal: process.stdin.isTTY === true,
  });
  const read = () => readConfiguration(file, () => ({ ...shell.variables, ...process.env }));
  let result = await read();
  if (result.ok && result.configuration.errors.length > 0) {
    await shell.refresh();
    result = await read();
  }
  if (!result.ok) {
    return { file, exists: true, readable: false, errors: result.problems, warnings: [], servers: [] };
  }
  const { exists, errors, warnings, servers } = result.configuration;
  return { file, exists, readable: true, errors, warnings, servers: servers.map((server) => server.name) };
}

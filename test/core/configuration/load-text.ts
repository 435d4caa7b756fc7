import { createHash } from 'node:crypto';
import { parseDocument } from '../../../src-main/adapters/config-files/parse.ts';
import type { Configuration, ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import { type LoadResult, loadConfiguration } from '../../../src-main/core/configuration/load.ts';

export const FILE = '/home/ada/.mcp.json';

/** The loader over a text, with POSIX path rules and nothing of this computer. */
export function loadText(text: string, variables: Readonly<Record<string, string>> = {}): LoadResult {
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(`the test's text is no JSON: ${parsed.text.key}`);
  return loadConfiguration(parsed.document, {
    file: FILE,
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    paths: {
      folder: '/home/ada',
      resolve: (path) => (path.startsWith('/') ? path : `/home/ada/${path.replace(/^\.\//, '')}`),
      isPath: (command) => command.includes('/'),
    },
    hash: (data) => createHash('sha256').update(data).digest('hex'),
  });
}

export function load(value: unknown, variables: Readonly<Record<string, string>> = {}): Configuration {
  const result = loadText(typeof value === 'string' ? value : JSON.stringify(value, null, 2), variables);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.configuration;
}

export function server(configuration: Configuration, name: string): ServerDefinition {
  const found = configuration.servers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no server ${name}`);
  return found;
}

export const messages = (problems: readonly { readonly message: string }[]): readonly string[] =>
  problems.map((problem) => problem.message);

/** Without "Line 3, column 5: ". */
export const sentences = (problems: readonly { readonly message: string }[]): readonly string[] =>
  messages(problems).map((text) => text.replace(/^Line \d+, column \d+: /, ''));

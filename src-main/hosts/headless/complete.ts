import type { StatusReport } from '../../../src-shared/schema/status.ts';
import { findInstance } from '../../runtime/find-instance.ts';
import { everywhere, splitCommand } from './arguments.ts';
import { createClient } from './client.ts';
import { shells } from './completion-scripts.ts';
import { EXIT, type ExitCode } from './failure.ts';
import type { Output } from './output.ts';
import { commands, HIDDEN_OPTIONS } from './registry.ts';
import { SERVICE_VERBS } from './service/verbs.ts';

/** A person who presses Tab does not wait. */
const LIMIT_MS = 1000;
/** Options whose value is a file or a word of one's own, which the shell completes or nobody. */
const OWN_VALUE = new Set(['--config', '--home', '--port', '--timeout', '--for', '--actor', '--lines', '-n']);
const NAMELESS = new Set(['monitor', 'open', 'shutdown', 'validate']);

/** Prints candidates for the last of the words, one a line. Never fails: nothing to offer is an answer. */
export async function complete(rest: readonly string[], output: Output): Promise<ExitCode> {
  const words = rest[0] === '--' ? rest.slice(1) : rest;
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = await candidatesFor(before, current).catch(() => []);
  output.lines(candidates.filter((candidate) => candidate.startsWith(current) && !/[\r\n]/.test(candidate)));
  return EXIT.done;
}

async function candidatesFor(before: readonly string[], current: string): Promise<readonly string[]> {
  const previous = before.at(-1) ?? '';
  if (previous === '--server') return serverNames(before);
  if (OWN_VALUE.has(previous)) return [];
  const { command } = splitCommand(before);
  const found = command !== undefined && Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (current.startsWith('-')) return optionsOf(found?.options ?? {});
  if (command === undefined || command === 'help') return [...Object.keys(commands), 'help'];
  if (found === undefined || NAMELESS.has(command)) return [];
  if (command === 'completion') return shells;
  if (command === 'service') return previous === 'service' ? SERVICE_VERBS : [];
  if (command === 'call') return callCandidates(before);
  return serverNames(before);
}

function optionsOf(own: object): readonly string[] {
  return [...Object.keys(own), ...Object.keys(everywhere)]
    .filter((name) => !HIDDEN_OPTIONS.includes(name))
    .map((name) => `--${name}`);
}

async function callCandidates(before: readonly string[]): Promise<readonly string[]> {
  const [server, tool] = before.slice(before.indexOf('call') + 1).filter((word) => !word.startsWith('-'));
  if (server === undefined) return serverNames(before);
  if (tool !== undefined) return [];
  const found = findInstance(optionValue(before, '--home'));
  if (!found.running || found.info === null) return [];
  const path = `/api/servers/${encodeURIComponent(server)}/tools`;
  const { tools } = await createClient(found).get<{ tools: readonly { name: string }[] }>(path, {
    limitMs: LIMIT_MS,
  });
  return tools.map((one) => one.name);
}

/** Of the running instance, else of the configuration: servers, aliases and groups. */
async function serverNames(before: readonly string[]): Promise<readonly string[]> {
  const found = findInstance(optionValue(before, '--home'));
  const { servers } =
    found.running && found.info !== null
      ? await createClient(found).get<StatusReport>('/api/servers', { limitMs: LIMIT_MS })
      : await stored(before);
  return [...new Set(servers.flatMap((server) => [server.name, ...server.aliases, ...server.groups]))];
}

async function stored(before: readonly string[]): Promise<StatusReport> {
  const { readStoredStatus } = await import('../../runtime/stored-status.ts');
  return readStoredStatus({ home: optionValue(before, '--home'), config: optionValue(before, '--config') });
}

function optionValue(words: readonly string[], option: string): string | undefined {
  const at = words.lastIndexOf(option);
  return at < 0 ? undefined : words[at + 1];
}

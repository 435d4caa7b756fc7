import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Real servers, and the one that misbehaves as told. */
export const servers = {
  trivial: entry('test', 'fixtures', 'servers', 'trivial.mjs'),
  everything: entry('node_modules', '@modelcontextprotocol', 'server-everything', 'dist', 'index.js'),
  memory: entry('node_modules', '@modelcontextprotocol', 'server-memory', 'dist', 'index.js'),
  filesystem: (folder: string) =>
    withArgs(entry('node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js'), folder),
  chaos: (...flags: string[]) => withArgs(entry('test', 'fixtures', 'servers', 'chaos.mjs'), ...flags),
  missing: { command: 'no-such-program-anywhere', args: [] },
} as const;

/** Ends at once three times over, and then stays down within a second. */
export const quickly = { restart: { maxRestarts: 2, backoff: { initial: 50, factor: 1, jitter: 0 } } };

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

function entry(...path: string[]): Entry {
  return { command: process.execPath, args: [join(ROOT, ...path)] };
}

function withArgs({ command, args }: Entry, ...more: string[]): Entry {
  return { command, args: [...args, ...more] };
}

import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliConfig } from '../../vite.config.ts';
import { ROOT } from './import-graph.ts';

const STATUS_COMMAND = 'src-main/hosts/headless/commands/status.ts';

/** What makes starting slow, and what a command that only asks never needs. */
const HEAVY = [
  '@hono/node-server',
  '@modelcontextprotocol/client',
  '@orpc/openapi',
  '@orpc/server',
  'chokidar',
  'execa',
  'hono',
  'koffi',
  'pidusage',
  'pino',
  'pino-pretty',
  'prom-client',
];

let chunks: readonly Rolldown.OutputChunk[] = [];

beforeAll(async () => {
  const config = cliConfig();
  const result = await build({ ...config, build: { ...config.build, write: false } });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('a build, not a watcher, was asked for');
  chunks = output.output.filter((item) => item.type === 'chunk');
});

describe('the bundle of the command line', () => {
  it('holds neither Electron nor React nor zustand', () => {
    const packages = packagesIn(chunks);
    const forbidden = ['electron', 'electron-store', 'react', 'react-dom', 'scheduler', 'zustand'];
    expect(forbidden.filter((name) => packages.has(name))).toEqual([]);
  });

  it('holds every package that it needs, except native code', () => {
    const outside = chunks
      .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
      .filter((name) => !chunks.some((chunk) => chunk.fileName === name) && !isBuiltin(name));
    expect(outside.filter((name) => name !== 'koffi')).toEqual([]);
  });

  it('starts without the heavy packages', () => {
    const entry = chunks.filter((chunk) => chunk.isEntry);
    expect(heavyOf(withStaticImports(entry))).toEqual([]);
  });

  it('answers `status` without the heavy packages', () => {
    const command = chunks.filter((chunk) => sourcesOf(chunk).includes(STATUS_COMMAND));
    expect(command, `${STATUS_COMMAND} is in the bundle`).toHaveLength(1);
    expect(heavyOf(withStaticImports(command))).toEqual([]);
  });
});

function withStaticImports(start: readonly Rolldown.OutputChunk[]): readonly Rolldown.OutputChunk[] {
  const found = new Set(start);
  // A set's iteration also visits what is added on the way.
  for (const chunk of found) {
    for (const other of chunks) if (chunk.imports.includes(other.fileName)) found.add(other);
  }
  return [...found];
}

function heavyOf(some: readonly Rolldown.OutputChunk[]): readonly string[] {
  const packages = packagesIn(some);
  const outside = some.flatMap((chunk) => chunk.imports);
  return HEAVY.filter((name) => packages.has(name) || outside.includes(name));
}

function packagesIn(some: readonly Rolldown.OutputChunk[]): ReadonlySet<string> {
  const names = some
    .flatMap((chunk) => chunk.moduleIds)
    .map((id) => id.split(sep).join('/').split('/node_modules/').at(-1) ?? '')
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return new Set(names);
}

function sourcesOf(chunk: Rolldown.OutputChunk): readonly string[] {
  return chunk.moduleIds.map((id) => relative(ROOT, join(id)).split(sep).join('/'));
}

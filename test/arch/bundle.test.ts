import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { licencesOf } from '../../assets/build/licences.ts';
import { cliConfig, mainConfig, preloadConfig, rendererConfig } from '../../vite.config.ts';
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

let built: unknown;
let chunks: readonly Rolldown.OutputChunk[] = [];

beforeAll(async () => {
  built = await bundled(cliConfig());
  chunks = chunksOf(built);
});

describe('the licences that the about box shows', () => {
  it('are those of every package that is bundled, and none is unknown', async () => {
    const licences = await licencesOf(ROOT, [built]);
    const known = new Map(licences.map(({ name, licence }) => [name, licence]));
    for (const name of HEAVY.filter((heavy) => packagesIn(chunks).has(heavy)))
      expect(known.get(name), name).toBeDefined();
    expect(known.get('zod')).toBe('MIT');
    expect(known.get('koffi')).toBeDefined();
    expect(licences.filter(({ licence, version }) => licence === 'UNKNOWN' || version === '')).toEqual([]);
    // A package may be there in two versions.
    const names = licences.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(known.size).toBeGreaterThan(20);
  });

  it('are those of the fonts too', async () => {
    const config = rendererConfig();
    const rolldownOptions = { input: join(ROOT, 'src-renderer', 'theme', 'fonts.css') };
    const fonts = await build({ ...config, build: { ...config.build, write: false, rolldownOptions } });
    const names = (await licencesOf(ROOT, [fonts])).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['@fontsource-variable/inter']));
  });
});

describe('the bundle of the command line', () => {
  it('holds neither Electron nor React nor zustand', () => {
    const packages = packagesIn(chunks);
    const forbidden = ['electron', 'electron-store', 'react', 'react-dom', 'scheduler', 'zustand'];
    expect(forbidden.filter((name) => packages.has(name))).toEqual([]);
  });

  it('holds every package that it needs, except native code', () => {
    expect(outsideOf(chunks).filter((name) => name !== 'koffi')).toEqual([]);
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

describe('the bundle of the application', () => {
  let main: readonly Rolldown.OutputChunk[] = [];

  beforeAll(async () => {
    main = chunksOf(await bundled(mainConfig()));
  });

  it('holds every package that it needs, except Electron and native code', () => {
    // koffi is asked for by createRequire, at the first server on Windows.
    expect([...new Set(outsideOf(main))]).toEqual(['electron']);
    expect(packagesIn(main).has('electron-store')).toBe(true);
  });

  it('holds nothing of the page, and not the notifications of the host without windows', () => {
    const packages = packagesIn(main);
    const forbidden = ['react', 'react-dom', 'scheduler', 'zustand', 'node-notifier'];
    expect(forbidden.filter((name) => packages.has(name))).toEqual([]);
  });

  it('leaves the command line to cli.js', () => {
    const sources = main.flatMap(sourcesOf);
    expect(sources.filter((source) => source.startsWith('src-main/hosts/headless/'))).toEqual([]);
  });
});

describe('the preload', () => {
  it('is one CommonJS file that asks for Electron alone, as a sandboxed one has to be', async () => {
    const [preload, ...others] = chunksOf(await bundled(preloadConfig()));
    expect(others).toEqual([]);
    expect(preload?.fileName).toBe('preload.cjs');
    const code = preload?.code ?? '';
    expect([...code.matchAll(/require\(["'](.+?)["']\)/g)].map(([, name]) => name)).toEqual(['electron']);
    expect(code).not.toMatch(/^\s*(?:import|export)\b/m);
  });
});

async function bundled(config: InlineConfig): Promise<unknown> {
  return build({ ...config, build: { ...config.build, write: false } });
}

function chunksOf(result: unknown): readonly Rolldown.OutputChunk[] {
  const [output] = Array.isArray(result) ? result : [result];
  const { output: items } = output as Rolldown.RolldownOutput;
  return items.filter((item) => item.type === 'chunk');
}

/** What is loaded from elsewhere. */
function outsideOf(some: readonly Rolldown.OutputChunk[]): readonly string[] {
  return some
    .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
    .filter((name) => !some.some((chunk) => chunk.fileName === name) && !isBuiltin(name));
}

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

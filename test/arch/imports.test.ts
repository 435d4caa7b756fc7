import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOORS, floorOf, violation } from './dependency-rules.ts';
import { cycles, type ImportGraph, importsOf, ROOT, reachable, readImportGraph } from './import-graph.ts';

const graph = readImportGraph();

/** Where execution begins: nothing needs to import these. */
const ENTRIES = [
  'src-main/index.ts',
  'src-main/hosts/headless/cli.ts',
  'src-main/hosts/headless/launcher.js',
  'src-main/hosts/desktop/main.ts',
  'src-main/hosts/desktop/preload.ts',
  // assets/build/schema.ts writes the editors' schema with it.
  'src-shared/schema/config-json-schema.ts',
  ...pageEntries(),
];

describe('the import graph of the sources', () => {
  it('follows the arrows: hosts → runtime → {api, transport, adapters} → core → src-shared ← src-renderer', () => {
    expect(graph.edges.map(violation).filter((text) => text !== null)).toEqual([]);
  });

  it('has no circles, types included', () => {
    expect(cycles(graph).map((path) => path.join(' → '))).toEqual([]);
  });

  it('has no file that no entry reaches', () => {
    const reached = reachable(graph, ENTRIES);
    const orphans = graph.files.filter((file) => !reached.has(file) && !file.endsWith('.d.ts'));
    expect(orphans.map((file) => `${file} is imported by nothing: use it or remove it`)).toEqual([]);
  });

  it("has two doors for Electron's value: everywhere else it is handed in, and only its types are imported", () => {
    const doors = ['src-main/hosts/desktop/main.ts', 'src-main/hosts/desktop/preload.ts'];
    const values = graph.files
      .filter((file) => /\.tsx?$/.test(file) && !doors.includes(file))
      .filter((file) =>
        /^import (?!type )[^;]*from '(?:electron|electron-store)'|import\('electron(?:-store)?'\)(?!\.)/m.test(
          readFileSync(join(ROOT, file), 'utf8').replaceAll(/typeof import\([^)]*\)/g, ''),
        ),
      );
    expect(values).toEqual([]);
  });

  it('has every file on a known floor', () => {
    const strays = graph.files.filter((file) => floorOf(file) === null);
    const floors = Object.values(FLOORS).flatMap((floor) => floor.paths);
    expect(strays.map((file) => `${file} is on no floor. Right place: one of ${floors.join(', ')}`)).toEqual(
      [],
    );
  });

  it('lies in the five known folders, and nothing else does', () => {
    const known = ['assets', 'src-main', 'src-renderer', 'src-shared', 'test'];
    const made = ['node_modules', 'dist', 'coverage'];
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !made.includes(entry.name))
      .map((entry) => entry.name);
    expect(folders.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('sees every way to import', () => {
    const text = [
      `import a from 'a';`,
      `import type { B } from 'b';`,
      `export { c } from 'c';`,
      `export type * from '@d/d/deep';`,
      `const e = await import('e');`,
      `let f: import('f').F;`,
      `let g: typeof import('node:fs');`,
      `new Worker(new URL('./h.ts', import.meta.url));`,
      `// import 'not-this';`,
      `const text = "import 'nor-this'";`,
    ].join('\n');
    const edges = importsOf('src-main/core/x.ts', text);
    expect(edges.map(({ line, specifier, target }) => [line, specifier, target.kind])).toEqual([
      [1, 'a', 'package'],
      [2, 'b', 'package'],
      [3, 'c', 'package'],
      [4, '@d/d/deep', 'package'],
      [5, 'e', 'package'],
      [6, 'f', 'package'],
      [7, 'node:fs', 'builtin'],
      [8, './h.ts', 'missing'],
    ]);
  });

  it('finds circles', () => {
    const edge = (from: string, path: string) =>
      ({ from, line: 1, specifier: path, target: { kind: 'file', path } }) as const;
    const circle: ImportGraph = {
      files: ['a', 'b', 'c'],
      edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'b')],
    };
    expect(cycles(circle)).toEqual([['b', 'c', 'b']]);
  });
});

describe('the rules', () => {
  const check = (from: string, specifier: string) => {
    const [edge] = importsOf(from, `import '${specifier}';`);
    if (edge === undefined) throw new Error('one import, one edge');
    // The rules are about places, not about whether the example exists.
    const target =
      edge.target.kind === 'missing' ? ({ kind: 'file', path: edge.target.path } as const) : edge.target;
    return violation({ ...edge, target });
  };

  it.each([
    ['src-shared/model/x.ts', '../../src-main/core/y.ts'],
    ['src-shared/model/x.ts', 'node:path'],
    ['src-shared/model/x.ts', '@orpc/server'],
    ['src-main/core/health/x.ts', 'node:fs'],
    ['src-main/core/health/x.ts', 'execa'],
    ['src-main/core/health/x.ts', '../../adapters/process/y.ts'],
    ['src-main/adapters/mcp/x.ts', '../../transport/y.ts'],
    ['src-main/adapters/mcp/x.ts', '../../core/supervisor/y.ts'],
    ['src-main/adapters/mcp/x.ts', 'react'],
    ['src-main/api/x.ts', 'node:http'],
    ['src-main/api/x.ts', 'hono'],
    ['src-main/transport/x.ts', '../adapters/y.ts'],
    ['src-main/runtime/x.ts', '../hosts/headless/y.ts'],
    ['src-main/hosts/headless/x.ts', '../desktop/y.ts'],
    ['src-main/hosts/headless/x.ts', '../../core/y.ts'],
    ['src-main/hosts/headless/x.ts', 'electron'],
    ['src-main/hosts/desktop/x.ts', 'zustand'],
    ['src-renderer/ui/x.tsx', '../../src-main/core/y.ts'],
    ['src-renderer/ui/x.tsx', 'node:path'],
    ['src-renderer/ui/x.tsx', 'pino'],
  ])('%s may not import %s', (from, specifier) => {
    const text = check(from, specifier);
    expect(text).toContain(from);
    expect(text).toContain(specifier);
    expect(text).toContain('Right place: ');
  });

  it.each([
    ['src-shared/model/x.ts', '../schema/y.ts'],
    ['src-main/core/health/x.ts', '../../../src-shared/schema/y.ts'],
    ['src-main/adapters/mcp/x.ts', '../../core/ports/y.ts'],
    ['src-main/adapters/mcp/x.ts', 'node:fs'],
    ['src-main/api/x.ts', '@orpc/server'],
    ['src-main/transport/x.ts', '../api/y.ts'],
    ['src-main/runtime/x.ts', '../adapters/y.ts'],
    ['src-main/hosts/headless/x.ts', '../../runtime/y.ts'],
    ['src-main/hosts/desktop/x.ts', 'electron'],
    ['src-renderer/ui/x.tsx', '../../src-shared/i18n/y.ts'],
  ])('%s may import %s', (from, specifier) => {
    expect(check(from, specifier)).toBeNull();
  });
});

/** The scripts that index.html loads. */
function pageEntries(): readonly string[] {
  const page = join(ROOT, 'src-renderer', 'index.html');
  if (!existsSync(page)) return [];
  const scripts = readFileSync(page, 'utf8').matchAll(/<script[^>]*\ssrc="\.?\/?([^"]+)"/g);
  return [...scripts].map((match) => `src-renderer/${match[1]}`);
}

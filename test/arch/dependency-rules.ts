import type { ImportEdge } from './import-graph.ts';

interface Floor {
  /** Path prefixes that belong to this floor. */
  readonly paths: readonly string[];
  /** Path prefixes that it may import, beside its own. */
  readonly imports: readonly string[];
  /** Exceptions to `imports`, each with the right way. */
  readonly except?: Readonly<Record<string, string>>;
  readonly builtins: boolean;
  /** The packages that it may import; 'any' leaves out those that have a floor of their own (`OWNED`). */
  readonly packages: readonly string[] | 'any';
  /** What to do instead. */
  readonly rightPlace: string;
}

const SHARED = 'src-shared/';
const CORE = 'src-main/core/';
const ADAPTERS = 'src-main/adapters/';
const API = 'src-main/api/';
const TRANSPORT = 'src-main/transport/';
const RUNTIME = 'src-main/runtime/';

/** The table of ARCHITECTURE.md. biome.json says the same while one types; this sees the whole graph. */
export const FLOORS: Readonly<Record<string, Floor>> = {
  'src-shared': {
    paths: [SHARED],
    imports: [],
    builtins: false,
    packages: ['zod', '@orpc/contract', 'intl-messageformat'],
    rightPlace:
      'src-shared is what both sides speak: move what it needs here, or the code to the side that uses it',
  },
  core: {
    paths: [CORE],
    imports: [SHARED],
    builtins: false,
    packages: ['zod'],
    rightPlace: 'describe it as a port in src-main/core/ports, implement it in src-main/adapters',
  },
  adapters: {
    paths: [ADAPTERS],
    imports: [SHARED, CORE],
    except: {
      'src-main/core/supervisor/': 'adapters act, core decides: pass what is needed through the port',
      'src-main/core/orchestrator': 'adapters act, core decides: pass what is needed through the port',
    },
    builtins: true,
    packages: 'any',
    rightPlace: 'adapters implement src-main/core/ports; src-main/runtime hands them what they need',
  },
  api: {
    paths: [API],
    imports: [SHARED, CORE],
    builtins: false,
    packages: ['zod', '@orpc/contract', '@orpc/server'],
    rightPlace:
      'api is the contract over core: bytes belong into src-main/transport, system calls into src-main/adapters',
  },
  transport: {
    paths: [TRANSPORT],
    imports: [SHARED, CORE, API],
    builtins: true,
    packages: 'any',
    rightPlace: 'what an adapter does reaches transport through a port of src-main/core/ports',
  },
  runtime: {
    paths: [RUNTIME, 'src-main/index.ts'],
    // package.json: the version, and those of the example's servers.
    imports: [SHARED, CORE, ADAPTERS, API, TRANSPORT, 'package.json'],
    builtins: true,
    packages: 'any',
    rightPlace: 'runtime puts the floors together; what only one host needs belongs into that host',
  },
  'hosts/headless': {
    paths: ['src-main/hosts/headless/'],
    imports: [SHARED, TRANSPORT, RUNTIME],
    builtins: true,
    packages: 'any',
    rightPlace:
      'hosts compose: use src-main/runtime or a client of the contract, or move the piece into src-main/runtime',
  },
  'hosts/desktop': {
    paths: ['src-main/hosts/desktop/'],
    imports: [SHARED, TRANSPORT, RUNTIME],
    builtins: true,
    packages: 'any',
    rightPlace:
      'hosts compose: use src-main/runtime or a client of the contract, or move the piece into src-main/runtime',
  },
  'src-renderer': {
    paths: ['src-renderer/'],
    imports: [SHARED],
    builtins: false,
    packages: [
      'react',
      'react-dom',
      'zustand',
      'wouter',
      '@base-ui/react',
      '@cfworker/json-schema',
      'diff',
      '@orpc/client',
      '@orpc/contract',
      'zod',
      'intl-messageformat',
    ],
    rightPlace:
      'the page is a client of the contract: ask over src-shared/contract, or move the shared part into src-shared',
  },
};

/** Packages that belong to one floor, whatever `packages: 'any'` says. */
const OWNED: Readonly<Record<string, string>> = {
  electron: 'hosts/desktop',
  'electron-store': 'hosts/desktop',
  react: 'src-renderer',
  'react-dom': 'src-renderer',
  zustand: 'src-renderer',
  wouter: 'src-renderer',
  '@base-ui/react': 'src-renderer',
};

export function floorOf(file: string): string | null {
  const found = Object.entries(FLOORS).find(([, floor]) => floor.paths.some((path) => file.startsWith(path)));
  return found?.[0] ?? null;
}

/** A sentence with file, import, rule and right place, or null where the import is in order. */
export function violation(edge: ImportEdge): string | null {
  const name = floorOf(edge.from);
  const floor = name === null ? undefined : FLOORS[name];
  if (name === null || floor === undefined) return null; // another test says that the file has no floor
  const say = (rule: string, rightPlace = floor.rightPlace) =>
    `${edge.from}:${edge.line} imports '${edge.specifier}': ${rule}. Right place: ${rightPlace}.`;

  const { target } = edge;
  switch (target.kind) {
    case 'missing':
      return say('there is no such file', 'write the whole path, with its ending');
    case 'builtin':
      return floor.builtins ? null : say(`${name} runs without Node`);
    case 'package': {
      const owner = OWNED[target.name];
      if (owner !== undefined && owner !== name) return say(`${target.name} is for ${owner} only`);
      const allowed = floor.packages === 'any' || floor.packages.includes(target.name);
      return allowed ? null : say(`${name} may import ${list(floor.packages)} only`);
    }
    case 'file': {
      if (floor.paths.some((path) => target.path.startsWith(path))) return null;
      const [, instead] =
        Object.entries(floor.except ?? {}).find(([path]) => target.path.startsWith(path)) ?? [];
      if (instead !== undefined) return say(`${name} may not import this part of core`, instead);
      if (floor.imports.some((path) => target.path.startsWith(path))) return null;
      return say(`${name} may import ${list(floor.imports)} only`);
    }
  }
}

function list(names: readonly string[] | 'any'): string {
  return names.length === 0 ? 'nothing of ours' : [...names].join(', ');
}

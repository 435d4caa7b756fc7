import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { parseSync } from 'vite';

export const ROOT = join(import.meta.dirname, '..', '..');
export const SOURCE_ROOTS = ['src-shared', 'src-main', 'src-renderer'] as const;

/** One import, export-from, `import()`, `import type`, `typeof import()` or `new URL(…, import.meta.url)`. */
export interface ImportEdge {
  /** The importing file, relative to the root, with slashes. */
  readonly from: string;
  readonly line: number;
  /** As written. */
  readonly specifier: string;
  readonly target:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'missing'; readonly path: string }
    | { readonly kind: 'builtin'; readonly name: string }
    | { readonly kind: 'package'; readonly name: string };
}

export interface ImportGraph {
  readonly files: readonly string[];
  readonly edges: readonly ImportEdge[];
}

/** The graph as it is written, types included: a type import ties two floors together like any other. */
export function readImportGraph(): ImportGraph {
  const files = SOURCE_ROOTS.flatMap((root) => sourceFiles(root));
  return { files, edges: files.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8'))) };
}

function sourceFiles(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.([cm]?[jt]s|tsx|jsx)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function importsOf(file: string, text: string): readonly ImportEdge[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const edges: ImportEdge[] = [];
  visit(program, (node) => {
    const specifier = specifierOf(node);
    if (specifier === null) return;
    const line = text.slice(0, Number(node.start)).split('\n').length;
    edges.push({ from: file, line, specifier, target: resolve(file, specifier) });
  });
  return edges;
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

function visit(node: unknown, enter: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, enter);
  } else if (isNode(node)) {
    enter(node);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, enter);
  }
}

function specifierOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source);
    case 'TSExternalModuleReference':
      return literal(node.expression);
    case 'CallExpression':
      return isNode(node.callee) && node.callee.name === 'require' ? literal(first(node.arguments)) : null;
    case 'NewExpression': {
      // A file that is started as a worker or a process of its own.
      const [path, base] = Array.isArray(node.arguments) ? node.arguments : [];
      const isUrl = isNode(node.callee) && node.callee.name === 'URL' && isNode(base);
      const specifier = isUrl && base.type === 'MemberExpression' ? literal(path) : null;
      return specifier !== null && /\.(ts|tsx|js)$/.test(specifier) ? specifier : null;
    }
    default:
      return null;
  }
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function literal(node: unknown): string | null {
  return isNode(node) && typeof node.value === 'string' ? node.value : null;
}

function resolve(file: string, specifier: string): ImportEdge['target'] {
  const [bare = ''] = specifier.split('?'); // x.css?inline
  if (bare.startsWith('.')) {
    const path = posix.join(dirname(file), bare);
    return { kind: existsSync(join(ROOT, path)) ? 'file' : 'missing', path };
  }
  if (isBuiltin(bare)) return { kind: 'builtin', name: bare };
  return {
    kind: 'package',
    name: bare
      .split('/')
      .slice(0, bare.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

/** Groups of files that import each other in a circle; each is shown as one closed path. */
export function cycles(graph: ImportGraph): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, target } of graph.edges) {
    if (target.kind !== 'file') continue;
    targets.set(from, [...(targets.get(from) ?? []), target.path]);
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const target of targets.get(file) ?? []) walk(target);
    path.pop();
    done.add(file);
  };
  for (const file of graph.files) walk(file);
  return found;
}

export function reachable(graph: ImportGraph, entries: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>(entries);
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const edge of graph.edges) {
      if (edge.from !== file || edge.target.kind !== 'file' || seen.has(edge.target.path)) continue;
      seen.add(edge.target.path);
      queue.push(edge.target.path);
    }
  }
  return seen;
}

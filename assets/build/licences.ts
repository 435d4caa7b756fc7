// What runs is made of packages of others: their names, versions and licences, for the about box.
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Rolldown } from 'vite';

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Shipped beside the bundles: native code cannot be part of one. */
const BESIDE = ['koffi'];

/** Of every package of which a module or a file (a font) went into one of the outputs. */
export async function licencesOf(root: string, outputs: readonly unknown[]): Promise<readonly Licence[]> {
  const folders = new Set(BESIDE.map((name) => join(root, 'node_modules', name)));
  for (const path of outputs.flatMap(pathsOf)) {
    const folder = packageFolder(root, path);
    if (folder !== null) folders.add(folder);
  }
  const licences = await Promise.all([...folders].map(read));
  const unique = new Map(licences.map((licence) => [`${licence.name}@${licence.version}`, licence]));
  const key = ({ name, version }: Licence) => `${name} ${version}`;
  return [...unique.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function pathsOf(output: unknown): readonly string[] {
  const builds = (Array.isArray(output) ? output : [output]) as readonly Rolldown.RolldownOutput[];
  return builds.flatMap((build) =>
    build.output.flatMap((item) => (item.type === 'chunk' ? item.moduleIds : item.originalFileNames)),
  );
}

/** `…/node_modules/a/node_modules/@b/c/index.js` is a file of `@b/c`, the inner one. */
function packageFolder(root: string, path: string): string | null {
  const plain = path.replace(/^\0/, '').split('?', 1)[0] ?? '';
  const parts = plain.split(/[\\/]/);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return null;
  const length = parts[at + 1]?.startsWith('@') ? 3 : 2;
  const folder = parts.slice(0, at + length).join(sep);
  // Files of the page are named from its own folder on.
  return plain.startsWith('/') || /^[A-Za-z]:/.test(plain)
    ? folder
    : join(root, folder.slice(folder.indexOf('node_modules')));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

async function read(folder: string): Promise<Licence> {
  const { name, version, license, licenses } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Manifest;
  const one = typeof license === 'string' ? license : license?.type;
  const said = one ?? licenses?.map(({ type }) => type ?? '').join(' OR ');
  return { name, version, licence: said === undefined || said === '' ? 'UNKNOWN' : said };
}

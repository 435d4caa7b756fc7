import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};
/** The bundler puts a hash of the content into these names. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

export interface PageFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly bytes: Buffer;
}

export interface PageFiles {
  /** The file of an address path such as `/assets/index-x.js`; null where there is none. */
  read(path: string): Promise<PageFile | null>;
}

/**
 * The built page. Only what a listing of the folder names is served, so no path leads out of it; links are not in the
 * listing. Read anew each time: a rebuilt page is there at once, and the files are small.
 */
export function createPageFiles(folder: string | null): PageFiles {
  return {
    async read(path) {
      const file = folder === null ? undefined : (await listing(folder)).get(path);
      const bytes = file === undefined ? null : await readFile(file).catch(() => null);
      if (bytes === null) return null;
      return {
        type: TYPES[extname(path)] ?? 'application/octet-stream',
        cacheControl: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
        bytes,
      };
    },
  };
}

async function listing(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]));
}

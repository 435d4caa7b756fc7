// Plain JavaScript: shared by the launcher (old Nodes) and the build.
import { createHash } from 'crypto';
import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';

const ROOTS = ['src-main', 'src-shared', 'src-renderer', 'assets/build', 'assets/icons', 'assets/tray'];
const FILES = ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.base.json'];

/**
 * One short string that changes when any source changes, is added, moved or removed. Names, sizes and times only:
 * it runs at every start in a checkout and must stay within a few milliseconds.
 *
 * @param {string} root the checkout
 * @returns {string}
 */
export function fingerprint(root) {
  const hash = createHash('sha1');
  for (const name of FILES) add(hash, join(root, name), name);
  for (const name of ROOTS) walk(hash, join(root, name), name);
  return hash.digest('hex');
}

/**
 * @param {import('crypto').Hash} hash
 * @param {string} folder
 * @param {string} name
 */
function walk(hash, folder, name) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (_missing) {
    return; // a folder that does not exist has no sources
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const inner = name + '/' + entry.name;
    if (entry.isDirectory()) walk(hash, path, inner);
    else add(hash, path, inner);
  }
}

/**
 * @param {import('crypto').Hash} hash
 * @param {string} path
 * @param {string} name
 */
function add(hash, path, name) {
  try {
    const { size, mtimeMs } = statSync(path);
    hash.update(name + '\0' + size + '\0' + mtimeMs + '\n');
  } catch (_gone) {
    hash.update(name + '\0-\n');
  }
}

/**
 * What the last build was made from, or an empty string where there is none.
 *
 * @param {string} root
 * @returns {string}
 */
export function builtFingerprint(root) {
  try {
    return String(JSON.parse(readFileSync(join(root, 'dist', 'build.json'), 'utf8')).fingerprint);
  } catch (_none) {
    return ''; // missing or half-written: build again
  }
}

/** The file that every view is: the page itself finds out from its address what to show. */
export const INDEX_FILE = '/index.html';

/**
 * First segments of the addresses that the page makes for its views; what follows is its own matter. A server's name may
 * look like a file, so only the views below these may end like one.
 */
const VIEWS = new Set(['servers', 'tools', 'resources', 'prompts', 'activity', 'settings', 'add', 'file']);
const NAMING_VIEWS = new Set(['servers', 'tools', 'resources', 'prompts']);

/** By the path as it was sent: what is percent-encoded in a server's name must not take part. */
export function isView(rawPath: string): boolean {
  if (rawPath === '/') return true;
  if (decodePath(rawPath) === null) return false;
  const [, first = '', ...rest] = rawPath.split('/');
  if (!VIEWS.has(first)) return false;
  return NAMING_VIEWS.has(first) || !(rest.at(-1) ?? '').includes('.');
}

/** Null where a % begins nothing. */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

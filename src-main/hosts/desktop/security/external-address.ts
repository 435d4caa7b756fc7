const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address as the system's browser may be given it, or null: only `https:`, and `http:` of this computer. Whatever
 * else is registered on a system (`file:`, `smb:`, `ms-msdt:`) would run programs.
 */
export function externalAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url === null) return null;
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return allowed ? url.href : null;
}

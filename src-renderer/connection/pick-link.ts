import type { Link } from './client.ts';
import { socketLink } from './rpc-socket.ts';

/** By where the page is: the application serves it over a protocol of its own, and only there is a preload. */
export async function pickLink(): Promise<Link> {
  if (location.protocol !== 'app:') return socketLink;
  const { createPortLink } = await import('./rpc-port.ts');
  return createPortLink();
}

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

// Below what Linux (32768), macOS and Windows (49152) hand out by themselves, and above what services like to use.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 100;

/** A loopback port that nobody listens on now, and that no outgoing connection will be given. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no free port');
  return port;
}

/** Several, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  for (let attempt = 0; found.size < count; attempt++) {
    if (attempt >= count + ATTEMPTS)
      throw new Error(`no ${count} free ports between ${LOWEST} and ${HIGHEST}`);
    const port = LOWEST + Math.floor(Math.random() * (highest() - LOWEST));
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** A stranger on a port of 127.0.0.1, in this process; gone at the end of the block. */
export async function occupyPort(port: number): Promise<AsyncDisposable> {
  const server = await listen(port);
  return { [Symbol.asyncDispose]: () => close(server) };
}

export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    // EADDRINUSE, or a port that the system keeps for itself: not free for us.
    return false;
  }
}

function highest(): number {
  try {
    const [first] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/);
    return Math.max(LOWEST + 1000, Math.min(HIGHEST, Number(first)));
  } catch {
    // Not Linux: the constant is below the range of every other system.
    return HIGHEST;
  }
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

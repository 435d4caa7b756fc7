import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';

/** Small facts by key that survive us; the Store's own three functions. */
export interface KeyValues {
  getValue(key: string): string | null;
  setValue(key: string, value: string): void;
}

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** Where ports are picked from: below the ephemeral ranges of Linux (32768 on), macOS and Windows (49152 on). */
export const PORT_RANGE = { from: 17_000, to: 29_999 } as const;
const PICKS = 200;

/** A stranger may listen on any of them, and each alone takes the port from somebody. */
const LOCAL_HOSTS = ['127.0.0.1', '0.0.0.0', '::1', '::'];

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    // EADDRNOTAVAIL and its like: no IPv6 here. EACCES: a port below 1024, which the server may be allowed to take.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Whether nobody listens on the port on this computer. A hint: somebody may come before the server does. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of LOCAL_HOSTS) {
    if (!(await canListen(host, port))) return false;
  }
  return true;
}

/** Chooses free ports and keeps them: a client that knows the address finds the server there tomorrow. */
export interface PortChooser {
  /** null: none of the tried ones is free. */
  choose(server: string): Promise<number | null>;
}

export function createPortChooser(kept: KeyValues, random: () => number = Math.random): PortChooser {
  /** Handed out by us, perhaps not bound yet. */
  const taken = new Map<number, string>();
  const key = (server: string): string => `port:${server}`;

  async function take(port: number, server: string): Promise<boolean> {
    if (taken.has(port) && taken.get(port) !== server) return false;
    const before = taken.get(port);
    taken.set(port, server);
    if (await isPortFree(port)) return true;
    if (before === undefined) taken.delete(port);
    return false;
  }

  return {
    async choose(server) {
      const last = Number(kept.getValue(key(server)));
      if (Number.isInteger(last) && last > 0 && last < 65_536 && (await take(last, server))) return last;
      for (let pick = 0; pick < PICKS; pick += 1) {
        const port = PORT_RANGE.from + Math.floor(random() * (PORT_RANGE.to - PORT_RANGE.from + 1));
        if (await take(port, server)) {
          kept.setValue(key(server), String(port));
          return port;
        }
      }
      return null;
    },
  };
}

interface Listener {
  readonly inode: string;
  /** Reached by a connection to a loopback address. */
  readonly local: boolean;
}

const LISTEN = '0A';
const LOOPBACK_OR_ANY = new Set([
  '0100007F',
  '00000000',
  '00000000000000000000000001000000',
  '00000000000000000000000000000000',
  '0000000000000000FFFF00000100007F',
]);

/** Reads `/proc/net/tcp` and `tcp6`: sockets that listen on the port; those that are merely connected do not count. */
export function parseListeners(table: string, port: number): readonly Listener[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const found: Listener[] = [];
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [, address, , state] = fields;
    const inode = fields[9];
    if (address === undefined || inode === undefined || state !== LISTEN || !address.endsWith(suffix))
      continue;
    found.push({ inode, local: LOOPBACK_OR_ANY.has(address.slice(0, -suffix.length)) });
  }
  return found;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // no IPv6, or the process ended
  }
}

const listenersOf = (port: number): readonly Listener[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => parseListeners(readText(path), port));

/** Inodes of a process's sockets; null where they may not be read. */
function socketsOf(pid: number): ReadonlySet<string> | null {
  const folder = `/proc/${pid}/fd`;
  const sockets = new Set<string>();
  try {
    for (const fd of readdirSync(folder)) {
      let target = '';
      try {
        target = readlinkSync(`${folder}/${fd}`);
      } catch {
        continue; // closed meanwhile
      }
      if (target.startsWith('socket:[')) sockets.add(target.slice('socket:['.length, -1));
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? null : sockets;
  }
  return sockets;
}

function commandOf(pid: number): string {
  const first = readText(`/proc/${pid}/cmdline`).split('\0', 1)[0] ?? '';
  return basename(first) || readText(`/proc/${pid}/comm`).trim();
}

function findHolderInProc(port: number): PortHolder | null {
  const inodes = new Set(listenersOf(port).map((listener) => listener.inode));
  if (inodes.size === 0) return null;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    for (const socket of socketsOf(pid) ?? []) {
      if (inodes.has(socket)) return { pid, command: commandOf(pid) };
    }
  }
  return null;
}

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 3000, windowsHide: true }, (_error, stdout) => resolve(stdout));
  });
}

/** Reads `lsof -Fpc`: a line `pPID`, then `cCOMMAND`, for each process. */
export function parseLsof(output: string): readonly PortHolder[] {
  const holders: PortHolder[] = [];
  let pid = 0;
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    else if (line.startsWith('c')) holders.push({ pid, command: line.slice(1) });
  }
  return holders;
}

/** Reads `netstat -ano -p TCP`; the state's word depends on the language, a foreign address of port 0 does not. */
export function parseNetstat(output: string, port: number): readonly number[] {
  const pids = output.split('\n').flatMap((line) => {
    const [protocol, local, foreign, , pid] = line.trim().split(/\s+/);
    const listens =
      protocol === 'TCP' && local?.endsWith(`:${port}`) === true && foreign?.endsWith(':0') === true;
    return listens && pid !== undefined ? [Number(pid)] : [];
  });
  return [...new Set(pids)];
}

async function holders(port: number, platform: NodeJS.Platform): Promise<readonly PortHolder[]> {
  if (platform === 'win32') {
    const netstat = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\netstat.exe`;
    return parseNetstat(await run(netstat, ['-ano', '-p', 'TCP']), port).map((pid) => ({ pid, command: '' }));
  }
  // Without LISTEN every browser with a connection to that port would be called its owner.
  return parseLsof(await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
}

/** Who listens on the port; null when nobody does or it belongs to a user whose files may not be read. */
export async function findPortHolder(
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<PortHolder | null> {
  if (platform === 'linux') return findHolderInProc(port);
  return (await holders(port, platform))[0] ?? null;
}

/**
 * Whether everybody whom a connection to the port on this computer may reach is one of `pids`: a stranger there makes
 * a health check green. null: it cannot be told.
 */
export async function ownsListener(
  pids: readonly number[],
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean | null> {
  if (platform !== 'linux') {
    const found = await holders(port, platform);
    return found.length === 0 ? null : found.every((holder) => pids.includes(holder.pid));
  }
  const listeners = listenersOf(port).filter((listener) => listener.local);
  if (listeners.length === 0) return false;
  const sockets = pids.map(socketsOf);
  if (listeners.every(({ inode }) => sockets.some((set) => set?.has(inode) === true))) return true;
  return sockets.includes(null) ? null : false;
}

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Changes, type WaitLimit } from './changes.ts';

/** A process that has reported; `role` is what it says of itself: root, side-inherit, … */
export interface Life {
  readonly pid: number;
  readonly role: string;
}

const list = (lives: readonly Life[]): string =>
  lives.length === 0 ? 'nobody' : lives.map(({ pid, role }) => `${pid} (${role})`).join(', ');

/**
 * Proof of life and death by the kernel: each process of a tree holds a connection to here, and its end is the end of
 * the process, however it died. Servers under test get `env`; fixtures answer to it with shared/liveness.mjs.
 *
 *     await using liveness = await Liveness.listen();
 */
export class Liveness implements AsyncDisposable {
  readonly #server: Server;
  readonly #open = new Map<Socket, Life | undefined>();
  readonly #births: Life[] = [];
  readonly #changes = new Changes();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#welcome(socket));
  }

  static async listen(): Promise<Liveness> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Liveness(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** To be put into the environment of the processes. */
  get env(): { readonly LIVENESS_PORT: string } {
    return { LIVENESS_PORT: String(this.port) };
  }

  /** Everybody who has ever reported, in that order. */
  get births(): readonly Life[] {
    return this.#births;
  }

  alive(): readonly Life[] {
    return [...this.#open.values()].filter((life) => life !== undefined);
  }

  /** Once `count` have reported since the beginning, the dead included: all of them. */
  born(count: number, limit?: WaitLimit): Promise<readonly Life[]> {
    return this.#changes.until(
      () => (this.#births.length >= count ? this.#births : undefined),
      () => `${this.#births.length} of ${count} processes were born: ${list(this.#births)}`,
      limit,
    );
  }

  /** Once the process is gone. One that never reported cannot be waited for. */
  async dead(pid: number, limit?: WaitLimit): Promise<void> {
    const life = this.#births.find((born) => born.pid === pid);
    if (life === undefined)
      throw new Error(`process ${pid} never reported; these did: ${list(this.#births)}`);
    await this.#changes.until(
      () => !this.alive().includes(life) || undefined,
      () => `still alive: ${list([life])}`,
      limit,
    );
  }

  /** Once everybody who has reported is gone. */
  async allDead(limit?: WaitLimit): Promise<void> {
    await this.#changes.until(
      () => this.alive().length === 0 || undefined,
      () => `still alive: ${list(this.alive())}`,
      limit,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#open.keys()) socket.destroy();
    await closed;
  }

  #welcome(socket: Socket): void {
    this.#open.set(socket, undefined);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (this.#open.get(socket) !== undefined || !text.includes('\n')) return;
      const life: Life = JSON.parse(text.slice(0, text.indexOf('\n')));
      this.#open.set(socket, life);
      this.#births.push(life);
      // Only now does it go on: what it does later cannot be seen before its birth.
      socket.write('\n');
      this.#changes.announce();
    });
    // A process that was killed may reset the connection instead of closing it: dead all the same.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#open.delete(socket);
      this.#changes.announce();
    });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { INSTANCE_NODE_FLAGS } from '../../src-main/hosts/headless/launch/node-flags.js';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const CLI = join(ROOT, 'dist', 'cli.js');
export const TRIVIAL = join(ROOT, 'test', 'fixtures', 'servers', 'trivial.mjs');
export const CHAOS = join(ROOT, 'test', 'fixtures', 'servers', 'chaos.mjs');

export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
}

export function trivialServers(count: number): Record<string, ServerEntry> {
  const names = Array.from({ length: count }, (_, index) => `server-${String(index + 1).padStart(3, '0')}`);
  return Object.fromEntries(names.map((name) => [name, { command: process.execPath, args: [TRIVIAL] }]));
}

/** The built command line as a person runs it, with the flags that we ship, in a home of its own. */
export class Instance implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly home: string;
  url = '';
  readonly #waiting: {
    readonly holds: (event: OrchestratorEvent) => boolean;
    readonly done: (atMs: number) => void;
  }[] = [];

  static async start(servers: Record<string, ServerEntry>, orchestrator: object = {}): Promise<Instance> {
    const home = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));
    const config = join(home, 'servers.json');
    writeFileSync(config, JSON.stringify({ mcpServers: servers, orchestrator }));
    const instance = new Instance(home, config);
    await instance.#ready;
    return instance;
  }

  readonly #ready: Promise<void>;

  private constructor(home: string, config: string) {
    this.home = home;
    const args = [
      ...INSTANCE_NODE_FLAGS,
      CLI,
      'monitor',
      '--json',
      '--home',
      join(home, 'home'),
      '--config',
      config,
    ];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#ready = promise;
    this.child.once('exit', (code) => reject(new Error(`the instance ended with ${code}`)));
    if (this.child.stdout === null) throw new Error('no standard output');
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as OrchestratorEvent & { event?: string; url?: string };
      if (told.event === 'ready') {
        this.url = told.url ?? '';
        resolve();
      } else this.#hear(told);
    });
  }

  #hear(event: OrchestratorEvent): void {
    const atMs = performance.now();
    for (const each of [...this.#waiting]) {
      if (!each.holds(event)) continue;
      this.#waiting.splice(this.#waiting.indexOf(each), 1);
      each.done(atMs);
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** When (performance.now) the first event comes for which this holds. */
  when(holds: (event: OrchestratorEvent) => boolean): Promise<number> {
    return new Promise((done) => this.#waiting.push({ holds, done }));
  }

  /** When the `count`-th different server became RUNNING, counted from now. */
  whenRunning(count: number): Promise<number> {
    const up = new Set<string | null>();
    return this.when((event) => {
      if (event.type === 'server.state' && event.data.to === 'RUNNING') up.add(event.server);
      return up.size >= count;
    });
  }

  async get(path: string): Promise<unknown> {
    const token = readFileSync(join(this.home, 'home', 'token'), 'utf8').trim();
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  }

  /** CPU time so far, in ms. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  rssBytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.child.once('exit', () => resolve());
    if (this.child.exitCode !== null) resolve();
    this.child.kill('SIGTERM');
    await promise;
    rmSync(this.home, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { Changes, type WaitLimit } from './changes.ts';
import { eventually } from './eventually.ts';
import { hasProc, markedWith } from './proc.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One JSON-RPC message of a server, as it came. */
export interface Message {
  readonly jsonrpc?: string;
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: JsonObject;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into results of every shape
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const MARK = 'MCP_LINE_CLIENT_MARK';
const SHOWN_TAIL = 2000;

const MODERN_ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'line-client', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** The path of a server in test/fixtures/servers. */
export const fixtureServer = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/servers/${name}`, import.meta.url));

/**
 * The least that can drive an MCP server on stdio, in a process group of its own: it sends lines, keeps every line that
 * comes, and knows nothing of the protocol but ids. At the end of its block it kills the server's whole tree, whatever
 * sessions and groups that has moved to.
 */
export class McpLineClient implements AsyncDisposable {
  readonly pid: number;
  /** When the process has ended; a side process may still hold its pipes. */
  readonly exited: Promise<Exit>;
  /** When its pipes are closed too. */
  readonly closed: Promise<Exit>;
  /** When writing has failed because the server has closed its stdin, or when it has ended. */
  readonly inputClosed: Promise<void>;
  /** When stdout has ended, with or without the process. */
  readonly outputEnded: Promise<void>;
  /** Complete lines of stdout without their \n, JSON or not. */
  readonly lines: string[] = [];
  /** Those of them that are JSON objects. */
  readonly messages: Message[] = [];
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #changes = new Changes();
  #stdout = '';
  #stderr = '';
  #exit: Exit | undefined;
  #nextId = 1;

  private constructor(child: ChildProcess, mark: string) {
    if (child.pid === undefined) throw new Error('the server could not be started');
    this.pid = child.pid;
    this.#child = child;
    this.#mark = mark;
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    this.closed = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    this.inputClosed = new Promise((resolve) => child.stdin?.once('close', () => resolve()));
    this.outputEnded = new Promise((resolve) => child.stdout?.once('end', () => resolve()));
    child.once('exit', (code, signal) => {
      this.#exit = { code, signal };
      this.#changes.announce();
    });
    child.once('close', () => this.#changes.announce());
    const decoder = new StringDecoder('utf8');
    child.stdout?.on('data', (chunk: Buffer) => this.#read(decoder.write(chunk)));
    const errors = new StringDecoder('utf8');
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += errors.write(chunk);
      this.#changes.announce();
    });
    // A server that has gone breaks the pipe; the tests look at its exit.
    for (const stream of child.stdio) stream?.on('error', () => undefined);
  }

  static start(
    command: string,
    args: readonly string[],
    { env = {}, cwd }: StartOptions = {},
  ): McpLineClient {
    const mark = randomUUID();
    const child = spawn(command, args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env, [MARK]: mark },
      ...(cwd === undefined ? {} : { cwd }),
    });
    child.once('error', () => undefined);
    return new McpLineClient(child, mark);
  }

  /** A server of test/fixtures/servers, in the Node that runs the tests. */
  static fixture(name: string, args: readonly string[] = [], options?: StartOptions): McpLineClient {
    return McpLineClient.start(process.execPath, [fixtureServer(name), ...args], options);
  }

  /** All of stderr so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** What has come on stdout after the last newline. */
  get unfinishedLine(): string {
    return this.#stdout;
  }

  send(message: JsonObject): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Bytes that the pipe has not taken, because the server does not read. */
  get unsentBytes(): number {
    return this.#child.stdin?.writableLength ?? 0;
  }

  notify(method: string, params: JsonObject = {}): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  /** The id under which it was sent. */
  ask(method: string, params: JsonObject = {}): number {
    const id = this.#nextId++;
    this.send({ jsonrpc: '2.0', id, method, params });
    return id;
  }

  request(method: string, params: JsonObject = {}, limit?: WaitLimit): Promise<Message> {
    return this.answer(this.ask(method, params), limit);
  }

  modernRequest(method: string, params: JsonObject = {}, limit?: WaitLimit): Promise<Message> {
    return this.request(method, { ...params, _meta: MODERN_ENVELOPE }, limit);
  }

  /** The answer to what `ask` sent; rejects at once where the server has ended. */
  answer(id: number, limit?: WaitLimit): Promise<Message> {
    return this.message(
      (message) => message.id === id && message.method === undefined,
      `an answer to ${id}`,
      limit,
    );
  }

  /** The first message, of all that came or will come, that fits. */
  message(fits: (message: Message) => boolean, what = 'a message', limit?: WaitLimit): Promise<Message> {
    return this.#until(() => this.messages.find(fits), what, limit);
  }

  notification(method: string, limit?: WaitLimit): Promise<Message> {
    return this.message((message) => message.method === method, method, limit);
  }

  /** Once so many lines, JSON or not, have come on stdout. */
  lineCount(count: number, limit?: WaitLimit): Promise<readonly string[]> {
    return this.#until(() => (this.lines.length >= count ? this.lines : undefined), `${count} lines`, limit);
  }

  /** Once stderr holds the text. */
  async stderrHas(text: string, limit?: WaitLimit): Promise<void> {
    await this.#until(() => this.#stderr.includes(text) || undefined, `'${text}' on stderr`, limit);
  }

  /** The port that an HTTP fixture says it listens on. */
  listeningPort(limit?: WaitLimit): Promise<number> {
    const read = (): number | undefined => {
      const [, port] = /listening on (\d+)\n/.exec(this.#stderr) ?? [];
      return port === undefined ? undefined : Number(port);
    };
    return this.#until(read, 'port on stderr', limit);
  }

  /** The legacy handshake. */
  async initialize(protocolVersion = '2025-11-25'): Promise<Message> {
    const clientInfo = { name: 'line-client', version: '1.0.0' };
    const answer = await this.request('initialize', { protocolVersion, capabilities: {}, clientInfo });
    this.notify('notifications/initialized');
    return answer;
  }

  /** Shakes hands and lists the tools, which is what makes a server ready. The names. */
  async ready(): Promise<readonly string[]> {
    await this.initialize();
    return this.toolNames();
  }

  async toolNames(): Promise<readonly string[]> {
    const { result } = await this.request('tools/list');
    return (result?.tools ?? []).map(({ name }: { readonly name: string }) => name);
  }

  /** The text of the result's first block, or the error's message. */
  async call(tool: string, args: JsonObject = {}, limit?: WaitLimit): Promise<string> {
    const { result, error } = await this.request('tools/call', { name: tool, arguments: args }, limit);
    return error?.message ?? result.content[0].text;
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  /** To the direct child alone. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!hasProc) this.#killGroup();
    // Looked up anew each time: a process may just be starting another.
    else {
      const killAll = (): number => this.#survivors().map((pid) => kill(pid)).length;
      await eventually(killAll, (left) => left === 0, { what: 'the end of the server’s processes' });
    }
    await this.exited;
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  #survivors(): readonly number[] {
    return markedWith(MARK, this.#mark);
  }

  #killGroup(): void {
    kill(-this.pid);
  }

  #read(text: string): void {
    const parts = (this.#stdout + text).split('\n');
    this.#stdout = parts.pop() ?? '';
    for (const line of parts) {
      this.lines.push(line);
      const message = parse(line);
      if (message !== undefined) this.messages.push(message);
    }
    this.#changes.announce();
  }

  #until<T>(read: () => T | undefined, what: string, limit?: WaitLimit): Promise<T> {
    const look = (): T | undefined => {
      const value = read();
      // stdout may hold more than the exit let through: its end is what counts.
      if (value === undefined && this.#exit !== undefined && this.#child.stdout?.closed) {
        throw new Error(`the server ended (${JSON.stringify(this.#exit)}) without ${what}; ${this.#tail()}`);
      }
      return value;
    };
    return this.#changes.until(look, () => `no sign of ${what}; ${this.#tail()}`, limit);
  }

  #tail(): string {
    const stdout = [...this.lines, this.#stdout].join('\n').slice(-SHOWN_TAIL);
    return `stdout: ${JSON.stringify(stdout)}; stderr: ${JSON.stringify(this.#stderr.slice(-SHOWN_TAIL))}`;
  }
}

function parse(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Noise, or broken on purpose: it stays in `lines`.
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal.
  }
}

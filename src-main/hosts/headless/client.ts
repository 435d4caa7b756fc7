import { type IncomingMessage, request } from 'node:http';
import type { FoundInstance } from '../../runtime/find-instance.ts';
import { CommandFailure, EXIT, type ExitCode } from './failure.ts';
import { say } from './say.ts';

/** An instance that does not answer for this long is told of, not waited for. */
export const ANSWER_LIMIT_MS = 10_000;
/** A stream carries a comment every 15 s; one that is silent for longer than two of them is dead. */
const SILENCE_LIMIT_MS = 40_000;

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string; readonly server?: string | null };
}

interface AskOptions {
  /** For answers that take as long as their work. */
  readonly limitMs?: number;
}

/** The contract over plain HTTP: loading a whole RPC client would cost every command its start-up time. */
export interface Client {
  get<T>(path: string, options?: AskOptions): Promise<T>;
  post<T>(path: string, body?: object, options?: AskOptions): Promise<T>;
  /**
   * Server-sent events: one parsed `data` after the other until the signal or the end of the stream. Resolves when the
   * stream is open: what happens from then on is in it.
   */
  stream<T>(path: string, signal: AbortSignal): Promise<AsyncGenerator<T>>;
}

export function createClient(instance: FoundInstance): Client {
  const { info, token } = instance;
  if (info === null || token === null) throw doesNotAnswer(info?.pid ?? null);
  const { hostname, port } = new URL(info.url);
  const noAnswer = () => doesNotAnswer(info.pid);
  const headers = {
    authorization: `Bearer ${token}`,
    'x-mcp-orchestrator-actor': `cli:${process.getuid?.() ?? 'user'}`,
  };

  function open(method: string, path: string, body: string | null, limitMs: number, signal?: AbortSignal) {
    return new Promise<IncomingMessage>((resolve, reject) => {
      const type =
        body === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const asked = request(
        // A literal IPv6 address stands in brackets in an address, and without them in a request.
        {
          hostname: hostname.replace(/^\[|\]$/g, ''),
          port,
          method,
          path,
          headers: { ...headers, ...type },
          agent: false,
          signal,
        },
        (answer) => {
          clearTimeout(limit);
          resolve(answer);
        },
      );
      const limit = setTimeout(() => asked.destroy(noAnswer()), limitMs);
      asked.on('error', (error) => {
        clearTimeout(limit);
        reject(error instanceof CommandFailure || signal?.aborted ? error : noAnswer());
      });
      asked.end(body);
    });
  }

  /** The whole body, within the same limit: an instance may also stop in the middle of an answer. */
  async function textOf(answer: IncomingMessage, limitMs: number): Promise<string> {
    const chunks: Buffer[] = [];
    const limit = setTimeout(() => answer.destroy(noAnswer()), limitMs);
    try {
      for await (const chunk of answer) chunks.push(chunk as Buffer);
    } catch (error) {
      throw error instanceof CommandFailure ? error : noAnswer();
    } finally {
      clearTimeout(limit);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async function ask<T>(
    method: string,
    path: string,
    body: object | null,
    limitMs = ANSWER_LIMIT_MS,
  ): Promise<T> {
    const answer = await open(method, path, body === null ? null : JSON.stringify(body), limitMs);
    const text = await textOf(answer, ANSWER_LIMIT_MS);
    const status = answer.statusCode ?? 0;
    if (status < 200 || status >= 300) throw refused(status, text);
    try {
      return JSON.parse(text === '' ? 'null' : text) as T;
    } catch {
      throw noAnswer(); // a stranger answers on that port
    }
  }

  return {
    get: (path, options) => ask('GET', path, null, options?.limitMs),
    post: (path, body = {}, options) => ask('POST', path, body, options?.limitMs),
    async stream<T>(path: string, signal: AbortSignal) {
      const answer = await open('GET', path, null, ANSWER_LIMIT_MS, signal);
      const status = answer.statusCode ?? 0;
      if (status !== 200) throw refused(status, await textOf(answer, ANSWER_LIMIT_MS));
      answer.socket.setTimeout(SILENCE_LIMIT_MS, () => answer.destroy(noAnswer()));
      return readEvents<T>(answer, signal);
    },
  };
}

async function* readEvents<T>(answer: IncomingMessage, signal: AbortSignal): AsyncGenerator<T> {
  answer.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of answer) {
      const blocks = (rest + String(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5).trimStart())
          .join('\n');
        if (data !== '') yield JSON.parse(data) as T;
      }
    }
  } catch (error) {
    // The end of the instance ends the stream; whether it is an orderly one makes no difference here.
    if (error instanceof CommandFailure && !signal.aborted) throw error;
  } finally {
    answer.destroy();
  }
}

export function doesNotAnswer(pid: number | null): CommandFailure {
  const text =
    pid === null ? say('cli.does-not-answer') : say('cli.does-not-answer.pid', { pid: String(pid) });
  return new CommandFailure(EXIT.failed, 'NO_ANSWER', text);
}

function refused(status: number, text: string): CommandFailure {
  let body: ErrorBody | null = null;
  try {
    body = JSON.parse(text) as ErrorBody | null;
  } catch {
    // Not one of our answers: the status is all there is.
  }
  const { code = `HTTP_${status}`, message: told = `HTTP ${status}`, server = null } = body?.error ?? {};
  return new CommandFailure(exitCodeOf(code, status), code, told, server);
}

/** Unknown names and wrong values are wrong usage; everything else that is refused has failed. */
function exitCodeOf(code: string, status: number): ExitCode {
  return code === 'UNKNOWN_SERVER' || status === 400 ? EXIT.usage : EXIT.failed;
}

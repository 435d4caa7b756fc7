import type { AcceptedOperation } from '../../../src-shared/contract/servers.ts';
import { formatDuration } from '../../../src-shared/model/format.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { ServerStatus, StatusReport } from '../../../src-shared/schema/status.ts';
import { CommandFailure, EXIT, type ExitCode } from './failure.ts';
import type { Output } from './output.ts';
import { createPainter } from './painter.ts';
import { say } from './say.ts';
import { paintState, stateWord } from './server-words.ts';
import type { Session } from './session.ts';
import { formatTable } from './table.ts';
import { measureFor, plain } from './text.ts';

const REDRAW_EVERY_MS = 500;

export interface OperationRequest {
  /** Such as `/api/start`. */
  readonly path: string;
  readonly body: object;
  /** Catalogue key of the last line, with `count`. */
  readonly done: string;
  readonly wait: boolean;
  readonly timeoutMs: number | undefined;
}

interface Outcome {
  readonly ok: boolean;
  readonly error: { readonly server: string; readonly code: string; readonly message: string } | null;
}

/** Asks for something that takes its time, shows how it goes, and returns when it is done. */
export async function runOperation(
  session: Session,
  request: OperationRequest,
  output: Output,
): Promise<ExitCode> {
  const { client } = session;
  if (!request.wait) {
    const accepted = await client.post<AcceptedOperation>(request.path, request.body);
    if (output.json) output.value(accepted);
    else output.line(say('cli.accepted', { count: accepted.servers.length }));
    return EXIT.done;
  }

  const ending = new AbortController();
  let timedOut = false;
  const timer =
    request.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          ending.abort();
        }, request.timeoutMs);
  try {
    // Opened first, so that an end that comes at once is not missed.
    const events = await client.stream<OrchestratorEvent>('/api/events/stream', ending.signal);
    const accepted = await client.post<AcceptedOperation>(request.path, request.body);
    const progress = await createProgress(session, accepted.servers, output);
    let outcome: Outcome | null = null;
    try {
      for await (const event of events) {
        if (event.type === 'operation.finished' && event.operation === accepted.operation) {
          outcome = outcomeOf(event);
          break;
        }
        if (event.type === 'server.state') progress.onEvent(event);
      }
    } finally {
      await progress.end();
    }
    if (outcome === null) throw timedOut ? notInTime(request) : instanceEnded();
    return await tellOutcome(session, request, accepted, outcome, output);
  } catch (error) {
    if (timedOut && !(error instanceof CommandFailure && error.code !== 'NO_ANSWER'))
      throw notInTime(request);
    throw error;
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

function outcomeOf({ data }: OrchestratorEvent): Outcome {
  const { ok, error } = data as {
    readonly ok?: unknown;
    readonly error?: Partial<Outcome['error'] & object> | null;
  };
  if (ok === true) return { ok: true, error: null };
  const { server = '', code = 'FAILED', message = '' } = error ?? {};
  return { ok: false, error: { server, code, message } };
}

async function tellOutcome(
  { client }: Session,
  request: OperationRequest,
  accepted: AcceptedOperation,
  outcome: Outcome,
  output: Output,
): Promise<ExitCode> {
  if (!outcome.ok && outcome.error !== null) {
    const { server, code, message } = outcome.error;
    throw new CommandFailure(
      EXIT.failed,
      code,
      say('cli.operation.failed', { name: plain(server), message }),
      server,
    );
  }
  if (output.json) {
    const { servers } = await client.get<StatusReport>('/api/servers');
    const ofThese = new Set(accepted.servers);
    output.value({ ...accepted, ok: true, servers: servers.filter((server) => ofThese.has(server.name)) });
  } else if (accepted.servers.length > 0) {
    output.line(say(request.done, { count: accepted.servers.length }));
  } else output.line(say('cli.nothing', { why: say('cli.nothing.no-servers') }));
  return EXIT.done;
}

function notInTime({ timeoutMs = 0 }: OperationRequest): CommandFailure {
  return new CommandFailure(EXIT.failed, 'TIMEOUT', say('cli.timeout', { time: formatDuration(timeoutMs) }));
}

function instanceEnded(): CommandFailure {
  return new CommandFailure(EXIT.failed, 'INSTANCE_ENDED', say('cli.instance-ended'));
}

interface Progress {
  onEvent(event: OrchestratorEvent): void;
  end(): Promise<void>;
}

/** A table that is drawn anew on a terminal, a line a change through a pipe, nothing with --json. */
async function createProgress(
  session: Session,
  servers: readonly string[],
  output: Output,
): Promise<Progress> {
  if (output.json || servers.length === 0) return { onEvent() {}, end: async () => undefined };
  return output.isTerminal ? drawnProgress(session, servers, output) : toldProgress(servers, output);
}

function toldProgress(servers: readonly string[], output: Output): Progress {
  const ofThese = new Set(servers);
  return {
    onEvent(event) {
      if (event.server === null || !ofThese.has(event.server)) return;
      output.line(`${plain(event.server)}: ${plain(changeWord(event))}`);
    },
    end: async () => undefined,
  };
}

/** The state that a server came into, and why, where that is more than the word. */
export function changeWord({ data }: OrchestratorEvent): string {
  const { to, reason, detail, phase } = data as Readonly<Record<string, unknown>>;
  const key =
    to === 'CRASHED' && typeof reason === 'string'
      ? `reason.${reason}.head`
      : phase === 'BACKOFF'
        ? 'cli.state.backoff'
        : `state.${String(to)}`;
  const word = say(key);
  const isNews = to === 'CRASHED' || to === 'UNHEALTHY' || phase === 'BACKOFF';
  return isNews && typeof detail === 'string' ? `${word}. ${detail}` : word;
}

async function drawnProgress(
  { client }: Session,
  servers: readonly string[],
  output: Output,
): Promise<Progress> {
  const measure = await measureFor(servers);
  const painter = createPainter(output);
  const ofThese = new Set(servers);
  let latest: readonly ServerStatus[] = [];
  let looking: Promise<void> | null = null;

  function draw(): void {
    const rows = latest.map((server) => {
      const word = plain(stateWord(server, Date.now()));
      const time = server.uptimeMs === null ? '' : formatDuration(server.uptimeMs);
      return [
        { text: plain(server.name) },
        { text: word, paint: (text: string) => paintState(output, server.state, text) },
        { text: time },
      ];
    });
    const columns = [
      { title: '', least: 12 },
      { title: '', least: 12 },
      { title: '', align: 'right' as const, priority: 1 },
    ];
    painter.draw(formatTable(columns, rows, { width: output.width(), measure }).slice(1));
  }

  function look(): Promise<void> {
    looking ??= client
      .get<StatusReport>('/api/servers')
      .then((report) => {
        latest = report.servers.filter((server) => ofThese.has(server.name));
        draw();
      })
      .catch(() => undefined) // the stream of events tells when the instance is gone
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  await look();
  const timer = setInterval(look, REDRAW_EVERY_MS);
  return {
    onEvent: () => undefined,
    async end() {
      clearInterval(timer);
      await looking;
      await look();
    },
  };
}

import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import type { ServerFacts, UpstreamConnection } from '../ports/mcp.ts';
import type { PrecheckResult, ProcessLauncher, ServerProcess } from '../ports/process.ts';
import { explainExit } from '../supervisor/exit-cause.ts';
import { connectLaunched, endpointOf, type HandshakeResult } from '../supervisor/fleet-connect.ts';
import { closeQuietly, withinMs } from '../supervisor/fleet-start.ts';
import { QUIT_WAITS, stuckCause } from '../supervisor/fleet-stop.ts';
import { startupLimitMs } from '../supervisor/startup-limit.ts';
import { runStopLadder } from '../supervisor/stop-ladder.ts';
import { trialTexts } from './remedies.ts';
import { startLimit, type TrialContext, tellReady, watchHandshake } from './trial-context.ts';
import { withFreePort } from './trial-definition.ts';

/** How long an exit waits for the connection to say whether the era probe was its cause, and the other way round. */
const VERDICT_MS = 500;
const LAST_LINES = 20;
/** The era probe may cost a process its life once; the second one is asked in the older way. */
const MOST_STARTS = 2;

interface Ready {
  readonly definition: ServerDefinition;
  readonly executable: string;
  readonly port: number | null;
}

interface Started {
  readonly definition: ServerDefinition;
  readonly process: ServerProcess;
  readonly port: number | null;
  connection: UpstreamConnection | null;
}

type Connected =
  | { readonly kind: 'ready'; readonly facts: ServerFacts }
  | { readonly kind: 'failed'; readonly texts: readonly Message[] }
  | { readonly kind: 'probe-exit' }
  | { readonly kind: 'aborted' };

/** Finds the command, starts it, connects, lists, and ends it again. null: it failed, and was told why. */
export async function tryLaunched(
  context: TrialContext,
  given: ServerDefinition,
): Promise<ServerFacts | null> {
  const { ports, steps, signal, output, redact } = context;
  const launcher = ports.launcherFor(output.log);
  const ready = await findCommand(context, launcher, given);
  if (ready === null) return null;
  for (let left = MOST_STARTS; left > 0 && !signal.aborted; left--) {
    const started = await start(context, launcher, ready);
    if (started === null) return null;
    const connected = await connect(context, launcher, started).catch((error: unknown): Connected => {
      ports.logger.error('a trial failed', { error: redact(String(error)) });
      return { kind: 'failed', texts: [message('supervisor.unexpected', { text: String(error) })] };
    });
    // Nobody is told of the end of one that is started again at once.
    const again = connected.kind === 'probe-exit' && left > 1;
    if (connected.kind === 'ready') tellReady(context, connected.facts);
    else if (connected.kind === 'failed') steps.end('failed', ...connected.texts);
    else if (connected.kind === 'probe-exit' && !again)
      steps.end('failed', ...((await exitTexts(context, started)) ?? [message('mcp.probeExit')]));
    const isGone = await stop(context, started, again);
    if (!isGone) return null;
    if (connected.kind !== 'probe-exit') return connected.kind === 'ready' ? connected.facts : null;
  }
  return null;
}

async function findCommand(
  { steps }: TrialContext,
  launcher: ProcessLauncher,
  given: ServerDefinition,
): Promise<Ready | null> {
  steps.begin('command');
  const found = await precheck(launcher, given);
  if (!found.result.ok) {
    steps.end('failed', ...trialTexts(found.result.cause));
    return null;
  }
  const { executable, port } = found.result;
  const text = port === null ? 'trial.command.ok' : 'trial.command.ok-port';
  steps.end('ok', message(text, { path: executable, port: String(port) }));
  return { definition: found.definition, executable, port };
}

/** A fixed port that is taken is mostly that of the server which is being edited: another one does for a trial. */
async function precheck(
  launcher: ProcessLauncher,
  given: ServerDefinition,
): Promise<{ readonly definition: ServerDefinition; readonly result: PrecheckResult }> {
  const result = await launcher.precheck(given);
  const free = withFreePort(given);
  if (result.ok || result.reason !== 'PORT_CONFLICT' || free === null) return { definition: given, result };
  return { definition: free, result: await launcher.precheck(free) };
}

async function start(
  { ports, steps, signal }: TrialContext,
  launcher: ProcessLauncher,
  { definition, executable, port }: Ready,
): Promise<Started | null> {
  if (signal.aborted) return null;
  steps.begin('start');
  const launched = await launcher.launch({
    server: definition,
    generation: 0,
    executable,
    port,
    nonce: ports.random.id(),
  });
  if (!launched.ok) {
    steps.end('failed', ...trialTexts(launched.cause));
    return null;
  }
  const { process } = launched;
  steps.end('ok', message('supervisor.log.started', { pid: String(process.pid) }));
  return { definition, process, port, connection: null };
}

async function connect(
  context: TrialContext,
  launcher: ProcessLauncher,
  started: Started,
): Promise<Connected> {
  const { ports, steps, signal } = context;
  const { clock } = ports;
  const { definition, process } = started;
  if (signal.aborted) return { kind: 'aborted' };
  const { kind, packageKey } = launcher.classify(definition);
  const limitMs = startupLimitMs(definition.policy, kind, packageKey !== null && ports.isWarm(packageKey));
  const limit = startLimit(context, limitMs);
  steps.begin('handshake');
  try {
    const connecting = handshake(context, launcher, started, limit.signal);
    const first = await Promise.race([connecting, process.exited.then(() => null)]);
    const result = first ?? (await withinMs(clock, connecting, VERDICT_MS));
    if (result?.ok === true) return { kind: 'ready', facts: result.facts };
    if (result?.kind === 'probe-exit') return { kind: 'probe-exit' };
    if (signal.aborted) return { kind: 'aborted' };
    if (limit.isOver) {
      const late = message('supervisor.startup.timeout', {
        seconds: Math.max(1, Math.round(limitMs / 1000)),
      });
      return { kind: 'failed', texts: [late, message('supervisor.startup.timeout-remedy')] };
    }
    // Its exit, if that was it, says more than the end of its pipe.
    const ended = result === null || result.kind === 'closed' || first === null;
    const texts = ended ? await exitTexts(context, started) : null;
    return { kind: 'failed', texts: texts ?? (result === null ? [] : trialTexts(result.cause)) };
  } finally {
    limit.end();
  }
}

function handshake(
  context: TrialContext,
  launcher: ProcessLauncher,
  started: Started,
  signal: AbortSignal,
): Promise<HandshakeResult> {
  const { connector, clock } = context.ports;
  const { definition, process, port } = started;
  const open = (connection: UpstreamConnection): UpstreamConnection => {
    if (started.connection !== null) closeQuietly(started.connection);
    started.connection = watchHandshake(context, connection);
    return connection;
  };
  const endpoint = endpointOf(definition, port);
  if (endpoint === null) return open(connector.attach(definition, process)).connect(signal);
  return connectLaunched({
    clock,
    launcher,
    process,
    endpoint,
    signal,
    open: () => open(connector.reach(definition, endpoint)),
  });
}

async function exitTexts(
  { ports: { clock }, output }: TrialContext,
  { process, definition, port }: Started,
): Promise<readonly Message[] | null> {
  const exit = await withinMs(clock, process.exited, VERDICT_MS);
  if (exit === null) return null;
  // What it wrote last may still wait in its pipes.
  await clock.nextTurn();
  output.log.finishPartialLines();
  const lastLines = process.lastLines(LAST_LINES);
  const { cause, permanent } = explainExit({ exit, lastLines, definition, port });
  return trialTexts(permanent?.cause ?? cause);
}

/** By the same ladder as a server of the fleet, whoever has gone meanwhile. False: something of it lives on. */
async function stop(
  context: TrialContext,
  { process, definition, connection }: Started,
  quietly: boolean,
): Promise<boolean> {
  const { ports, steps, quitting, onStopping } = context;
  if (!quietly) steps.begin('stop');
  // An HTTP session is of no use from here on; a pipe is read to its end by the connection.
  if (connection !== null && definition.endpoint !== null) closeQuietly(connection);
  const waits = quitting() ? QUIT_WAITS : definition.policy.stop;
  const ladder = runStopLadder(process.tree, {
    clock: ports.clock,
    eofWaitMs: waits.eofWait,
    termWaitMs: waits.termWait,
    killWaitMs: waits.killWait,
    startAt: 'eof',
    exited: process.exited,
  });
  onStopping(ladder);
  const { outcome, livePids } = await ladder.done;
  if (connection !== null) closeQuietly(connection);
  if (outcome === 'stuck') {
    // Ledger and janitor go on knowing it.
    if (quietly) {
      steps.end('failed', message('mcp.probeExit'));
      steps.begin('stop');
    }
    steps.end('failed', stuckCause(livePids[0] ?? process.pid).happened);
    return false;
  }
  await process.tree.release();
  if (!quietly) steps.end('ok', message('trial.stop.ok'));
  return true;
}

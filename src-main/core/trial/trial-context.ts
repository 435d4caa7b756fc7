import { type Message, message } from '../../../src-shared/i18n/message.ts';
import type { Redactor } from '../logs/redact.ts';
import type { Clock } from '../ports/clock.ts';
import type { ServerLog } from '../ports/logs.ts';
import type { McpConnector, ServerFacts, UpstreamConnection } from '../ports/mcp.ts';
import type { Logger } from '../ports/orchestrator-ports.ts';
import type { ProcessLauncher } from '../ports/process.ts';
import type { Random } from '../ports/random.ts';
import type { StopLadder } from '../supervisor/stop-ladder.ts';
import type { TrialOutput } from './trial-output.ts';
import type { Steps } from './trial-steps.ts';

export interface TrialPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly connector: McpConnector;
  readonly logger: Logger;
  /** Starts processes as for real, known to ledger and janitor; what they write goes to this log alone. */
  readonly launcherFor: (log: ServerLog) => ProcessLauncher;
  /** Its package need not be fetched any more. */
  readonly isWarm: (packageKey: string) => boolean;
}

/** What one trial is made of. */
export interface TrialContext {
  readonly ports: TrialPorts;
  readonly steps: Steps;
  readonly output: TrialOutput;
  /** Our own log does not know the secrets of what is not in the file yet. */
  readonly redact: Redactor;
  /** Nobody waits for the result any more. What was started is ended nevertheless. */
  readonly signal: AbortSignal;
  /** The instance ends: short waits. */
  readonly quitting: () => boolean;
  /** A ladder that is being climbed from now on. */
  readonly onStopping: (ladder: StopLadder) => void;
}

/** The time in which a server must be ready, and its end before that. */
export interface StartLimit {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  end(): void;
}

export function startLimit({ ports: { clock }, signal }: TrialContext, limitMs: number): StartLimit {
  const ended = new AbortController();
  let isOver = false;
  const timer = clock.setTimer(limitMs, () => {
    // After a freeze the answer may lie unread while the time-out fires.
    void clock.nextTurn().then(() => {
      isOver = !ended.signal.aborted;
      ended.abort();
    });
  });
  return {
    signal: AbortSignal.any([signal, ended.signal]),
    get isOver() {
      return isOver;
    },
    end() {
      timer.cancel();
      ended.abort();
    },
  };
}

/** The handshake ends, and the list begins, where the connection tells that they do. */
export function watchHandshake({ steps }: TrialContext, connection: UpstreamConnection): UpstreamConnection {
  connection.onAgreed = (facts) => {
    if (steps.current !== 'handshake') return;
    steps.end('ok', agreedText(facts));
    steps.begin('tools');
  };
  return connection;
}

export function tellReady({ steps }: TrialContext, facts: ServerFacts): void {
  if (steps.current === 'handshake') {
    steps.end('ok', agreedText(facts));
    steps.begin('tools');
  }
  steps.end('ok', message('trial.tools.ok', { count: facts.tools.length }), ...(facts.notes ?? []));
}

function agreedText(facts: Omit<ServerFacts, 'tools' | 'notes'>): Message {
  const { protocolVersion, serverName, serverVersion } = facts;
  const protocol = { protocol: protocolVersion };
  if (serverName === null) return message('trial.handshake.ok-nameless', protocol);
  const name = serverVersion === null ? serverName : `${serverName} ${serverVersion}`;
  return message('trial.handshake.ok', { ...protocol, name });
}

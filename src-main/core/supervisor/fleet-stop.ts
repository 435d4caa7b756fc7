import type { Cause } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { Fleet, FleetWorld } from './fleet.ts';
import type { Run, Slot } from './fleet-slot.ts';
import { closeQuietly, withinMs } from './fleet-start.ts';
import type { Effect, MachineEvent } from './machine.ts';
import { runStopLadder, type StopOutcome } from './stop-ladder.ts';

/** The waits of the instance's end, surface.md §3: with them every ladder is at its end after 7 s. */
export const QUIT_WAITS = { drain: 2000, eofWait: 2000, termWait: 2000, killWait: 1000 } as const;
/** How long an exit that the ladder saw may take to be told with its last lines. */
const EXIT_TOLD_MS = 500;
/** How long a goodbye to a remote server may take. */
const CLOSE_MS = 2000;

type StopStyle = Omit<Extract<Effect, { readonly type: 'STOP_TREE' }>, 'type'>;

export interface Stopping {
  stopTree(slot: Slot, style: StopStyle): void;
  escalate(slot: Slot, kill: boolean): void;
  recheckTree(slot: Slot): void;
  recheckPort(slot: Slot): void;
  /** Remote: the connection is of no use any more. */
  disconnect(slot: Slot): void;
}

/** The way from STOP_TREE to TREE_GONE or TREE_STUCK. */
export function createStopping(options: {
  readonly world: FleetWorld;
  readonly fleet: () => Fleet;
  /** The instance itself ends: short waits, whoever asked. */
  readonly quitting: () => boolean;
  /** Patience is over: no ladder begins below its last step. */
  readonly forced: () => boolean;
}): Stopping {
  const { world, fleet, quitting, forced } = options;
  const { clock, launcher, logger } = world.ports;

  const tell = (slot: Slot, event: MachineEvent): void => fleet().dispatch(slot, event);

  function stopTree(slot: Slot, style: StopStyle): void {
    const { generation } = slot.machine;
    const { run } = slot;
    if (run === null) {
      tell(slot, { type: 'TREE_GONE', generation });
      return;
    }
    stopRun(slot, run, style).then(
      (event) => tell(slot, { ...event, generation }),
      (error: unknown) => {
        logger.error('a tree could not be ended', { server: slot.name, error: String(error) });
        tell(slot, { type: 'TREE_STUCK', generation, cause: stuckCause(slot.machine.pid) });
      },
    );
  }

  async function stopRun(slot: Slot, run: Run, style: StopStyle): Promise<MachineEvent> {
    run.progressTimer?.cancel();
    run.abort.abort();
    const policy = slot.machine.policy.stop;
    const waits = style.quit || quitting() ? QUIT_WAITS : policy;
    let skipped = 0;
    let killed = false;
    if (style.drain && !forced() && run.connection !== null && run.connection.inFlight > 0) {
      await new Promise<void>((resolve) => {
        run.ladder = {
          escalate: (kill) => {
            killed ||= kill;
            skipped += 1;
            resolve();
          },
        };
        run.connection?.drain(waits.drain).then(resolve, resolve);
        // Calls to a process that ended are answered by nobody.
        run.process?.exited.then(() => resolve(), resolve);
      });
    }
    if (run.tree === null) {
      if (run.connection !== null) await withinMs(clock, closing(run.connection), CLOSE_MS);
      leaveRun(slot, run);
      return { type: 'TREE_GONE' };
    }
    // An HTTP session of a launched server is of no use from here on; a pipe is read to its end by the connection.
    if (run.connection !== null && run.definition.endpoint !== null) closeQuietly(run.connection);
    const ladder = runStopLadder(run.tree, {
      clock,
      eofWaitMs: waits.eofWait,
      termWaitMs: waits.termWait,
      killWaitMs: waits.killWait,
      startAt: killed || forced() ? 'kill' : style.eof && run.process !== null ? 'eof' : 'term',
      exited: run.process?.exited,
    });
    run.ladder = { escalate: (kill) => (kill ? ladder.kill() : ladder.escalate()) };
    // The first escalation ended the draining; each further one was a step of the ladder.
    for (let step = 1; step < skipped; step++) ladder.escalate();
    return settle(slot, run, await ladder.done);
  }

  async function settle(slot: Slot, run: Run, outcome: StopOutcome): Promise<MachineEvent> {
    run.ladder = null;
    if (outcome.outcome === 'stuck') {
      return { type: 'TREE_STUCK', cause: stuckCause(outcome.livePids[0] ?? slot.machine.pid) };
    }
    if (run.exitTold !== null) await withinMs(clock, run.exitTold, EXIT_TOLD_MS);
    leaveRun(slot, run);
    return { type: 'TREE_GONE' };
  }

  function leaveRun(slot: Slot, run: Run): void {
    if (run.connection !== null) closeQuietly(run.connection);
    run.connection = null;
    if (slot.run === run) slot.run = null;
    run.tree?.release().catch((error: unknown) => {
      logger.warn('a tree was not released', { server: slot.name, error: String(error) });
    });
  }

  async function look(slot: Slot): Promise<void> {
    const { run } = slot;
    const { generation } = slot.machine;
    if (run === null || run.tree === null) return;
    if ((await run.tree.liveMembers()).length > 0 || slot.run !== run) return;
    leaveRun(slot, run);
    tell(slot, { type: 'TREE_GONE', generation });
  }

  /** A holder that belongs to another user cannot be named, but is there. */
  async function isFree(port: number): Promise<boolean> {
    return launcher.portFree?.(port) ?? (await launcher.portHolder(port)) === null;
  }

  async function lookAtPort(slot: Slot): Promise<void> {
    const { generation } = slot.machine;
    const port = slot.machine.policy.port?.fixed ?? slot.port;
    if (port !== null && !(await isFree(port))) return;
    tell(slot, { type: 'PORT_FREE', generation });
  }

  /** A look that fails is taken again at the next round. */
  const quietly = (slot: Slot, work: Promise<void>): void => {
    work.catch((error: unknown) => logger.warn('a look failed', { server: slot.name, error: String(error) }));
  };

  return {
    stopTree,
    escalate: (slot, kill) => slot.run?.ladder?.escalate(kill),
    recheckTree: (slot) => quietly(slot, look(slot)),
    recheckPort: (slot) => quietly(slot, lookAtPort(slot)),
    disconnect: (slot) => {
      const { run } = slot;
      if (run === null) return;
      run.abort.abort();
      leaveRun(slot, run);
    },
  };
}

/** Resolves also where the goodbye fails. */
function closing(connection: NonNullable<Run['connection']>): Promise<void> {
  return connection.close().catch(() => undefined);
}

export function stuckCause(pid: number | null): Cause {
  return {
    happened: message('reason.UNKILLABLE.happened', { pid: pid === null ? '?' : String(pid) }),
    remedy: message('reason.UNKILLABLE.remedy'),
  };
}

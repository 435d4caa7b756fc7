import { type Cause, message } from '../../../src-shared/i18n/message.ts';
import type { CommandClass, ServerProcess } from '../ports/process.ts';
import type { Fleet, FleetWorld } from './fleet.ts';
import type { Slot } from './fleet-slot.ts';
import { withinMs } from './fleet-start.ts';

/** `progress` means: something moved in this long before the startup time ended. */
const PROGRESS_WINDOW_MS = 1000;
/** CPU of a wrapper's tree, in percent of one core, above which it is at work and not waiting. */
const PROGRESS_CPU_PERCENT = 1;
/** A look at the CPU that takes longer says nothing about that second. */
const SAMPLE_LIMIT_MS = 2000;

/** Tells a server that is slow from one that is stuck when its startup time is over. */
export interface StartProgress {
  /** The startup time begins, or begins again: remembers how far the server is a second before its end. */
  mark(slot: Slot, delayMs: number): void;
  /** The time is over: STARTUP_TIMEOUT follows. */
  judge(slot: Slot): void;
}

export function createStartProgress(options: {
  readonly world: FleetWorld;
  readonly fleet: () => Fleet;
  readonly classOf: (slot: Slot) => CommandClass;
}): StartProgress {
  const { world, fleet, classOf } = options;
  const { clock, sampler } = world.ports;

  /** Null where it cannot be told. */
  function cpuOf(slot: Slot, process: ServerProcess): Promise<number | null> {
    const { pid, processGroup } = process;
    const sampling = sampler
      .sample([{ server: slot.name, pid, processGroup }])
      .then((samples) => samples.get(slot.name)?.cpuPercent ?? null)
      .catch(() => null);
    return withinMs(clock, sampling, SAMPLE_LIMIT_MS);
  }

  async function hasMoved(slot: Slot): Promise<boolean> {
    // After a freeze the answer may lie unread in the pipe while the time-out fires (supervision.md, finding 7).
    await clock.nextTurn();
    const { run } = slot;
    const process = run?.process ?? null;
    if (run === null || process === null) return false;
    const before = run.progress;
    // Used up: the next time gets a mark of its own.
    run.progress = null;
    if (before === null || bytesOf(process) > before.bytes) return true;
    if (classOf(slot).kind === 'direct') return false;
    return ((await cpuOf(slot, process)) ?? 0) > PROGRESS_CPU_PERCENT;
  }

  return {
    mark(slot, delayMs) {
      const { run } = slot;
      const process = run?.process ?? null;
      if (run === null || process === null) return;
      // Node may fire a timer a fraction of a millisecond early; it is armed again for the rest. A mark made then would
      // leave no time in which anything could move.
      if (run.progress !== null && delayMs < PROGRESS_WINDOW_MS) return;
      run.progressTimer?.cancel();
      run.progressTimer = clock.setTimer(Math.max(0, delayMs - PROGRESS_WINDOW_MS), () => {
        run.progress = { bytes: bytesOf(process) };
        // The first of two samples: CPU is measured between them.
        if (classOf(slot).kind !== 'direct') void cpuOf(slot, process);
      });
    },
    judge(slot) {
      const { generation } = slot.machine;
      const cause = timeoutCause(slot, world.awakeMs());
      void hasMoved(slot).then((progress) =>
        fleet().dispatch(slot, { type: 'STARTUP_TIMEOUT', generation, progress, cause }),
      );
    },
  };
}

function bytesOf(process: ServerProcess): number {
  return process.outputBytes() + process.pipe.bytesRead;
}

function timeoutCause(slot: Slot, nowMs: number): Cause {
  const { endpoint } = slot.definition;
  if (slot.machine.kind === 'remote' && endpoint !== null) {
    // The host alone: the rest of an address may carry a token.
    return {
      happened: message('supervisor.startup.unreachable', { host: new URL(endpoint.url).host }),
      remedy: message('supervisor.startup.unreachable-remedy'),
    };
  }
  const seconds = Math.round((nowMs - (slot.machine.spawnedAtMs ?? nowMs)) / 1000);
  return {
    happened: message('supervisor.startup.timeout', { seconds }),
    remedy: message('supervisor.startup.timeout-remedy'),
  };
}

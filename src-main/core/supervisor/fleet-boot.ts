import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/orchestrator-ports.ts';
import type { OrphanTree, ProcessLauncher } from '../ports/process.ts';
import type { Fleet } from './fleet.ts';
import { goOnPausing, startedWithNeeds } from './fleet-configuration.ts';
import type { Slot } from './fleet-slot.ts';
import { createRun } from './fleet-start.ts';
import { QUIT_WAITS } from './fleet-stop.ts';
import { runStopLadder } from './stop-ladder.ts';

export interface Boot {
  /** Finds what an earlier instance left behind: its servers end it before they start, the rest is ended here. */
  sweep(): Promise<void>;
  /** Starts what is enabled, `autoStart`, and was not stopped by a person. */
  start(): void;
}

export function createBoot(options: {
  readonly fleet: Fleet;
  readonly launcher: ProcessLauncher;
  readonly clock: Clock;
  readonly logger: Logger;
}): Boot {
  const { fleet, launcher, clock, logger } = options;

  async function endStray(orphan: OrphanTree): Promise<void> {
    const { outcome } = await runStopLadder(orphan.tree, {
      clock,
      eofWaitMs: 0,
      termWaitMs: QUIT_WAITS.termWait,
      killWaitMs: QUIT_WAITS.killWait,
      startAt: 'term',
    }).done;
    if (outcome === 'gone') await orphan.tree.release();
    else
      logger.warn('a tree of an earlier instance cannot be ended', {
        server: orphan.server,
        pid: orphan.pid,
      });
  }

  function hand(slot: Slot, orphan: OrphanTree): void {
    const { generation } = slot.machine;
    slot.run = createRun({
      generation,
      definition: slot.definition,
      process: null,
      tree: orphan.tree,
      port: null,
    });
    fleet.dispatch(slot, { type: 'ORPHAN_FOUND', pid: orphan.pid });
  }

  /** A ledger that cannot be read keeps nobody from starting; what it knew is told by whoever reads it. */
  async function findOrphans(): Promise<readonly OrphanTree[]> {
    try {
      return await launcher.orphans();
    } catch (error) {
      logger.error('what an earlier instance left behind could not be found', { error: String(error) });
      return [];
    }
  }

  return {
    async sweep() {
      const strays: Promise<void>[] = [];
      for (const orphan of await findOrphans()) {
        const slot = fleet.slot(orphan.server);
        const free = slot !== undefined && slot.run === null && slot.machine.kind === 'process';
        logger.info('a tree of an earlier instance is ended', { server: orphan.server, pid: orphan.pid });
        if (free) hand(slot, orphan);
        else strays.push(endStray(orphan));
      }
      // A second tree of one server has to be gone before the server may start.
      await Promise.allSettled(strays);
    },
    start() {
      for (const slot of fleet.slots()) goOnPausing(slot, fleet);
      for (const slot of startedWithNeeds(fleet, fleet.slots())) {
        fleet.dispatch(slot, { type: 'START', by: 'boot' });
      }
    },
  };
}

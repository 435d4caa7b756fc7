import { type DependencyVerdict, judgeDependencies } from './dependencies.ts';
import type { Fleet } from './fleet.ts';
import type { Slot } from './fleet-slot.ts';
import type { Machine } from './machine.ts';

/** Lets servers wait for each other, follow each other and, where they ask for it, restart with each other. */
export interface DependencyWatch {
  /** A start asks whether its dependencies hold; DEPS_OK or DEPS_FAILED comes at once or when they do. */
  await(slot: Slot): void;
  verdict(slot: Slot): DependencyVerdict;
  /** The state of a server changed: whoever needs it may go on, or may not. */
  changed(slot: Slot, before: Machine): void;
  forgotten(name: string): void;
  /** The file changed: what this server needs may be another matter now. */
  reconsider(slot: Slot): void;
}

export function createDependencyWatch(options: {
  readonly fleet: () => Fleet;
  /** The instance ends: what is down stays down. */
  readonly quitting: () => boolean;
}): DependencyWatch {
  const { fleet, quitting } = options;

  function verdict(slot: Slot): DependencyVerdict {
    const needs = fleet().graph.needs(slot.name);
    if (needs.length === 0) return { kind: 'ok' };
    return judgeDependencies(
      needs.map((dependency) => {
        const other = fleet().slot(dependency.server);
        return { dependency, machine: other?.machine ?? null, enabled: other?.definition.enabled ?? false };
      }),
    );
  }

  function answer(slot: Slot): void {
    const { machine } = slot;
    const { generation } = machine;
    if (machine.state !== 'STARTING' || machine.phase !== 'WAIT_DEPS') return;
    // Every way to start leads through here: the one place that keeps down what may not start. Desired stays.
    if (!slot.definition.enabled || quitting()) {
      fleet().dispatch(slot, { type: 'STOP', by: 'quit', force: false });
      return;
    }
    const judged: DependencyVerdict = machine.ignoreDependencies ? { kind: 'ok' } : verdict(slot);
    if (judged.kind === 'ok') fleet().dispatch(slot, { type: 'DEPS_OK', generation });
    else if (judged.kind === 'failed') {
      fleet().dispatch(slot, { type: 'DEPS_FAILED', generation, cause: judged.cause });
    }
  }

  /** CRASHED(DEPENDENCY) follows by itself, unless another dependency still keeps it down. */
  function follow(slot: Slot): void {
    const { state, reason, desired } = slot.machine;
    if (state !== 'CRASHED' || reason !== 'DEPENDENCY' || desired === 'down') return;
    if (verdict(slot).kind !== 'failed') fleet().dispatch(slot, { type: 'START', by: 'dependency' });
  }

  function restartWith(slot: Slot): void {
    const since = slot.machine.readyAtMs;
    for (const name of fleet().graph.restartedWith(slot.name)) {
      const other = fleet().slot(name);
      const spawnedAt = other?.machine.spawnedAtMs ?? other?.machine.readyAtMs ?? null;
      if (other === undefined || spawnedAt === null || since === null || spawnedAt >= since) continue;
      fleet().dispatch(other, { type: 'RESTART', by: 'dependency', force: false });
    }
  }

  return {
    await: answer,
    verdict,
    changed(slot, before) {
      const { machine } = slot;
      if (before.state === machine.state && before.phase === machine.phase) return;
      const becameReady = machine.state === 'RUNNING' && machine.readyAtMs !== before.readyAtMs;
      for (const name of fleet().graph.neededBy(slot.name)) {
        const dependent = fleet().slot(name);
        if (dependent === undefined) continue;
        answer(dependent);
        if (machine.state === 'RUNNING') follow(dependent);
      }
      if (!becameReady) return;
      slot.readyCount += 1;
      // Its first start restarted nobody.
      if (slot.readyCount > 1) restartWith(slot);
    },
    reconsider(slot) {
      answer(slot);
      // Where there is still something to wait for, that follows when it comes up.
      if (verdict(slot).kind === 'ok') follow(slot);
    },
    forgotten(name) {
      for (const dependent of fleet().graph.neededBy(name)) {
        const slot = fleet().slot(dependent);
        if (slot !== undefined) answer(slot);
      }
    },
  };
}

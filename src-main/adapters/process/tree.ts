import type { ProcessTree } from '../../core/ports/process.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';

export interface TreeFacts {
  /** The root's pid and, as it was started in a session of its own, its group; null: started, but no pid was recorded. */
  readonly group: number | null;
  /** Of the root; null where it could not be read. */
  readonly startToken: string | null;
  readonly nonce: string;
}

/**
 * `held`: our own child, not reaped: so long its pid, and so its group, cannot mean anything else. `reaped`: our own,
 * and what is left of its group keeps the number. `foreign`: an earlier instance's; everything must be proved.
 */
export type RootState = 'held' | 'reaped' | 'foreign';

export interface TreeOptions {
  readonly table: ProcessTable;
  readonly root: () => RootState;
  readonly closeStdin: () => void;
  readonly release: () => Promise<void> | void;
  /** For tests: faults that a real kernel does not produce on demand. */
  readonly signal?: ((pid: number, signal: NodeJS.Signals) => void) | undefined;
}

/** Born while KILL went round; more rounds than that is the ladder's business. */
const KILL_ROUNDS = 5;

/** Who belongs to the tree: the group, as long as it is proved to be ours, and carriers of the nonce outside it. */
export function findMembers(
  facts: TreeFacts,
  entries: readonly ProcessEntry[],
  root: RootState,
): { readonly group: readonly number[]; readonly outside: readonly number[] } {
  const { group, nonce } = facts;
  const inGroup = group === null ? [] : entries.filter((entry) => entry.group === group);
  const leader = inGroup.find((entry) => entry.pid === group);
  // The number of a group is given out again once its last member, zombies too, is gone. Then it has a leader that is
  // not ours; ours, once reaped, is not in the table any more.
  const ownZombie = leader?.zombie === true && leader.startToken === facts.startToken;
  const proved =
    root === 'held' ||
    ownZombie ||
    (root === 'reaped' && leader === undefined) ||
    inGroup.some((entry) => entry.nonce === nonce);
  const members = proved ? inGroup : [];
  const known = new Set(members.map((entry) => entry.pid));
  const carriers = entries.filter((entry) => entry.nonce === nonce && !known.has(entry.pid));
  const alive = (list: readonly ProcessEntry[]): number[] =>
    list.filter((entry) => !entry.zombie && entry.pid !== process.pid).map((entry) => entry.pid);
  return { group: alive(members), outside: alive(carriers) };
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: gone by now, which is what was wanted. EPERM: another user's; it stays among the live members.
  }
}

/** The tree of one server on Linux and macOS. */
export function createPosixTree(facts: TreeFacts, options: TreeOptions): ProcessTree {
  const send = options.signal ?? sendSignal;
  const look = async () => findMembers(facts, await options.table.all(), options.root());

  async function signalAll(signals: readonly NodeJS.Signals[], rounds: number): Promise<void> {
    const done = new Set<number>();
    if (facts.group !== null && options.root() === 'held') {
      for (const signal of signals) send(-facts.group, signal);
      done.add(-facts.group);
    }
    for (let round = 0; round < rounds; round += 1) {
      const { group, outside } = await look();
      const late = group.some((pid) => !done.has(pid)) && (round > 0 || !done.has(-(facts.group ?? 0)));
      const fresh = outside.filter((pid) => !done.has(pid));
      if (!late && fresh.length === 0) return;
      if (late && facts.group !== null) for (const signal of signals) send(-facts.group, signal);
      for (const pid of fresh) for (const signal of signals) send(pid, signal);
      for (const pid of [...group, ...outside]) done.add(pid);
    }
  }

  return {
    closeStdin: options.closeStdin,
    // CONT lets a stopped process take the TERM. Carriers outside the group get it too: nothing else tells them.
    terminate: () => signalAll(['SIGTERM', 'SIGCONT'], 1),
    kill: () => signalAll(['SIGKILL'], KILL_ROUNDS),
    async liveMembers() {
      const { group, outside } = await look();
      return [...group, ...outside];
    },
    async release() {
      await options.release();
    },
  };
}

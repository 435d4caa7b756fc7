export interface Related {
  readonly pid: number;
  readonly parentPid: number;
  /** null where the system has no process groups. */
  readonly processGroup: number | null;
}

export interface TreeRoot {
  readonly server: string;
  readonly pid: number;
  readonly processGroup: number;
}

/**
 * Who belongs to which tree: members of its process group, and descendants of any of them, whatever group they made
 * for themselves. What left the group and lost its parent belongs to nobody here; the nonce sweep finds it at the end.
 */
export function groupByTree<T extends Related>(
  all: readonly T[],
  trees: readonly TreeRoot[],
): ReadonlyMap<string, readonly T[]> {
  const roots = new Map(trees.map(({ pid, server }) => [pid, server]));
  const groups = new Map(trees.map(({ processGroup, server }) => [processGroup, server]));
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const owners = new Map<number, string | null>();

  const ownerOf = (one: T): string | null => {
    const path: number[] = [];
    let owner: string | null = null;
    for (let at: T | undefined = one; at !== undefined; at = byPid.get(at.parentPid)) {
      const settled = owners.get(at.pid);
      if (settled !== undefined) {
        owner = settled;
        break;
      }
      // Set before the parents are asked, so that parents in a circle (a table read while it changed) come to an end.
      owners.set(at.pid, null);
      path.push(at.pid);
      owner = roots.get(at.pid) ?? (at.processGroup === null ? null : (groups.get(at.processGroup) ?? null));
      if (owner !== null) break;
    }
    for (const pid of path) owners.set(pid, owner);
    return owner;
  };

  const members = new Map<string, T[]>();
  for (const one of all) {
    const owner = ownerOf(one);
    if (owner === null) continue;
    const list = members.get(owner);
    if (list === undefined) members.set(owner, [one]);
    else list.push(one);
  }
  return members;
}

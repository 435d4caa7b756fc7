export interface ProcessView {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number;
}

export interface TreeRow extends ProcessView {
  readonly depth: number;
}

/** Parents before their children, in the order of their numbers; whoever lost its parent stands at the top. */
export function treeOf(processes: readonly ProcessView[]): readonly TreeRow[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  const children = new Map<number | null, ProcessView[]>();
  for (const process of processes) {
    const isChild = pids.has(process.parentPid) && process.parentPid !== process.pid;
    const parent = isChild ? process.parentPid : null;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [process]);
    else list.push(process);
  }
  for (const list of children.values()) list.sort((a, b) => a.pid - b.pid);
  const rows: TreeRow[] = [];
  const told = new Set<number>();
  const waiting = (children.get(null) ?? []).map((process) => ({ process, depth: 0 })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { process, depth } = next;
    if (told.has(process.pid)) continue;
    told.add(process.pid);
    rows.push({ ...process, depth });
    for (const child of (children.get(process.pid) ?? []).toReversed())
      waiting.push({ process: child, depth: depth + 1 });
  }
  // A circle of parents has no top: pids that were used again while one looked.
  for (const process of processes) if (!told.has(process.pid)) rows.push({ ...process, depth: 0 });
  return rows;
}

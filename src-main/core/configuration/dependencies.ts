/** The members of a cycle in order, each depending on the next and the last on the first, and one member's place. */
export interface Cycle {
  readonly ring: readonly string[];
  readonly index: number;
}

const LONGEST_SHOWN = 8;

/** For every node of a graph that lies on a cycle, that cycle. No recursion: a chain may be as long as the file. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, Cycle> {
  // Nodes on no cycle are peeled off from both ends, again and again; what is left lies on a cycle or between two.
  const forward = new Map<string, Set<string>>();
  const backward = new Map<string, Set<string>>();
  for (const node of edges.keys()) {
    forward.set(node, new Set());
    backward.set(node, new Set());
  }
  for (const [node, targets] of edges) {
    for (const target of targets) {
      if (!edges.has(target)) continue;
      forward.get(node)?.add(target);
      backward.get(target)?.add(node);
    }
  }
  peel(forward, backward);
  peel(backward, forward);
  const cycles = new Map<string, Cycle>();
  for (const node of edges.keys()) {
    if (!forward.has(node) || cycles.has(node)) continue;
    const ring = wayBack(node, forward);
    for (const [index, member] of (ring ?? []).entries()) {
      if (ring !== null && !cycles.has(member)) cycles.set(member, { ring, index });
    }
  }
  return cycles;
}

/** `a → b → c → a`, seen from the member's own place; a long ring is cut in the middle. */
export function describeCycle({ ring, index }: Cycle): string {
  const shown = Math.min(ring.length, LONGEST_SHOWN);
  const names = Array.from({ length: shown }, (_, step) => ring[(index + step) % ring.length] ?? '');
  if (shown < ring.length) names.push('…');
  return [...names, ring[index] ?? ''].join(' → ');
}

function peel(forward: Map<string, Set<string>>, backward: Map<string, Set<string>>): void {
  const ready = [...forward].filter(([, targets]) => targets.size === 0).map(([node]) => node);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const source of backward.get(node) ?? []) {
      const targets = forward.get(source);
      if (targets?.delete(node) && targets.size === 0) ready.push(source);
    }
    forward.delete(node);
    backward.delete(node);
  }
}

function wayBack(start: string, forward: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let index = 0; index < queue.length; index++) {
    const node = queue[index] ?? start;
    for (const target of forward.get(node) ?? []) {
      if (target === start) {
        const ring: string[] = [];
        for (
          let step: string | undefined = node;
          step !== undefined && step !== start;
          step = cameFrom.get(step)
        )
          ring.push(step);
        ring.push(start);
        return ring.reverse();
      }
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return null;
}

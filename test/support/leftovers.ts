// After the whole run: whoever still carries our nonce was started by a runtime of the tests and outlived it.
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { commandLine, environment, facts, hasProc, isLive, processes } from './proc.ts';

const NONCE = 'MCP_ORCHESTRATOR_NONCE';
/** What was killed last may take a moment to go, also under load. */
const PATIENCE_MS = 8000;

/**
 * Trees that nobody owns any more, by pid. Those of another run beside this one have a member whose parent is that
 * run's instance, a Node process without nonce; orphans belong to PID 1 or to whoever reaps in its place.
 */
function orphans(): readonly number[] {
  const byNonce = new Map<string, number[]>();
  for (const { pid } of processes()) {
    const nonce = environment(pid)[NONCE];
    if (nonce !== undefined && isLive(pid)) byNonce.set(nonce, [...(byNonce.get(nonce) ?? []), pid]);
  }
  return [...byNonce.values()].filter((pids) => !pids.some(isOwned)).flat();
}

function isOwned(pid: number): boolean {
  const parent = facts(pid)?.parent ?? 1;
  if (parent <= 1 || environment(parent)[NONCE] !== undefined) return false;
  try {
    return basename(readlinkSync(`/proc/${parent}/exe`)).startsWith('node');
  } catch {
    return false; // it has ended meanwhile
  }
}

/** What it returns is called after the last test and rejects where something is left. */
export function watchForLeftovers(): () => Promise<void> {
  if (!hasProc) return async () => undefined;
  const before = new Set(orphans());
  return async () => {
    let left: readonly number[] = [];
    for (const endMs = performance.now() + PATIENCE_MS; performance.now() < endMs; ) {
      left = orphans().filter((pid) => !before.has(pid));
      if (left.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const told = left.map((pid) => `${pid} ${commandLine(pid).join(' ').slice(0, 200)}`).join('\n');
    throw new Error(`processes with ${NONCE} outlived the tests:\n${told}`);
  };
}

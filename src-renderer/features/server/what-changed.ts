import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { changesServer } from './timeline.ts';

export interface Change {
  /** The file, or a server that this one needs. */
  readonly kind: 'file' | 'dependency';
  /** Which dependency. */
  readonly server: string | null;
  readonly at: number;
  /** How long before the first failure. */
  readonly beforeMs: number;
}

const LOOKED_BACK_MS = 30 * 60_000;
/** Failures further apart are not one trouble: in between it was well. */
const SAME_TROUBLE_MS = 15 * 60_000;
/** What a new configuration brings about is told before the configuration itself. */
const SAME_MOMENT_MS = 2000;

/** When what is the matter now began; null where nothing failed. `events` newest first, of this server. */
export function firstFailure(events: readonly OrchestratorEvent[]): number | null {
  let first: number | null = null;
  for (const event of events) {
    if (first !== null && wasStartedByHand(event)) break;
    if (!isFailure(event)) continue;
    const at = Date.parse(event.at);
    if (first !== null && first - at > SAME_TROUBLE_MS) break;
    first = at;
  }
  return first;
}

function isFailure({ type, data }: OrchestratorEvent): boolean {
  switch (type) {
    case 'server.exit':
      return data.expected !== true;
    case 'server.health':
      return data.status === 'fail';
    case 'server.restart':
      return true;
    case 'server.state':
      return data.to === 'CRASHED' || data.to === 'UNHEALTHY';
    default:
      return false;
  }
}

/** A person began anew: what failed before that is another story. */
function wasStartedByHand({ type, data, actor }: OrchestratorEvent): boolean {
  return (
    type === 'server.state' &&
    data.to === 'STARTING' &&
    data.phase !== 'BACKOFF' &&
    actor !== 'supervisor' &&
    actor !== 'reload'
  );
}

/**
 * What changed within the half hour before the first failure, newest first: the file for this server, and the servers
 * that it needs.
 *
 * @param events newest first; of this server, of those it needs, and configurations that were read
 */
export function whatChanged(
  events: readonly OrchestratorEvent[],
  name: string,
  dependencies: readonly string[],
): readonly Change[] {
  const first = firstFailure(events.filter(({ server }) => server === name));
  if (first === null) return [];
  const changes: Change[] = [];
  const told = new Set<string | null>();
  for (const event of events) {
    const at = Date.parse(event.at);
    if (at > first + SAME_MOMENT_MS || at < first - LOOKED_BACK_MS) continue;
    const subject = subjectOf(event, name, dependencies);
    if (subject === undefined || told.has(subject)) continue;
    told.add(subject);
    changes.push({
      kind: subject === null ? 'file' : 'dependency',
      server: subject,
      at,
      beforeMs: Math.max(0, first - at),
    });
  }
  return changes;
}

/** null: the file; undefined: nothing that matters. */
function subjectOf(
  event: OrchestratorEvent,
  name: string,
  dependencies: readonly string[],
): string | null | undefined {
  if (changesServer(event, name)) return null;
  const { type, data, server } = event;
  if (server === null || server === name || !dependencies.includes(server)) return undefined;
  const moved =
    type === 'server.exit' ||
    type === 'server.restart' ||
    (type === 'server.state' && (data.to === 'STOPPED' || data.to === 'CRASHED' || data.to === 'STARTING'));
  return moved ? server : undefined;
}

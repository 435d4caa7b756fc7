import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { EPISODE_MS, occurrenceOf, restartOf, STEADY_MS } from './episodes.ts';
import { Draft } from './policy-draft.ts';
import { isWanted, type PolicyContext, type PolicyState, type PolicyStep } from './policy-state.ts';
import { isQuiet } from './quiet-hours.ts';

/** Quiet hours are looked at this often while something waits for their end: clocks are set, days have 23 hours. */
const QUIET_LOOK_MS = 60_000;

/** The events that it listens to; of any other it need not be told. */
export const concerning: ReadonlySet<EventType> = new Set([
  'server.state',
  'server.restart',
  'instance.freeze',
  'instance.stopping',
]);

/** An event of the orchestrator. */
export function onEvent(given: PolicyState, event: OrchestratorEvent, context: PolicyContext): PolicyStep {
  if (given.stopping) return { state: given, messages: [] };
  const draft = new Draft(given, context);
  switch (event.type) {
    case 'server.restart':
      if (event.server !== null) draft.track(event.server, { restart: restartOf(event) });
      break;
    case 'server.state':
      if (event.server !== null) onState(draft, event.server, event);
      break;
    case 'instance.freeze':
      // Nothing ran: nobody knows how a server took it, so it has to show anew that it runs.
      for (const [server, { runningSinceMs }] of given.tracks) {
        if (runningSinceMs !== null) draft.track(server, { runningSinceMs: context.nowMs });
      }
      break;
    case 'instance.stopping':
      draft.end();
      break;
  }
  return onTime(draft);
}

/** Time passed, to be called at `dueInMs` at the latest. */
export function onLook(given: PolicyState, context: PolicyContext): PolicyStep {
  return onTime(new Draft(given, context));
}

/** The settings are others: what is on the screen against them is taken back. */
export function onSettings(given: PolicyState, context: PolicyContext): PolicyStep {
  const draft = new Draft(given, context);
  for (const { kind, servers } of given.told.values()) {
    for (const server of servers.keys())
      if (!isWanted(kind, server, context.settings)) draft.takeBack(server);
  }
  return onTime(draft);
}

/** How long until time alone changes something; null: never. */
export function dueInMs(state: PolicyState, context: PolicyContext): number | null {
  if (state.stopping) return null;
  const due: number[] = [];
  if (state.waiting.size > 0) {
    const quiet = isQuiet(context.settings.quietHours, context.nowWall);
    due.push(quiet ? QUIET_LOOK_MS : (state.gatherUntilMs ?? context.nowMs) - context.nowMs);
  }
  for (const [server, { runningSinceMs }] of state.tracks) {
    if (runningSinceMs === null || !isTroubled(state, server)) continue;
    due.push(runningSinceMs + STEADY_MS - context.nowMs);
  }
  return due.length === 0 ? null : Math.max(0, Math.min(...due));
}

function onState(draft: Draft, server: string, event: OrchestratorEvent): void {
  const { restart, episodeSinceMs, runningSinceMs } = draft.trackOf(server);
  const { nowMs } = draft.context;
  const occurrence = occurrenceOf(event, restart);
  const wasDown = draft.state.before.get(server);
  // It gets as far as running, or a person takes it in hand: from here on it is news if it is down again.
  if (occurrence.kind !== 'moving') draft.forgetBefore(server);
  draft.track(server, { restart: null, runningSinceMs: null });
  switch (occurrence.kind) {
    case 'crashed':
      draft.takeBackRecovered(server);
      if (episodeSinceMs !== null && nowMs - episodeSinceMs < EPISODE_MS) return;
      draft.track(server, { episodeSinceMs: nowMs });
      return draft.wait(server, { ...occurrence, at: event.at });
    case 'down':
      draft.takeBackRecovered(server);
      if (wasDown === occurrence.reason) return;
      return draft.wait(server, { ...occurrence, at: event.at });
    case 'running':
      // Told again that it runs: it is the same run.
      return draft.track(server, { runningSinceMs: runningSinceMs ?? nowMs });
    case 'moving':
      return draft.takeBackRecovered(server);
    case 'over':
      draft.waiting.delete(server);
      draft.takeBack(server);
      if (occurrence.byPerson) draft.tracks.delete(server);
  }
}

/** What time alone brings: servers that run steadily again, then what was gathered. */
function onTime(draft: Draft): PolicyStep {
  const { nowMs, nowWall, settings } = draft.context;
  if (draft.stopping) return draft.done();
  for (const [server, { runningSinceMs }] of draft.tracks) {
    if (runningSinceMs === null || nowMs - runningSinceMs < STEADY_MS) continue;
    const happening = draft.waiting.get(server);
    // What nobody was told of has ended before it could be.
    if (happening !== undefined && happening.kind !== 'recovered') draft.waiting.delete(server);
    const told = draft.toldOf(server);
    if (told === null || told.kind === 'recovered') continue;
    draft.takeBack(server);
    draft.wait(server, { kind: 'recovered', at: new Date(nowWall).toISOString(), sinceMs: runningSinceMs });
  }
  const isDue = draft.gatherUntilMs !== null && nowMs >= draft.gatherUntilMs;
  if (isDue && !isQuiet(settings.quietHours, nowWall)) draft.tellAll();
  return draft.done();
}

/** Is there something that its running again would end? */
function isTroubled({ waiting, told }: PolicyState, server: string): boolean {
  const happening = waiting.get(server);
  if (happening !== undefined && happening.kind !== 'recovered') return true;
  return [...told.values()].some(({ kind, servers }) => kind !== 'recovered' && servers.has(server));
}

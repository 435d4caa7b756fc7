import type { OrchestratorEvent } from '../../../../src-shared/schema/event.ts';
import type { StatusReport } from '../../../../src-shared/schema/status.ts';
import type { Arguments } from '../arguments.ts';
import { eventLine } from '../event-lines.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { selectServers, unknownServer } from '../selection.ts';
import { openSession, type Session } from '../session.ts';

const DEFAULT_COUNT = 50;
const MOST = 10_000;
/** Where names are to be looked for among the events of all servers. */
const LOOK_THROUGH = 10_000;

interface Found {
  readonly events: readonly OrchestratorEvent[];
  readonly lastSeq: number;
}

interface Wanted {
  readonly count: number;
  readonly actor: string | undefined;
  /** null: all of them, and what belongs to none. */
  readonly servers: ReadonlySet<string> | null;
}

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const count = args.number('lines', { min: 0, max: MOST }) ?? DEFAULT_COUNT;
  const actor = args.text('actor');
  const session = await openSession(args, output);
  const follows = args.flag('follow');
  const wanted: Wanted = { count, actor, servers: await serversOf(args, session) };
  const found = session === null ? await readStored(args, wanted) : await readLive(session, wanted);
  if (!follows) {
    if (output.json) output.value(found);
    else if (found.events.length === 0) output.line(say('cli.events.empty'));
    else output.lines(found.events.map((event) => eventLine(event, output)));
    return EXIT.done;
  }
  const show = (event: OrchestratorEvent) =>
    output.json ? output.jsonLine(event) : output.line(eventLine(event, output));
  for (const event of found.events) show(event);
  if (session === null) {
    output.note(say('cli.follow.no-instance'));
    return EXIT.done;
  }
  const query = new URLSearchParams({
    since: String(found.lastSeq),
    ...(actor === undefined ? {} : { actor }),
  });
  const ending = new AbortController();
  for await (const event of await session.client.stream<OrchestratorEvent>(
    `/api/events/stream?${query}`,
    ending.signal,
  )) {
    if (isWanted(event, wanted)) show(event);
  }
  return EXIT.done; // the instance has ended, and with it what can be followed
}

async function serversOf(args: Arguments, session: Session | null): Promise<ReadonlySet<string> | null> {
  if (args.names.length === 0) return null;
  if (session !== null) {
    const { servers } = await session.client.get<StatusReport>('/api/servers');
    return new Set(selectServers(servers, args.names).map((server) => server.name));
  }
  const { selectStored } = await import('../../../runtime/stored-status.ts');
  const selected = await selectStored(args, args.names);
  if (!selected.ok) throw unknownServer(selected.name, selected.near);
  return new Set(selected.servers);
}

function isWanted({ server }: OrchestratorEvent, { servers }: Wanted): boolean {
  return servers === null || (server !== null && servers.has(server));
}

/** Oldest first. */
function choose({ events, lastSeq }: Found, wanted: Wanted): Found {
  const chosen = events.filter((event) => isWanted(event, wanted)).slice(0, wanted.count);
  return { events: chosen.reverse(), lastSeq };
}

async function readLive({ client }: Session, wanted: Wanted): Promise<Found> {
  const { count, actor, servers } = wanted;
  // At least one: the answer also tells where following begins.
  const limit = String(servers === null ? Math.max(1, count) : LOOK_THROUGH);
  const query = new URLSearchParams({ limit, ...(actor === undefined ? {} : { actor }) });
  return choose(await client.get<Found>(`/api/events?${query}`), wanted);
}

async function readStored(args: Arguments, wanted: Wanted): Promise<Found> {
  const { readStoredEvents } = await import('../../../runtime/stored-history.ts');
  const { actor, count, servers } = wanted;
  const found = readStoredEvents(args.home, { limit: servers === null ? count : LOOK_THROUGH, actor });
  if (found !== null) return choose(found, wanted);
  throw new CommandFailure(EXIT.failed, 'BROKEN_STATE', say('cli.broken-state'));
}

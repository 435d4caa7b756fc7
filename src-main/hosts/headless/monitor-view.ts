import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { aggregateHealth } from '../../../src-shared/model/aggregate-health.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { StatusReport } from '../../../src-shared/schema/status.ts';
import { changeWord } from './operations.ts';
import type { Output } from './output.ts';
import { plain } from './text.ts';

/** The part of an instance that is looked at. */
interface Watched {
  status(): StatusReport;
  onEvent(listener: (event: OrchestratorEvent) => void): () => void;
}

/** A line for each change of a server, and the verdict whenever everything has come to rest. */
export function tellStates(watched: Watched, output: Output, line: (text: string) => void): void {
  let lastVerdict = '';
  let stopping = false;
  watched.onEvent((event) => {
    stopping ||= event.type === 'instance.stopping';
    if (event.type !== 'server.state' || event.server === null) return;
    line(`${output.paint('dim', clockTime(event.at))}  ${plain(event.server)}: ${plain(changeWord(event))}`);
    if (stopping) return;
    const { servers } = watched.status();
    // One that waits for its next restart is at rest for now.
    if (
      servers.some(
        ({ state, nextRestartAt }) =>
          state === 'STOPPING' || (state === 'STARTING' && nextRestartAt === null),
      )
    )
      return;
    const text = formatMessage(aggregateHealth(servers).verdict);
    if (text === lastVerdict) return;
    lastVerdict = text;
    line(output.paint('bold', text));
  });
}

function clockTime(at: string): string {
  return new Date(at).toTimeString().slice(0, 8);
}

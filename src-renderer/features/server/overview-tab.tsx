import { useState } from 'react';
import type { ServerDefinitionView } from '../../../src-shared/contract/servers.ts';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useSeries } from '../../state/samples.ts';
import { isRemote, isUp } from '../../state/standing.ts';
import { LogView } from '../log/log-view.tsx';
import { HourCharts } from './charts.tsx';
import { LaunchPanel } from './launch.tsx';
import { numberOf } from './policy-values.ts';
import { Processes } from './processes.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import type { Answer } from './use-answer.ts';
import type { ServerEvents } from './use-events.ts';

export function OverviewTab(props: {
  readonly server: ServerStatus;
  readonly events: ServerEvents;
  readonly definition: Answer<ServerDefinitionView>;
}) {
  const { server, events, definition } = props;
  const policy = definition.value?.policy ?? [];
  const recent = useSeries(server.name)?.memoryWarnBytes ?? null;
  // Decided when it is opened: the log does not jump because the state changes.
  const [logStart] = useState<'crash' | 'end'>(server.lastExit !== null && !isUp(server) ? 'crash' : 'end');
  return (
    <div className="server-split">
      <div className="server-stack server-main">
        <HourCharts
          server={server}
          events={events.known}
          cpuWarn={numberOf(policy, 'resources.cpuWarn')}
          memoryWarn={numberOf(policy, 'resources.memoryWarn') ?? recent}
        />
        <div className="panel server-log">
          <LogView server={server.name} at={logStart} />
        </div>
      </div>
      <div className="server-stack server-side">
        <TimelinePanel name={server.name} events={events} />
        <div className="server-stack">
          {isRemote(server) ? null : <Processes server={server} />}
          <LaunchPanel name={server.name} definition={definition} />
        </div>
      </div>
    </div>
  );
}

import type { Clock } from '../../core/ports/clock.ts';
import type { EraMemory, McpConnector } from '../../core/ports/mcp.ts';
import { createPipeChannel } from './channel.ts';
import type { ClientInfo } from './handshake.ts';
import { createHttpChannel } from './http-connection.ts';
import { createUpstreamConnection, type LinkedConnection } from './upstream-connection.ts';

export interface McpConnectorOptions {
  readonly clock: Clock;
  readonly eraMemory: EraMemory;
  /** What we call ourselves to servers. */
  readonly clientInfo: ClientInfo;
}

/** The port `McpConnector`; what it gives also has the `link` at which other virtual clients attach. */
export interface LinkedConnector extends McpConnector {
  attach(...given: Parameters<McpConnector['attach']>): LinkedConnection;
  reach(...given: Parameters<McpConnector['reach']>): LinkedConnection;
}

export function createMcpConnector(options: McpConnectorOptions): LinkedConnector {
  const { clock, eraMemory, clientInfo } = options;
  return {
    attach: ({ name, launchHash }, process) =>
      createUpstreamConnection({
        name,
        launchHash,
        channel: createPipeChannel(process.pipe),
        clock,
        eraMemory,
        clientInfo,
        endsOnProbe: true,
        onNoise: (line) => process.pipe.rejectLine?.(line),
      }),
    reach: ({ name, launchHash }, endpoint) =>
      createUpstreamConnection({
        name,
        launchHash,
        channel: createHttpChannel(endpoint, clock),
        clock,
        eraMemory,
        clientInfo,
        endsOnProbe: false,
      }),
  };
}

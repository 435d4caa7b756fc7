import { createAlertsRouter } from './alerts.ts';
import { createConfigurationRouter } from './configuration.ts';
import type { ApiParts } from './context.ts';
import { createEventsRouter } from './events.ts';
import { createHostRouter } from './host.ts';
import { implementer } from './implementer.ts';
import { createLogsRouter } from './logs.ts';
import { createServersRouter } from './servers.ts';

/** The contract over core. Transports call it with an `ApiContext`, after they have let the caller in. */
export function createApiRouter(parts: ApiParts) {
  return implementer().router({
    servers: createServersRouter(parts),
    events: createEventsRouter(parts),
    logs: createLogsRouter(parts),
    configuration: createConfigurationRouter(parts),
    host: createHostRouter(parts),
    alerts: createAlertsRouter(parts),
  });
}
export type ApiRouter = ReturnType<typeof createApiRouter>;

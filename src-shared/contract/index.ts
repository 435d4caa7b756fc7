import { oc } from '@orpc/contract';
import { alertsContract } from './alerts.ts';
import { configurationContract } from './configuration.ts';
import { contractErrors } from './errors.ts';
import { eventsContract } from './events.ts';
import { hostContract } from './host.ts';
import { logsContract } from './logs.ts';
import { serversContract } from './servers.ts';

/**
 * Everything a client can ask of the orchestrator, whatever it is: command line, page, tray, script. One contract over
 * HTTP (`/api`, described by OpenAPI), over the WebSocket and over ports in process.
 */
export const contract = oc.errors(contractErrors).router({
  servers: serversContract,
  events: eventsContract,
  logs: logsContract,
  configuration: configurationContract,
  alerts: alertsContract,
  host: hostContract,
});
export type Contract = typeof contract;

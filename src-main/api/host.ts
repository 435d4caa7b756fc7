import type { ServerStatus } from '../../src-shared/schema/status.ts';
import type { ApiParts } from './context.ts';
import { diagnosticParts } from './diagnostics.ts';
import { implementer } from './implementer.ts';

export function createHostRouter(parts: ApiParts) {
  const os = implementer().host;
  const { host, clock, random, orchestrator, version } = parts;
  return os.router({
    health: os.health.handler(() => instanceHealth(parts)),
    about: os.about.handler(async () => {
      const { node, platform, places, licences } = host;
      const config = orchestrator.configuration?.file ?? '';
      const all = await licences();
      return { version, node, platform, places: { config, ...places }, licences: [...all] };
    }),
    diagnostics: os.diagnostics.handler(async () => ({
      parts: [...(await diagnosticParts(parts, instanceHealth(parts)))],
    })),
    oneTimeAddress: os.oneTimeAddress.handler(() => {
      const { url, expiresAtWallMs } = parts.oneTimeAddress();
      return { url, expiresAt: new Date(expiresAtWallMs).toISOString() };
    }),
    shutdown: os.shutdown.handler(({ input: { force = false, restart = false }, context: { actor } }) => {
      const operation = random.id();
      // After this answer was handed over: the one who asked should hear that it was.
      clock.setTimer(0, () => host.shutdown({ force, restart }, { actor, operation }));
      return { operation, pid: host.pid };
    }),
  });
}

/** Degraded: something that is wanted is not as it should be. The answer itself says that the instance lives. */
function instanceHealth({ orchestrator, version, clock, eventLoop }: ApiParts) {
  const { instance, servers } = orchestrator.status();
  const trouble = orchestrator.logs.trouble;
  const dependencies = [
    {
      name: 'configuration',
      kind: 'file',
      status: instance.configErrors.length === 0 ? 'ok' : 'fail',
      latencyMs: null,
      message: instance.configErrors[0]?.message ?? null,
    },
    {
      name: 'logs',
      kind: 'disk',
      status: trouble === null ? 'ok' : 'fail',
      latencyMs: null,
      message: trouble,
    },
    ...servers.filter((server) => server.enabled && server.desired === 'up').map(asDependency),
  ];
  const metrics: Record<string, number> = { eventLoopDelayP99Ms: eventLoop.p99Ms() };
  if (instance.uptimeMs !== null) metrics.uptimeMs = instance.uptimeMs;
  if (instance.memoryBytes !== null) metrics.memoryBytes = instance.memoryBytes;
  if (instance.cpuPercent !== null) metrics.cpuPercent = instance.cpuPercent;
  return {
    status: dependencies.every(({ status }) => status === 'ok') ? ('ok' as const) : ('degraded' as const),
    version,
    at: new Date(clock.wallMs()).toISOString(),
    metrics,
    dependencies,
  };
}

function asDependency(server: ServerStatus) {
  return {
    name: server.name,
    kind: 'mcp-server',
    status:
      server.state === 'RUNNING' ? 'ok' : server.state === 'CRASHED' ? 'fail' : server.state.toLowerCase(),
    latencyMs: server.health.latencyMs,
    message: server.state === 'RUNNING' ? null : server.detail,
  };
}

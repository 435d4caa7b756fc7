import type { AcceptedOperation } from '../../src-shared/contract/servers.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import type { Accepted, Operation } from '../core/orchestrator.ts';
import type { ApiParts } from './context.ts';
import { implementer } from './implementer.ts';
import { contractError, orThrow } from './refusals.ts';

export function createServersRouter({ orchestrator, random }: ApiParts) {
  const os = implementer().servers;
  async function check(selection: readonly string[], actor: string) {
    const operation = random.id();
    const reports = orThrow(await orchestrator.check(selection, { actor, operation }));
    return { operation, servers: reports.map((report) => report.server), reports: [...reports] };
  }

  return os.router({
    status: os.status.handler(() => orchestrator.status()),
    get: os.get.handler(({ input }): ServerStatus => orThrow(orchestrator.server(input.name))),

    start: os.start.handler(({ input: { name, dependencies = true }, context }) =>
      accepted(orchestrator.start([name], { dependencies }, context)),
    ),
    stop: os.stop.handler(({ input: { name, force = false }, context }) =>
      accepted(orchestrator.stop([name], { force }, context)),
    ),
    restart: os.restart.handler(({ input: { name, force = false }, context }) =>
      accepted(orchestrator.restart([name], { force }, context)),
    ),
    reset: os.reset.handler(({ input, context }) => accepted(orchestrator.reset([input.name], context))),
    pause: os.pause.handler(({ input: { name, forMs = null }, context }) =>
      accepted(orchestrator.pause([name], forMs, context)),
    ),
    resume: os.resume.handler(({ input, context }) => accepted(orchestrator.resume([input.name], context))),
    check: os.check.handler(({ input, context }) => check([input.name], context.actor)),

    startMany: os.startMany.handler(({ input: { servers = [], dependencies = true }, context }) =>
      accepted(orchestrator.start(servers, { dependencies }, context)),
    ),
    stopMany: os.stopMany.handler(({ input: { servers = [], force = false }, context }) =>
      accepted(orchestrator.stop(servers, { force }, context)),
    ),
    restartMany: os.restartMany.handler(({ input: { servers = [], force = false }, context }) =>
      accepted(orchestrator.restart(servers, { force }, context)),
    ),
    resetMany: os.resetMany.handler(({ input: { servers = [] }, context }) =>
      accepted(orchestrator.reset(servers, context)),
    ),
    checkMany: os.checkMany.handler(({ input: { servers = [] }, context }) => check(servers, context.actor)),

    tools: os.tools.handler(({ input }) => ({
      tools: orThrow(orchestrator.tools(input.name)).map((tool) => ({ ...tool })),
    })),
    call: os.call.handler(async ({ input, signal }) => {
      const { name, tool, arguments: args = {}, timeoutMs = null } = input;
      const result = orThrow(await orchestrator.call(name, tool, args, { timeoutMs, signal }));
      if (!result.ok) throw contractError('CALL_FAILED', result.message, name);
      return { result: { ...result.result } };
    }),

    processes: os.processes.handler(({ input }) => {
      const sample = orThrow(orchestrator.processes(input.name));
      return { processes: sample?.processes.map((process) => ({ ...process })) ?? [] };
    }),
    metrics: os.metrics.handler(({ input }) => ({
      points: orThrow(orchestrator.metrics(input.name)).map((point) => ({ ...point })),
    })),
  });
}

function accepted(operation: Accepted<Operation>): AcceptedOperation {
  const { id, servers } = orThrow(operation);
  return { operation: id, servers: [...servers] };
}

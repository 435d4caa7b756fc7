import type { AcceptedOperation, ServerDefinitionView } from '../../src-shared/contract/servers.ts';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import { isWithin } from '../../src-shared/model/is-within.ts';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import type { DefinitionView } from '../core/configuration/definition-view.ts';
import type { Accepted, Operation } from '../core/orchestrator.ts';
import type { CallResult } from '../core/ports/mcp.ts';
import type { Fetched } from '../core/supervisor/server-content.ts';
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
      return called(orThrow(await orchestrator.call(name, tool, args, { timeoutMs, signal })), name);
    }),

    resources: os.resources.handler(async ({ input: { name }, signal }) => {
      const { resources, templates } = fetched(orThrow(await orchestrator.resources(name, signal)), name);
      return { resources: [...resources], templates: [...templates] };
    }),
    readResource: os.readResource.handler(async ({ input: { name, uri }, signal }) =>
      called(orThrow(await orchestrator.readResource(name, uri, signal)), name),
    ),
    prompts: os.prompts.handler(async ({ input: { name }, signal }) => ({
      prompts: [...fetched(orThrow(await orchestrator.prompts(name, signal)), name)],
    })),
    getPrompt: os.getPrompt.handler(async ({ input: { name, prompt, arguments: args = {} }, signal }) =>
      called(orThrow(await orchestrator.getPrompt(name, prompt, args, signal)), name),
    ),

    processes: os.processes.handler(({ input }) => {
      const sample = orThrow(orchestrator.processes(input.name));
      return { processes: sample?.processes.map((process) => ({ ...process })) ?? [] };
    }),
    metrics: os.metrics.handler(({ input }) => ({
      points: orThrow(orchestrator.metrics(input.name)).map((point) => ({ ...point })),
    })),
    recent: os.recent.handler(() => {
      const { servers, instance } = orchestrator.recent();
      return {
        servers: servers.map((server) => ({ ...server, points: [...server.points] })),
        instance: [...instance],
      };
    }),
    definition: os.definition.handler(({ input }) =>
      shownDefinition(orThrow(orchestrator.definition(input.name))),
    ),
  });
}

/** Deeper than any answer; it could not be written as JSON, and would end the connection that it is for. */
const MOST_LEVELS = 500;

function called(result: CallResult, server: string) {
  if (!result.ok) throw contractError('CALL_FAILED', result.message, server, result.told);
  if (!isWithin(result.result, MOST_LEVELS)) {
    const text = message('mcp.call.too-deep', { server, levels: MOST_LEVELS });
    throw contractError('CALL_FAILED', formatMessage(text), server, text);
  }
  return { result: { ...result.result } };
}

function fetched<T>(result: Fetched<T>, server: string): T {
  if (!result.ok) throw contractError('CALL_FAILED', result.message, server, result.told);
  return result.value;
}

/** A copy that may be changed, as the contract's types want it. */
function shownDefinition({ launch, endpoint, policy, ...rest }: DefinitionView): ServerDefinitionView {
  return {
    ...rest,
    launch: launch && { ...launch, args: [...launch.args], env: [...launch.env] },
    endpoint: endpoint && { ...endpoint, headers: [...endpoint.headers] },
    policy: [...policy],
  };
}

function accepted(operation: Accepted<Operation>): AcceptedOperation {
  const { id, servers } = orThrow(operation);
  return { operation: id, servers: [...servers] };
}

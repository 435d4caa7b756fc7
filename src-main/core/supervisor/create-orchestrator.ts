import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { InstanceStatus, StatusReport } from '../../../src-shared/schema/status.ts';
import type { Configuration } from '../configuration/definition.ts';
import { type DefinitionView, viewDefinition } from '../configuration/definition-view.ts';
import { createEventLog } from '../events/event-log.ts';
import { createStatusFeed } from '../events/status-feed.ts';
import { createFreezeDetector } from '../health/freeze-detector.ts';
import type { Accepted, Orchestrator, RequestContext } from '../orchestrator.ts';
import type { OrchestratorPorts } from '../ports/orchestrator-ports.ts';
import { dependencyTimeoutCause } from './dependencies.ts';
import { createFleet, type Fleet, type FleetWorld } from './fleet.ts';
import { createBoot } from './fleet-boot.ts';
import { applyConfiguration, invalidCause, startNew } from './fleet-configuration.ts';
import { createDailyReset } from './fleet-daily.ts';
import { createDependencyWatch } from './fleet-dependencies.ts';
import { createStartProgress } from './fleet-progress.ts';
import { createRequests } from './fleet-requests.ts';
import { createShutdown } from './fleet-shutdown.ts';
import { bySupervisor, type Slot } from './fleet-slot.ts';
import { createStarting } from './fleet-start.ts';
import { createStopping } from './fleet-stop.ts';
import { createWatching } from './fleet-watch.ts';
import type { Effect, MachineEvent, MachineTimer } from './machine.ts';
import { createOperations, type Operations } from './operations.ts';
import { createOwnMetrics } from './own-metrics.ts';
import { shownProcesses } from './shown-processes.ts';
import { createStartQueue, type StartClass } from './start-queue.ts';
import { type StatusSources, serverStatus, summarize } from './status.ts';
import { DEPENDENCY_WAIT_MS } from './transitions.ts';

/**
 * The product's rules over the given ports. Nothing begins before `boot`; a configuration that is applied earlier is
 * listed and waits. The ports belong to the caller, who closes them after `shutdown`.
 */
export function createOrchestrator(ports: OrchestratorPorts): Orchestrator {
  const { clock, instance, logs, launcher, store } = ports;
  const freeze = createFreezeDetector({ clock });
  const onListenerError = (error: unknown) =>
    ports.logger.error('a listener failed', { error: String(error) });
  const events = createEventLog({ store, clock, onListenerError });
  const feed = createStatusFeed({
    clock,
    events,
    onListenerError,
    source: {
      report: () => status(),
      server: (name) => {
        const slot = fleet.slot(name);
        return slot === undefined ? null : serverStatus(slot, sources());
      },
      summary: () => summarize(fleet.slots()),
      instance: () => instanceStatus(),
    },
  });
  const beganAtMs = freeze.awakeMs();
  const world: FleetWorld = {
    ports,
    awakeMs: freeze.awakeMs,
    events,
    touch: feed.changed,
  };

  let configuration: Configuration | null = null;
  let configErrors: readonly ConfigProblem[] = [];
  let loadedAt = '';
  let booted = false;

  // Fleet and hands know each other: the hands are given the fleet when it is there.
  const theFleet = (): Fleet => fleet;
  const queue = createStartQueue({
    concurrency: { direct: instance.cores, wrappers: instance.cores },
    isWarm: (packageKey) => starting.isWarm(packageKey),
  });
  const starting = createStarting({ world, fleet: theFleet, queue });
  const progress = createStartProgress({ world, fleet: theFleet, classOf: starting.classOf });
  const stopping = createStopping({
    world,
    fleet: theFleet,
    quitting: () => shutdown.begun(),
    forced: () => shutdown.forced(),
  });
  const dependencies = createDependencyWatch({ fleet: theFleet, quitting: () => shutdown.begun() });
  const own = createOwnMetrics({ clock, instance });
  const checkListeners = new Set<Parameters<Orchestrator['onCheck']>[0]>();
  const watching = createWatching({
    world,
    freeze,
    fleet: theFleet,
    onSampled: own.note,
    onCheck(server, latencyMs) {
      for (const listener of [...checkListeners]) {
        try {
          listener(server, latencyMs);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
  });

  const fleet = createFleet(world, {
    perform,
    startupTimeoutMs: starting.startupTimeoutMs,
    onTimer: timerEvent,
    onChanged: (slot, before) => {
      dependencies.changed(slot, before);
      if (before.pausedUntilWall !== null && slot.machine.pausedUntilWall === null)
        watching.policyChanged(slot);
      operations.changed(slot);
    },
    onForgotten: (slot) => {
      operations.forgotten(slot);
      if (slot.successor !== null) succeed(slot, slot.successor);
      else {
        watching.forget(slot.name);
        dependencies.forgotten(slot.name);
      }
      feed.changed(slot.name);
    },
  });
  const operations: Operations = createOperations({ fleet, newId: ports.random.id });
  const shutdown = createShutdown({
    fleet,
    operations,
    clock,
    store,
    kill: (slot) => stopping.escalate(slot, true),
  });
  const requests = createRequests({
    fleet,
    operations,
    clock,
    configuration: () => configuration,
    shuttingDown: shutdown.begun,
    check: watching.check,
  });
  const boot = createBoot({ fleet, launcher, clock, logger: ports.logger });
  const daily = createDailyReset({ fleet, clock });
  const stopListening = freeze.onFreeze(({ lengthMs }) => {
    fleet.emit('instance.freeze', null, { lengthMs: Math.round(lengthMs) });
    fleet.then(afterGap);
  });

  function perform(slot: Slot, effect: Effect): void {
    switch (effect.type) {
      case 'ARM':
        return progress.mark(slot, effect.delayMs);
      case 'AWAIT_DEPENDENCIES':
        return dependencies.await(slot);
      case 'REQUEST_SLOT':
        return starting.requestSlot(slot);
      case 'RELEASE_SLOT':
        // Before the slot is free: whoever waits for it sees a package that is warm by now.
        if (slot.machine.state === 'RUNNING') starting.noteReady(slot);
        slot.ticket?.release();
        slot.ticket = null;
        return;
      case 'PRECHECK':
        return starting.precheck(slot);
      case 'SPAWN':
        return starting.spawn(slot);
      case 'HANDSHAKE':
        return starting.handshake(slot);
      case 'JUDGE_PROGRESS':
        return progress.judge(slot);
      case 'WATCH':
        return watching.watch(slot);
      case 'UNWATCH':
        return watching.unwatch(slot);
      case 'STOP_TREE':
        return stopping.stopTree(slot, effect);
      case 'ESCALATE':
        return stopping.escalate(slot, effect.kill);
      case 'RECHECK_TREE':
        return stopping.recheckTree(slot);
      case 'RECHECK_PORT':
        return stopping.recheckPort(slot);
      case 'DISCONNECT':
        return stopping.disconnect(slot);
    }
  }

  /** The machine knows that the wait is over; who was waited for is known here. */
  function timerEvent(slot: Slot, timer: MachineTimer): MachineEvent | null {
    const { machine } = slot;
    if (timer !== 'dependencies' || (machine.timers.dependencies ?? 0) > freeze.awakeMs()) return null;
    const verdict = dependencies.verdict(slot);
    if (verdict.kind !== 'wait') return null;
    const cause = dependencyTimeoutCause(verdict.names, DEPENDENCY_WAIT_MS);
    return { type: 'DEPS_FAILED', generation: machine.generation, cause };
  }

  /** A server whose kind changed, or that came back into the file while its old self was being stopped. */
  function succeed(old: Slot, definition: Slot['definition']): void {
    const slot = fleet.add(definition, invalidCause(definition));
    fleet.arrange(configuration?.servers.map((server) => server.name) ?? []);
    dependencies.forgotten(slot.name);
    if (booted && !shutdown.begun()) startNew([slot], { fleet, by: old.attribution });
  }

  /** After a sleep: what was due by the wall clock, and remote servers that wait to be tried again. */
  function afterGap(): void {
    daily.look();
    const nowWall = clock.wallMs();
    for (const slot of fleet.slots()) {
      const { pausedUntilWall, kind } = slot.machine;
      if (pausedUntilWall !== null && pausedUntilWall <= nowWall) fleet.dispatch(slot, { type: 'UNPAUSE' });
      if (kind === 'remote') fleet.dispatch(slot, { type: 'NETWORK_UP' });
    }
  }

  function apply(next: Configuration, context: RequestContext): void {
    if (shutdown.begun()) return;
    const by = { actor: context.actor, operation: null };
    fleet.then(() => {
      configuration = next;
      configErrors = next.errors;
      loadedAt = new Date(clock.wallMs()).toISOString();
      queue.setConcurrency(concurrencyOf(next));
      const applied = applyConfiguration(next, {
        fleet,
        by,
        nowWall: clock.wallMs(),
        startNew: booted,
        onPolicyChanged: watching.policyChanged,
      });
      // Who waits for whom, or who may not come up, may be another matter now.
      for (const slot of fleet.slots()) fleet.then(() => dependencies.reconsider(slot));
      daily.look();
      const { file, exists, servers, errors, warnings } = next;
      const counts = { servers: servers.length, errors: errors.length, warnings: warnings.length };
      fleet.emit('config.loaded', null, { file, exists, ...counts, ...applied }, by);
      if (errors.length > 0) fleet.emit('config.error', null, { errors }, by);
      feed.instanceChanged();
      for (const server of servers) feed.changed(server.name);
      feed.resync();
    });
  }

  function concurrencyOf({ startConcurrency }: Configuration): Record<StartClass, number> {
    const { direct, wrappers } = startConcurrency;
    return { direct: direct ?? instance.cores, wrappers: wrappers ?? instance.cores };
  }

  function sources(): StatusSources {
    return {
      nowMs: freeze.awakeMs(),
      health: watching.health,
      sample: watching.latest,
      warnings: (server) => [
        ...watching.warnings(server),
        ...(configuration?.warnings ?? [])
          .filter((problem) => problem.server === server)
          .map((problem) => ({ kind: 'config', message: problem.message, since: loadedAt })),
      ],
      dependencies: dependencies.verdict,
    };
  }

  function instanceStatus(): InstanceStatus {
    const { cpuPercent, memoryBytes } = own.note();
    return {
      running: true,
      pid: instance.pid,
      version: instance.version,
      url: instance.url(),
      config: configuration?.file ?? null,
      configErrors: [...configErrors],
      uptimeMs: Math.round(freeze.awakeMs() - beganAtMs),
      memoryBytes,
      cpuPercent,
    };
  }

  function status(): StatusReport {
    const slots = fleet.slots();
    const from = sources();
    return {
      instance: instanceStatus(),
      summary: summarize(slots),
      servers: slots.map((slot) => serverStatus(slot, from)),
    };
  }

  function definitionView({ definition, refusedEdit, redact, name }: Slot): DefinitionView {
    // Lines move when other servers are edited, which leaves this one's definition as it was.
    const newest = configuration?.servers.find((server) => server.name === name) ?? definition;
    const { originOf } = refusedEdit.length > 0 ? definition : newest;
    const place = { line: newest.line ?? null, ...(originOf === undefined ? {} : { originOf }) };
    return viewDefinition(definition, { file: configuration?.file ?? '', place, redact });
  }

  function withSlot<T>(name: string, answer: (slot: Slot) => Accepted<T>): Accepted<T> {
    const found = requests.one(name);
    return found.ok ? answer(found.value) : found;
  }

  return {
    status,
    server: (name) => withSlot(name, (slot) => ({ ok: true, value: serverStatus(slot, sources()) })),
    resolve: requests.resolve,
    start: requests.start,
    stop: requests.stop,
    restart: requests.restart,
    reset: requests.reset,
    pause: requests.pause,
    resume: requests.resume,
    check: requests.check,
    tools: requests.tools,
    call: requests.call,
    resources: requests.resources,
    readResource: requests.readResource,
    prompts: requests.prompts,
    getPrompt: requests.getPrompt,
    definition: (name) => withSlot(name, (slot) => ({ ok: true, value: definitionView(slot) })),
    processes: (name) =>
      withSlot(name, (slot) => ({
        ok: true,
        value: shownProcesses(watching.latest(slot.name), slot.redact),
      })),
    metrics: (name) => withSlot(name, (slot) => ({ ok: true, value: watching.points(slot.name) })),
    recent: () => ({
      servers: fleet.slots().map(({ name, machine }) => ({
        name,
        ...watching.recent(name),
        memoryWarnBytes: machine.kind === 'remote' ? null : machine.policy.resources.memoryWarn,
      })),
      instance: own.points(),
    }),
    events: events.query,
    activity: store.activity,
    tally: store.tally,
    onEvent: events.subscribe,
    onStatus: feed.onStatus,
    onCheck(listener) {
      const mine: typeof listener = (server, latencyMs) => listener(server, latencyMs);
      checkListeners.add(mine);
      return () => checkListeners.delete(mine);
    },
    openFeed: feed.open,
    logs,
    get configuration() {
      return configuration;
    },
    apply,
    reject(problems) {
      configErrors = problems;
      feed.instanceChanged();
      fleet.emit('config.error', null, { errors: problems }, { actor: 'reload', operation: null });
    },
    onSuspend: freeze.suspend,
    onWake() {
      freeze.wake();
      fleet.then(afterGap);
    },
    onNetworkUp: () => fleet.then(afterGap),
    onPower: ({ saving }) => watching.savePower(saving),
    async boot() {
      if (booted) return;
      fleet.emit('instance.started', null, { pid: instance.pid, version: instance.version }, bySupervisor);
      await boot.sweep();
      if (shutdown.begun()) return;
      booted = true;
      boot.start();
      daily.begin();
    },
    async shutdown({ force, reason, by }) {
      if (!shutdown.begun()) fleet.emit('instance.stopping', null, { reason }, by ?? bySupervisor);
      await shutdown.run(force);
      if (by !== undefined) {
        fleet.emit('operation.finished', null, { ok: true, error: null }, by);
        ports.store.flush();
      }
      stopListening();
      daily.dispose();
      watching.dispose();
      freeze.dispose();
    },
  };
}

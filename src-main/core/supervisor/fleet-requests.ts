import { message } from '../../../src-shared/i18n/message.ts';
import type { Configuration } from '../configuration/definition.ts';
import type { Accepted, CheckReport, Orchestrator, Refusal } from '../orchestrator.ts';
import type { Clock } from '../ports/clock.ts';
import type { UpstreamConnection } from '../ports/mcp.ts';
import { refusal } from '../refusal.ts';
import type { Fleet } from './fleet.ts';
import { findServer, type Selected, selectServers, unknownServer } from './fleet-selection.ts';
import type { Attribution, Slot } from './fleet-slot.ts';
import type { Operations } from './operations.ts';
import { listPrompts, listResources } from './server-content.ts';

const DEFAULT_PAUSE_MS = 30 * 60_000;
const LONGEST_PAUSE_MS = 30 * 86_400_000;
/** `gateway.calls.timeout` of surface.md §3, until the gateway brings its own. */
const DEFAULT_CALL_TIMEOUT_MS = 60_000;

export interface Requests
  extends Pick<
    Orchestrator,
    | 'resolve'
    | 'start'
    | 'stop'
    | 'restart'
    | 'reset'
    | 'pause'
    | 'resume'
    | 'check'
    | 'tools'
    | 'call'
    | 'resources'
    | 'readResource'
    | 'prompts'
    | 'getPrompt'
  > {
  /** The one server of a name or alias. */
  one(name: string): Accepted<Slot>;
}

/** What clients may ask for: refused with a reason, or accepted as an operation. */
export function createRequests(options: {
  readonly fleet: Fleet;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly configuration: () => Configuration | null;
  readonly shuttingDown: () => boolean;
  readonly check: (slot: Slot) => Promise<CheckReport>;
}): Requests {
  const { fleet, operations, clock } = options;

  const groups = (): Configuration['groups'] => options.configuration()?.groups ?? [];
  const definitions = () => fleet.slots().map((slot) => slot.definition);

  function select(selection: readonly string[]): Accepted<Selected> {
    return selectServers(selection, definitions(), groups());
  }

  function one(name: string): Accepted<Slot> {
    const found = findServer(name, definitions());
    const slot = found === undefined ? undefined : fleet.slot(found.name);
    if (slot !== undefined) return { ok: true, value: slot };
    return refuse(unknownServer(name, definitions(), groups()));
  }

  function slotsOf(names: Iterable<string>): readonly Slot[] {
    return [...names].map((name) => fleet.slot(name)).filter((slot) => slot !== undefined);
  }

  /** The selection as slots, or why nothing is begun. */
  function accept(
    selection: readonly string[],
  ): Accepted<{ readonly selected: Selected; readonly slots: readonly Slot[] }> {
    if (options.shuttingDown()) {
      return refuse(refusal('SHUTTING_DOWN', null, message('supervisor.shutting-down')));
    }
    const selected = select(selection);
    if (!selected.ok) return selected;
    return { ok: true, value: { selected: selected.value, slots: slotsOf(selected.value.names) } };
  }

  /** As `accept`, without disabled servers; one that was named itself refuses the whole. */
  function acceptEnabled(selection: readonly string[]): Accepted<readonly Slot[]> {
    const accepted = accept(selection);
    if (!accepted.ok) return accepted;
    const { selected, slots } = accepted.value;
    const disabled = slots.find((slot) => !slot.definition.enabled && selected.named.has(slot.name));
    if (disabled !== undefined) {
      const text = message('supervisor.refusal.disabled', { name: disabled.name });
      return refuse(refusal('DISABLED', disabled.name, text));
    }
    return { ok: true, value: slots.filter((slot) => slot.definition.enabled) };
  }

  function inStartOrder(slots: readonly Slot[], withDependencies: boolean): readonly Slot[] {
    const names = fleet.graph.startOrder(
      slots.map((slot) => slot.name),
      { withDependencies },
    );
    return slotsOf(names).filter((slot) => slot.definition.enabled);
  }

  /** Whoever needs one of them cannot stay without it. */
  function withDependents(slots: readonly Slot[]): readonly Slot[] {
    const dependents = slotsOf(fleet.graph.dependentsOf(slots.map((slot) => slot.name)));
    return [...slots, ...dependents.filter((slot) => !isDown(slot))];
  }

  function send(selection: readonly string[], actor: string, event: Parameters<Operations['send']>[1]) {
    const accepted = accept(selection);
    if (!accepted.ok) return accepted;
    return { ok: true, value: operations.send(accepted.value.slots, event, actor) } as const;
  }

  function running(name: string): Accepted<UpstreamConnection> {
    const found = one(name);
    if (!found.ok) return found;
    const { machine, run } = found.value;
    const connection = run?.connection ?? null;
    const up = machine.state === 'RUNNING' || machine.state === 'UNHEALTHY';
    if (up && connection !== null && connection.facts !== null) return { ok: true, value: connection };
    const text = message('supervisor.refusal.not-running', { name: found.value.name });
    return refuse(refusal('NOT_RUNNING', found.value.name, text));
  }

  async function ask<T>(
    name: string,
    question: (connection: UpstreamConnection) => Promise<T>,
  ): Promise<Accepted<T>> {
    const connection = running(name);
    return connection.ok ? { ok: true, value: await question(connection.value) } : connection;
  }

  function tellChecked(slots: readonly Slot[], reports: readonly CheckReport[], by: Attribution): void {
    const failed = reports.find((report) => !report.ok);
    const error =
      failed === undefined
        ? null
        : { server: failed.server, code: 'CHECK_FAILED', message: failed.health.message ?? '' };
    const [only = null] = slots.length === 1 ? slots : [];
    fleet.emit('operation.finished', only, { ok: error === null, error }, by);
  }

  return {
    one,
    resolve(selection) {
      const selected = select(selection);
      return selected.ok ? { ok: true, value: selected.value.names } : selected;
    },
    start(selection, { dependencies }, { actor }) {
      const accepted = acceptEnabled(selection);
      if (!accepted.ok) return accepted;
      const slots = inStartOrder(accepted.value, dependencies);
      return { ok: true, value: operations.start(slots, { ignoreDependencies: !dependencies }, actor) };
    },
    stop(selection, { force }, { actor }) {
      const accepted = accept(selection);
      if (!accepted.ok) return accepted;
      return { ok: true, value: operations.stop(withDependents(accepted.value.slots), { force }, actor) };
    },
    restart(selection, { force }, { actor }) {
      const accepted = acceptEnabled(selection);
      if (!accepted.ok) return accepted;
      return { ok: true, value: operations.restart(inStartOrder(accepted.value, false), { force }, actor) };
    },
    reset: (selection, { actor }) => send(selection, actor, { type: 'RESET' }),
    pause(selection, forMs, { actor }) {
      const ms = forMs ?? DEFAULT_PAUSE_MS;
      if (!(ms > 0 && ms <= LONGEST_PAUSE_MS)) {
        return refuse(refusal('INVALID', null, message('supervisor.refusal.pause-length')));
      }
      return send(selection, actor, { type: 'PAUSE', untilWall: clock.wallMs() + ms });
    },
    resume: (selection, { actor }) => send(selection, actor, { type: 'UNPAUSE' }),
    async check(selection, { actor, operation }) {
      const accepted = accept(selection);
      if (!accepted.ok) return accepted;
      const { selected, slots } = accepted.value;
      // Of all servers, those that nobody wants up have nothing to show.
      const wanted = slots.filter(
        (slot) => selection.length > 0 || selected.named.has(slot.name) || !isUnwanted(slot),
      );
      const reports = await Promise.all(wanted.map(options.check));
      if (operation !== undefined) tellChecked(wanted, reports, { actor, operation });
      return { ok: true, value: reports };
    },
    tools(name) {
      const connection = running(name);
      return connection.ok ? { ok: true, value: connection.value.facts?.tools ?? [] } : connection;
    },
    async call(name, tool, args, { timeoutMs, signal }) {
      const connection = running(name);
      if (!connection.ok) return connection;
      const limits = { timeoutMs: timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS, signal };
      return { ok: true, value: await connection.value.call(tool, args, limits) };
    },
    resources: (name, signal) => ask(name, (connection) => listResources(connection, { clock, signal })),
    prompts: (name, signal) => ask(name, (connection) => listPrompts(connection, { clock, signal })),
    readResource: (name, uri, signal) =>
      ask(name, (connection) =>
        connection.request('resources/read', { uri }, { timeoutMs: DEFAULT_CALL_TIMEOUT_MS, signal }),
      ),
    getPrompt: (name, prompt, args, signal) =>
      ask(name, (connection) =>
        connection.request(
          'prompts/get',
          { name: prompt, arguments: args },
          { timeoutMs: DEFAULT_CALL_TIMEOUT_MS, signal },
        ),
      ),
  };
}

function refuse(why: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: why };
}

function isDown({ machine }: Slot): boolean {
  return !machine.hasProcess && (machine.state === 'STOPPED' || machine.state === 'CRASHED');
}

function isUnwanted({ definition, machine }: Slot): boolean {
  return !definition.enabled || (machine.state === 'STOPPED' && machine.desired === 'down');
}

import type { Configuration, ServerDefinition } from '../configuration/definition.ts';
import { diffConfigurations } from '../configuration/diff.ts';
import { configurationCause, toldOf } from '../configuration/problems.ts';
import type { Fleet } from './fleet.ts';
import { type Attribution, machineKind, type Slot } from './fleet-slot.ts';
import type { Machine } from './machine.ts';

export interface Applied {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export interface ApplyOptions {
  readonly fleet: Fleet;
  readonly by: Attribution;
  readonly nowWall: number;
  /** False before boot: servers are listed and nothing is started. */
  readonly startNew: boolean;
  /** The policy of a server that is being watched changed. */
  readonly onPolicyChanged: (slot: Slot) => void;
}

/**
 * Puts a configuration in force: what it does not change is not touched. Run as a task of the fleet, so that nothing
 * starts before everybody knows whom the new file makes him wait for.
 */
export function applyConfiguration(configuration: Configuration, options: ApplyOptions): Applied {
  const { fleet, by } = options;
  // Against what is in force and not against the file before: a refused edit that is taken back changes nothing.
  const inForce = fleet.slots().map((slot) => slot.definition);
  const diff = diffConfigurations({ ...configuration, servers: inForce }, configuration);
  const launchChanged = new Set(diff.launchChanged);
  const policyChanged = new Set(diff.policyChanged);
  const added: Slot[] = [];

  for (const name of diff.removed) {
    const slot = fleet.slot(name);
    if (slot === undefined) continue;
    slot.successor = null;
    fleet.dispatch(slot, { type: 'REMOVED' }, by);
  }
  for (const definition of configuration.servers) {
    const slot = fleet.slot(definition.name);
    if (slot === undefined) {
      added.push(fleet.add(definition, invalidCause(definition)));
    } else if (slot.machine.then?.kind === 'remove') {
      // It came back before its old self was gone.
      slot.successor = definition;
    } else if (launchChanged.has(slot.name)) {
      changeLaunch(slot, definition, options);
    } else {
      if (policyChanged.has(slot.name)) changePolicy(slot, definition, options);
      else accept(slot, definition);
    }
  }
  fleet.arrange(configuration.servers.map((server) => server.name));
  if (options.startNew) startNew(added, options);
  return {
    added: diff.added,
    removed: diff.removed,
    changed: [...diff.launchChanged, ...diff.policyChanged],
  };
}

/** Starts what boot would start: enabled, `autoStart`, and not stopped by a person. */
export function startNew(slots: readonly Slot[], { fleet, by }: Pick<ApplyOptions, 'fleet' | 'by'>): void {
  for (const slot of slots) goOnPausing(slot, fleet);
  for (const slot of startedWithNeeds(fleet, slots)) {
    fleet.dispatch(slot, { type: 'START', by: 'reload' }, by);
  }
}

/**
 * Those of the slots that start by themselves, and what they need, dependencies first: a server with `autoStart: false`
 * comes along when another needs it, as with a start by hand. What a person stopped stays stopped.
 */
export function startedWithNeeds(fleet: Fleet, slots: readonly Slot[]): readonly Slot[] {
  const names = slots.filter(bootStarts).map((slot) => slot.name);
  return fleet.graph
    .startOrder(names, { withDependencies: true })
    .map((name) => fleet.slot(name))
    .filter((slot) => slot !== undefined)
    .filter(mayStart);
}

/** A pause of an earlier life goes on, and ends by itself. */
export function goOnPausing(slot: Slot, fleet: Fleet): void {
  const { pausedUntilWall } = slot.machine;
  if (pausedUntilWall !== null) fleet.dispatch(slot, { type: 'PAUSE', untilWall: pausedUntilWall });
}

export function bootStarts(slot: Slot): boolean {
  return slot.definition.policy.autoStart && mayStart(slot);
}

function mayStart({ definition, machine }: Slot): boolean {
  return definition.enabled && machine.desired === 'up' && machine.state !== 'CRASHED';
}

export function invalidCause(definition: ServerDefinition): Machine['invalid'] {
  return definition.problems.length === 0 ? null : configurationCause(definition.problems);
}

function changeLaunch(slot: Slot, definition: ServerDefinition, options: ApplyOptions): void {
  const { fleet, by, nowWall } = options;
  const invalid = invalidCause(definition);
  if (invalid !== null && slot.machine.hasProcess) {
    // A running server is not ended for a typing mistake: its last good definition stays in force, and that is told.
    slot.refusedEdit = definition.problems.map(toldOf);
    slot.refusedSince = new Date(nowWall).toISOString();
    return;
  }
  if (invalid === null && machineKind(definition) !== slot.machine.kind) {
    // A process and a remote server have different rules, so the one ends before the other begins.
    slot.successor = definition;
    fleet.dispatch(slot, { type: 'REMOVED' }, by);
    return;
  }
  const wasEnabled = accept(slot, definition);
  slot.commandClass = null;
  if (definition.enabled) replace(slot, invalid, options, !wasEnabled || invalid !== null);
  else disable(slot, invalid, options);
}

function changePolicy(slot: Slot, definition: ServerDefinition, options: ApplyOptions): void {
  const { fleet, by } = options;
  const wasEnabled = accept(slot, definition);
  const { invalid } = slot.machine;
  if (!definition.enabled) return disable(slot, invalid, options);
  if (!wasEnabled) return replace(slot, invalid, options, true);
  fleet.dispatch(slot, { type: 'POLICY_CHANGED', policy: definition.policy }, by);
  fleet.then(() => options.onPolicyChanged(slot));
}

/** Answers whether it was enabled until now. */
function accept(slot: Slot, definition: ServerDefinition): boolean {
  const wasEnabled = slot.definition.enabled;
  slot.definition = definition;
  slot.refusedEdit = [];
  slot.refusedSince = null;
  return wasEnabled;
}

/**
 * What is desired stays as it is, so that enabling it again starts it. Stopped first: at rest a changed launch only
 * changes what the next start is made of.
 */
function disable(slot: Slot, invalid: Machine['invalid'], { fleet, by }: ApplyOptions): void {
  const { policy } = slot.definition;
  fleet.dispatch(slot, { type: 'STOP', by: 'remove', force: false }, by);
  if (invalid === slot.machine.invalid) fleet.dispatch(slot, { type: 'POLICY_CHANGED', policy }, by);
  else fleet.dispatch(slot, { type: 'LAUNCH_CHANGED', policy, invalid, kind: slot.machine.kind }, by);
}

/** `begin`: one that is at rest starts as at boot; where its definition is invalid, that shows it. */
function replace(slot: Slot, invalid: Machine['invalid'], options: ApplyOptions, begin: boolean): void {
  const { fleet, by } = options;
  const { policy } = slot.definition;
  fleet.dispatch(slot, { type: 'LAUNCH_CHANGED', policy, invalid, kind: slot.machine.kind }, by);
  if (!options.startNew || !begin) return;
  fleet.then(() => {
    if (bootStarts(slot)) fleet.dispatch(slot, { type: 'START', by: 'reload' }, by);
  });
}

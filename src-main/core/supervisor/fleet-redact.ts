import type { Cause, Message, Param } from '../../../src-shared/i18n/message.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import { createRedactor, type Redactor } from '../logs/redact.ts';
import type { Slot } from './fleet-slot.ts';
import type { MachineEvent } from './machine.ts';

/** Takes out the secrets of a server; made anew where its definition or what runs of it changed. */
export function createSlotRedactor(slot: () => Slot): Redactor {
  let redactor: Redactor | null = null;
  let madeFor: ServerDefinition | null = null;
  let madeWith: Slot['run'] = null;
  return (text) => {
    const { definition, run } = slot();
    if (redactor === null || madeFor !== definition || madeWith !== run) {
      madeFor = definition;
      madeWith = run;
      redactor = createRedactor(secretsOf(slot()));
    }
    return redactor(text);
  };
}

/** What still runs may have been started with other secrets than the file has now. */
export function secretsOf({ definition, run }: Slot): readonly string[] {
  if (run === null || run.definition === definition) return definition.secrets;
  return [...new Set([...definition.secrets, ...run.definition.secrets])];
}

/** A cause may quote what a server or a system said, and that may be a secret: status, events and the store get none. */
export function withoutSecrets(event: MachineEvent, redact: Redactor): MachineEvent {
  if (event.type === 'EXIT') {
    const { cause, permanent } = event;
    return {
      ...event,
      cause: redactCause(cause, redact),
      permanent: permanent && { ...permanent, cause: redactCause(permanent.cause, redact) },
    };
  }
  if (!('cause' in event) || event.cause === null) return event;
  return { ...event, cause: redactCause(event.cause, redact) };
}

function redactCause(cause: Cause, redact: Redactor): Cause {
  return { happened: redactMessage(cause.happened, redact), remedy: redactMessage(cause.remedy, redact) };
}

export function redactMessage(text: Message, redact: Redactor): Message {
  const params = Object.entries(text.params).map(([name, value]): [string, Param] => {
    if (typeof value === 'object') return [name, redactMessage(value, redact)];
    return [name, typeof value === 'string' ? redact(value) : value];
  });
  // Keys are ours: one that is changed has no text.
  return { ...text, params: Object.fromEntries(params) };
}

/** Texts at every depth; keys stay. */
export function redactDeep(value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => redactDeep(each, redact));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactDeep(each, redact)]));
}

import { shownArguments } from '../configuration/definition-view.ts';
import { type Redactor, redactTokenShapes } from '../logs/redact.ts';
import type { TreeSample } from '../ports/resources.ts';

/** Longer ones are cut: a list of processes is no place for a script given as an argument. */
const MOST_CHARACTERS = 500;

/** Each process with the whole line it was called with, secrets taken out. */
export function shownProcesses(sample: TreeSample | null, redactSecrets: Redactor): TreeSample | null {
  if (sample === null) return null;
  const redact: Redactor = (text) => redactTokenShapes(redactSecrets(text));
  return {
    ...sample,
    processes: sample.processes.map(({ args, command, ...rest }) => ({
      ...rest,
      command: bounded([redact(command), ...shownArguments(args ?? [], redact)].join(' ')),
    })),
  };
}

function bounded(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

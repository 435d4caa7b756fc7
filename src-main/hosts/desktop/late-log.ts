/** Lines kept until there is a log to write them to; more than that at a start is a flood of one line. */
const MOST_WAITING = 200;

/** The log of an application whose orchestrator is not there yet: what is said before goes to it when it is. */
export interface LateLog {
  readonly log: (text: string) => void;
  to(write: (text: string) => void): void;
}

export function createLateLog(): LateLog {
  const waiting: string[] = [];
  let write: ((text: string) => void) | null = null;
  return {
    log(text) {
      if (write !== null) write(text);
      else if (waiting.length < MOST_WAITING) waiting.push(text);
    },
    to(next) {
      write = next;
      for (const text of waiting.splice(0)) next(text);
    },
  };
}

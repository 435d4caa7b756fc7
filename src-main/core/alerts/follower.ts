import type { AlertMessage } from '../../../src-shared/schema/alert.ts';

/** The stream of one presenter. What it has not taken yet is one message an alert at most: the newest. */
export class Follower implements AsyncIterableIterator<AlertMessage> {
  readonly name: string;
  readonly #onEnd: () => void;
  readonly #queue = new Map<string | null, AlertMessage>();
  #ended = false;
  #wake: (() => void) | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #stopListening: (() => void) | null = null;

  constructor(name: string, onEnd: () => void) {
    this.name = name;
    this.#onEnd = onEnd;
  }

  push(message: AlertMessage): void {
    const about = aboutWhat(message);
    this.#queue.delete(about);
    this.#queue.set(about, message);
    this.#wake?.();
  }

  get ended(): boolean {
    return this.#ended;
  }

  endWith(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    if (signal.aborted) return this.end();
    const end = () => this.end();
    signal.addEventListener('abort', end, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', end);
  }

  /** What is waiting is still handed out; nothing new comes. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopListening?.();
    this.#onEnd();
    this.#wake?.();
  }

  /** Asked again before the answer came, it answers in the order of the asking. */
  next(): Promise<IteratorResult<AlertMessage, undefined>> {
    const answer = this.#last.then(() => this.#read());
    this.#last = answer;
    return answer;
  }

  async #read(): Promise<IteratorResult<AlertMessage, undefined>> {
    for (;;) {
      const [first] = this.#queue;
      if (first !== undefined) {
        const [about, value] = first;
        this.#queue.delete(about);
        return { done: false, value };
      }
      if (this.#ended) return { done: true, value: undefined };
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
  }

  return(): Promise<IteratorResult<AlertMessage, undefined>> {
    this.#queue.clear();
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** Two about the same alert are one; what still stands is told before any of them, once. */
function aboutWhat(message: AlertMessage): string | null {
  switch (message.kind) {
    case 'show':
      return message.alert.id;
    case 'withdraw':
      return message.id;
    case 'standing':
      return null;
  }
}

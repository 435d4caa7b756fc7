import type { AppEvents } from './emitted.ts';
import { createEvent } from './events.ts';
import type { World } from './world.ts';

type Data = Record<string, unknown> | undefined;

/** One for all instances of the application in one session of a person: whoever has it is the first. */
export class SingleInstance {
  readonly #world: World;
  readonly #first: SingleInstance | null;
  #tell: (...told: AppEvents['second-instance']) => void = () => {};
  #held = false;

  constructor(world: World, first: SingleInstance | null) {
    this.#world = world;
    this.#first = first;
  }

  get isHeld(): boolean {
    return this.#held && this.#world.exited === null;
  }

  /** `tell`: the application's. */
  tellThrough(tell: (...told: AppEvents['second-instance']) => void): void {
    this.#tell = tell;
  }

  // docs/api/app.md#apprequestsingleinstancelockadditionaldata
  request(additionalData: Data): boolean {
    if (this.#first?.isHeld) {
      this.#first.secondStarted(this.#world.setting.argv, additionalData);
      return false;
    }
    this.#held = true;
    return true;
  }

  release(): void {
    this.#held = false;
  }

  /** docs/api/app.md#event-second-instance: after `ready`; arguments may come in another order and with more of them. */
  secondStarted(argv: readonly string[], additionalData: Data): void {
    const [program = '', ...rest] = argv;
    const switches = rest.filter((argument) => argument.startsWith('--'));
    const others = rest.filter((argument) => !argument.startsWith('--'));
    const received = [program, ...switches, '--original-process-start-time=13300000000000000', ...others];
    // docs/api/app.md#event-second-instance: a JSON object
    const data = additionalData === undefined ? {} : JSON.parse(JSON.stringify(additionalData));
    // A later turn is one after `ready`, which came with the first.
    this.#world.later(() => this.#tell(createEvent(), received, process.cwd(), data));
  }
}

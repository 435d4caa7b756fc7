import type * as Electron from 'electron';

/** docs/api/structures/keyboard-event.md: what comes with a click on an icon or an item. */
export const NO_KEYS: Electron.KeyboardEvent = {
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  triggeredByAccelerator: false,
};

/** An event as Electron hands it to listeners: `preventDefault` is remembered. */
export function createEvent<Params extends object>(params: Params): Electron.Event<Params>;
export function createEvent(): Electron.Event;
export function createEvent(params: object = {}): Electron.Event {
  let prevented = false;
  const event = {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  } satisfies Electron.Event;
  // Getters of `params` must stay getters: what they answer changes with time.
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(params));
}

/**
 * Electron's objects in JavaScript outlive their native halves: a method of one that is gone throws. `except` still answers.
 * Done once for a class, so that no method can forget it.
 */
export function refuseAfterwards<T extends { isDestroyed(): boolean }>(
  prototype: T,
  sentence: string,
  except: readonly string[],
): void {
  const refuse = (object: T) => {
    if (object.isDestroyed()) throw new TypeError(sentence);
  };
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor' || name === 'isDestroyed' || except.includes(name)) continue;
    const { value, get, set } = descriptor;
    Object.defineProperty(prototype, name, {
      ...descriptor,
      ...(typeof value === 'function' && {
        value(this: T, ...rest: unknown[]) {
          refuse(this);
          return value.apply(this, rest);
        },
      }),
      ...(get && {
        get(this: T) {
          refuse(this);
          return get.call(this);
        },
      }),
      ...(set && {
        set(this: T, next: unknown) {
          refuse(this);
          set.call(this, next);
        },
      }),
    });
  }
}

/** `direct`: the server itself. `wrappers`: npx, uvx, docker and their kind, which fetch before they start. */
export type StartClass = 'direct' | 'wrappers';

export interface StartRequest {
  readonly startClass: StartClass;
  /** The package a wrapper fetches; starts of one that is cold come one after another. */
  readonly packageKey: string | null;
  readonly granted: () => void;
}

/** A place in the queue, then a slot. Releasing gives back whichever it is; releasing twice is harmless. */
export interface StartTicket {
  release(): void;
}

export interface StartQueue {
  request(request: StartRequest): StartTicket;
  /** How many of a class may start at once, from now on; what runs already goes on. */
  setConcurrency(concurrency: Readonly<Record<StartClass, number>>): void;
  readonly waiting: number;
}

/**
 * Bounds how many servers start at once, first come, first served. A slot is held from the request's grant until the
 * server is ready or has failed, so that start-up times count from the spawn and not from the queue. npx's cache is
 * not process-safe (npm/cli#8224): while a package is cold, only one start of it runs, and the others let those behind
 * them pass. `isWarm` is asked at each grant, since the first start of a package warms it for the rest.
 */
export function createStartQueue(options: {
  readonly concurrency: Readonly<Record<StartClass, number>>;
  readonly isWarm: (packageKey: string) => boolean;
}): StartQueue {
  let concurrency = options.concurrency;
  const queues: Record<StartClass, Set<StartRequest>> = { direct: new Set(), wrappers: new Set() };
  const running: Record<StartClass, number> = { direct: 0, wrappers: 0 };
  const coldStarts = new Set<string>();
  let pumping = false;
  let again = false;

  const mayPass = (request: StartRequest): boolean =>
    request.packageKey === null || options.isWarm(request.packageKey) || !coldStarts.has(request.packageKey);

  function grantNext(startClass: StartClass, onGrant: (request: StartRequest) => void): boolean {
    if (running[startClass] >= concurrency[startClass]) return false;
    for (const request of queues[startClass]) {
      if (!mayPass(request)) continue;
      queues[startClass].delete(request);
      running[startClass] += 1;
      onGrant(request);
      return true;
    }
    return false;
  }

  /** A grant may release or request at once; that is taken up by the loop and not by recursion. */
  function pump(): void {
    again = true;
    if (pumping) return;
    pumping = true;
    try {
      while (again) {
        again = false;
        for (const startClass of ['direct', 'wrappers'] as const) {
          while (grantNext(startClass, grant));
        }
      }
    } finally {
      pumping = false;
    }
  }

  const holders = new Map<StartRequest, string | null>();

  function grant(request: StartRequest): void {
    const { packageKey } = request;
    const coldKey = packageKey !== null && !options.isWarm(packageKey) ? packageKey : null;
    if (coldKey !== null) coldStarts.add(coldKey);
    holders.set(request, coldKey);
    request.granted();
  }

  function release(request: StartRequest): void {
    if (queues[request.startClass].delete(request)) return;
    const coldKey = holders.get(request);
    if (coldKey === undefined) return;
    holders.delete(request);
    if (coldKey !== null) coldStarts.delete(coldKey);
    running[request.startClass] -= 1;
    pump();
  }

  return {
    request(given) {
      const request: StartRequest = { ...given };
      queues[request.startClass].add(request);
      pump();
      return { release: () => release(request) };
    },
    setConcurrency(next) {
      concurrency = next;
      pump();
    },
    get waiting() {
      return queues.direct.size + queues.wrappers.size;
    },
  };
}

import { networkInterfaces } from 'node:os';

export interface NetworkFacts {
  /** False is sure; true may mean no more than a link without a way out. */
  readonly online: boolean;
  /** By which something else could be reached. */
  readonly addresses: readonly string[];
}

export function networkFacts(
  isOnline: () => boolean,
  addresses: () => readonly string[] = reachableAddresses,
): NetworkFacts {
  return { online: isOnline(), addresses: addresses() };
}

/** A way out that was not there before: worth another try of what could not be reached. */
export function cameUp(before: NetworkFacts, now: NetworkFacts): boolean {
  if (!now.online || now.addresses.length === 0) return false;
  return !before.online || now.addresses.some((address) => !before.addresses.includes(address));
}

/** Without those of the computer itself and of a single cable, which come and go with every container. */
export function reachableAddresses(interfaces = safely(networkInterfaces)): readonly string[] {
  return Object.values(interfaces)
    .flatMap((of) => of ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:fe[89ab][\da-f]:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
}

/** Some systems refuse to tell (sandboxes): then nothing is known of networks, and nothing is hinted. */
function safely(read: typeof networkInterfaces): ReturnType<typeof networkInterfaces> {
  try {
    return read();
  } catch {
    return {};
  }
}

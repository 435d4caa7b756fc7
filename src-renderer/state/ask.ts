import type { Client } from '../connection/client.ts';
import type { ActOptions, Target, Verb } from './operations.ts';

type Servers = Client['servers'];

/** Sends a request; the operations whose ends are still to come. A check has ended when it is answered. */
export async function ask(
  servers: Servers,
  verb: Verb,
  target: Target,
  { dependencies = true, forMs }: ActOptions,
): Promise<readonly string[]> {
  const selection = target === 'all' ? {} : { servers: [...target] };
  switch (verb) {
    case 'start':
      return [(await servers.startMany({ ...selection, dependencies })).operation];
    case 'stop':
      return [(await servers.stopMany(selection)).operation];
    case 'restart':
      return [(await servers.restartMany(selection)).operation];
    case 'reset':
      return [(await servers.resetMany(selection)).operation];
    case 'check':
      await servers.checkMany(selection);
      return [];
    case 'pause':
      return each(target, (name) => servers.pause(forMs === undefined ? { name } : { name, forMs }));
    case 'resume':
      return each(target, (name) => servers.resume({ name }));
  }
}

async function each(
  target: Target,
  request: (name: string) => Promise<{ readonly operation: string }>,
): Promise<readonly string[]> {
  if (target === 'all') throw new TypeError('pauses are asked for by name');
  const accepted = await Promise.all(target.map(request));
  return accepted.map(({ operation }) => operation);
}

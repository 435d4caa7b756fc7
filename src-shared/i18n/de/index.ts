import { health } from './health.ts';
import { machine } from './machine.ts';
import { mcp } from './mcp.ts';
import { process } from './process.ts';
import { reasons } from './reasons.ts';
import { states } from './states.ts';
import { supervisor } from './supervisor.ts';

/** Every sentence of the page in German, by key. Loaded by who reads German. */
export const german: Readonly<Record<string, string>> = {
  ...states,
  ...reasons,
  ...supervisor,
  ...process,
  ...machine,
  ...mcp,
  ...health,
};

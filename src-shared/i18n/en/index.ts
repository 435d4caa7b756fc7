import { api } from './api.ts';
import { cli } from './cli.ts';
import { config } from './config.ts';
import { health } from './health.ts';
import { logs } from './logs.ts';
import { machine } from './machine.ts';
import { mcp } from './mcp.ts';
import { page } from './page.ts';
import { process } from './process.ts';
import { reasons } from './reasons.ts';
import { runtime } from './runtime.ts';
import { states } from './states.ts';
import { store } from './store.ts';
import { supervisor } from './supervisor.ts';

/** Every sentence a person reads, in English, by key. One file a topic; no key stands in two of them. */
export const english: Readonly<Record<string, string>> = {
  ...states,
  ...reasons,
  ...config,
  ...supervisor,
  ...process,
  ...machine,
  ...mcp,
  ...health,
  ...logs,
  ...runtime,
  ...store,
  ...cli,
  ...api,
  ...page,
};

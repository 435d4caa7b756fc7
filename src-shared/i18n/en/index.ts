import { api } from './api.ts';
import { cli } from './cli.ts';
import { logs } from './logs.ts';
import { runtime } from './runtime.ts';
import { service } from './service.ts';
import { spoken } from './spoken.ts';
import { store } from './store.ts';

/** Every sentence a person reads, in English, by key. One file a topic; no key stands in two of them. */
export const english: Readonly<Record<string, string>> = {
  ...spoken,
  ...logs,
  ...runtime,
  ...store,
  ...cli,
  ...service,
  ...api,
};

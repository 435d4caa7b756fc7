import { spokenFirst } from '../spoken-first.ts';
import { spokenLater } from '../spoken-later.ts';

/** All that the page says, and the causes that reach it as messages. */
export const spoken: Readonly<Record<string, string>> = { ...spokenFirst, ...spokenLater };

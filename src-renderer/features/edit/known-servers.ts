import type { Json } from './values.ts';

/** Servers that need no account, to begin with. Each is fetched by npx at its first start. */
export const knownServers: readonly { readonly name: string; readonly entry: Json }[] = [
  {
    name: 'filesystem',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the configuration
    entry: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '${HOME}'] },
  },
  { name: 'memory', entry: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-memory'] } },
  { name: 'everything', entry: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-everything'] } },
];

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FakeSession } from './session.ts';
import type { World } from './world.ts';

/** docs/api/net.md: requests of Chromium's network, here files and our own schemes; never the real network. */
export function createNet(world: World, session: FakeSession) {
  const state = { online: true };
  return {
    state,
    module: {
      // docs/api/net.md#netisonline
      isOnline: () => state.online,
      get online() {
        return state.online;
      },
      // docs/api/net.md#netfetchinput-init: after ready
      async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
        world.requireReady('Cannot use net module before app is ready');
        const request = new Request(input, init);
        if (request.url.startsWith('file:')) return new Response(await readFile(fileURLToPath(request.url)));
        const response = await session.protocol.fetch(request.url, init);
        if (!response) throw new Error(`net::ERR_UNKNOWN_URL_SCHEME ${request.url}`);
        return response;
      },
    },
  };
}

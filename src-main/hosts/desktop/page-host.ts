import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { servePort } from '../../transport/message-port.ts';
import type { ElectronApi } from './electron-api.ts';
import { acceptPorts } from './ipc/accept-ports.ts';
import { ACTOR } from './link/link.ts';
import { PAGE_ORIGIN, servePage } from './protocol/page-protocol.ts';
import { guardContents } from './security/guards.ts';
import type { MainWindow } from './window/main-window.ts';

export interface PageHostOptions {
  readonly electron: ElectronApi;
  /** The build, with the page in it. */
  readonly folder: string;
  readonly window: Pick<MainWindow, 'isOurs'>;
  /** What a page may ask: settles when there is an orchestrator; a page that is there before waits for it. */
  readonly router: Promise<AnyRouter>;
  readonly log: (text: string) => void;
}

/** The page under its own protocol, kept where it is, and reached over one port a document. Before the first window. */
export function hostPage(options: PageHostOptions): { close(): void } {
  const { electron, folder, log } = options;
  servePage({ electron, folder: join(folder, 'renderer') });
  const guards = guardContents({
    electron,
    origin: PAGE_ORIGIN,
    openExternal: (address) =>
      void electron.shell
        .openExternal(address)
        .catch((error: unknown) => log(`${address} cannot be opened: ${String(error)}`)),
    log,
  });
  // None: the application leaves before there is an orchestrator, and the page with it.
  const served = options.router.catch(() => null);
  const ports = acceptPorts({
    electron,
    isOurs: options.window.isOurs,
    async serve(port) {
      const router = await served;
      if (router !== null) servePort({ router, port, context: { actor: ACTOR }, log });
    },
    log,
  });
  return {
    close() {
      ports.close();
      guards.close();
    },
  };
}

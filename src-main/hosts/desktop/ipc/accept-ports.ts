import type { IpcMainEvent, WebContents } from 'electron';
import type { ElectronApi, MessagePortMain } from '../electron-api.ts';
import { PAGE_ORIGIN } from '../protocol/page-address.ts';

/** The one channel there is. What comes over it is one port and nothing else; everything is said over the port. */
export const PORT_CHANNEL = 'mcp-orchestrator:port';

export interface AcceptPortsOptions {
  readonly electron: Pick<ElectronApi, 'ipcMain'>;
  /** Whether these are the contents of a window that we made for the page. */
  readonly isOurs: (contents: WebContents) => boolean;
  /** `contentsId`: of the contents behind the port, for as long as they live. */
  readonly serve: (port: MessagePortMain, contentsId: number) => void;
  readonly log?: (text: string) => void;
}

/**
 * Gives the page its way to the orchestrator: one port per document. A new document's port takes the place of the old
 * one's, and contents that are gone have none. Whatever else knocks is refused, and told of once.
 */
export function acceptPorts(options: AcceptPortsOptions): { close(): void } {
  const { electron, serve, log = () => {} } = options;
  const ports = new Map<number, MessagePortMain>();
  const told = new Set<string>();

  function drop(id: number): void {
    const port = ports.get(id);
    ports.delete(id);
    port?.close();
  }

  function refuse(event: IpcMainEvent, why: string): void {
    for (const port of event.ports) port.close();
    if (told.has(why)) return;
    told.add(why);
    log(`refused a port: ${why}`);
  }

  function take(contents: WebContents, port: MessagePortMain): void {
    const { id } = contents;
    drop(id);
    ports.set(id, port);
    // Of itself where its document goes (docs/api/message-port-main.md, close).
    port.once('close', () => {
      if (ports.get(id) === port) ports.delete(id);
    });
    serve(port, id);
  }

  const onPort = (event: IpcMainEvent) => {
    try {
      const why = objection(event, options);
      const [port] = event.ports;
      if (why !== null || port === undefined) refuse(event, why ?? 'none came');
      else take(event.sender, port);
    } catch (error) {
      // Nothing that a page sends may end the supervisor; the page tries again when it is loaded again.
      refuse(event, error instanceof Error ? error.message : String(error));
    }
  };
  electron.ipcMain.on(PORT_CHANNEL, onPort);
  return {
    close() {
      electron.ipcMain.off(PORT_CHANNEL, onPort);
      for (const id of [...ports.keys()]) drop(id);
    },
  };
}

/** Why this is not the page of our window, in its main frame, with one port; null where it is. */
function objection(event: IpcMainEvent, { isOurs }: AcceptPortsOptions): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'its document is gone';
  if (!isOurs(event.sender)) return 'it is not from our window';
  if (frame.origin !== PAGE_ORIGIN)
    return `its origin is ${JSON.stringify(frame.origin)}, not ${PAGE_ORIGIN}`;
  if (frame.parent !== null) return 'it is from a frame inside the page';
  if (event.ports.length !== 1) return `${event.ports.length} ports came, not one`;
  return null;
}

import type * as Electron from 'electron';
import type { World } from './world.ts';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type Handle = Electron.Protocol['handle'];

/** docs/api/protocol.md: who answers for which scheme. */
export class FakeProtocol implements Pick<Electron.Protocol, 'handle' | 'isProtocolHandled' | 'unhandle'> {
  readonly #handlers = new Map<string, Parameters<Handle>[1]>();

  // docs/api/protocol.md#protocolhandlescheme-handler
  handle(scheme: string, handler: Parameters<Handle>[1]): void {
    if (this.isProtocolHandled(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  // docs/api/protocol.md#protocolunhandlescheme
  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** What a page gets for an address: null where nobody answers for its scheme. */
  async fetch(url: string, init?: RequestInit): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) return null;
    const request = new Request(url, init);
    return (await handler(request as never)) as unknown as Response;
  }
}

/** docs/api/session.md: who may what, and the answers for schemes. */
export class FakeSession
  implements
    Pick<
      Electron.Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  readonly protocol = new FakeProtocol();
  readonly zoomLevels = new Map<string, number>();
  spellCheckerEnabled = true;
  permissionRequestHandler: RequestHandler = null;
  permissionCheckHandler: CheckHandler = null;
  devicePermissionHandler: DeviceHandler = null;

  // docs/api/session.md#sessetpermissionrequesthandlerhandler
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.permissionRequestHandler = handler;
  }

  // docs/api/session.md#sessetpermissioncheckhandlerhandler
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.permissionCheckHandler = handler;
  }

  // docs/api/session.md#sessetdevicepermissionhandlerhandler
  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.devicePermissionHandler = handler;
  }

  // docs/api/session.md#sessetspellcheckerenabledenable
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellCheckerEnabled = enable;
  }
}

/** docs/api/session.md#sessiondefaultsession: there is none before the application is ready. */
export function createSessionModule(world: World, session: FakeSession) {
  return {
    get defaultSession(): FakeSession {
      world.requireReady('Session can only be received when app is ready');
      return session;
    },
  };
}

/** docs/api/protocol.md: the default session's, but for what must be said before the application is ready. */
export function createProtocolModule(world: World, session: FakeSession) {
  let schemes: readonly Electron.CustomScheme[] | null = null;
  const ready = () => world.requireReady('Session can only be received when app is ready');
  return {
    module: {
      // docs/api/protocol.md#protocolregisterschemesasprivilegedcustomschemes: before ready, and once
      registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
        if (world.isReady) {
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
        }
        if (schemes) throw new Error('protocol.registerSchemesAsPrivileged can be called only once');
        schemes = customSchemes;
      },
      handle(scheme: string, handler: Parameters<Handle>[1]): void {
        ready();
        session.protocol.handle(scheme, handler);
      },
      unhandle(scheme: string): void {
        ready();
        session.protocol.unhandle(scheme);
      },
      isProtocolHandled(scheme: string): boolean {
        ready();
        return session.protocol.isProtocolHandled(scheme);
      },
    } satisfies Pick<
      Electron.Protocol,
      'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
    >,
    /** What was registered before the application was ready. */
    schemes: (): readonly Electron.CustomScheme[] => schemes ?? [],
  };
}

import type { ContractRouterClient } from '@orpc/contract';
import type { WindowContract } from '../../src-shared/contract/desktop.ts';
import type { Contract } from '../../src-shared/contract/index.ts';

/** The contract as this page calls it. Types only: neither the contract nor zod is in the bundle. */
export type Client = ContractRouterClient<Contract>;
/** What a window can ask of the application around it besides. */
export type DesktopClient = ContractRouterClient<WindowContract>['desktop'];

/** A connection that may open, and ends once. */
export interface RpcConnection {
  readonly client: Client;
  /** null in a browser. */
  readonly desktop: DesktopClient | null;
  readonly closed: Promise<void>;
  close(): void;
}

/** How this page reaches the orchestrator. */
export interface Link {
  /** `window`: of the desktop application, which is there to be asked too. */
  readonly kind: 'browser' | 'window';
  open(): RpcConnection;
  /** Not let in any more: the token changed, or the cookie ran out. */
  isRefused(): Promise<boolean>;
}

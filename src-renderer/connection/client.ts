import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/index.ts';

/** The contract as this page calls it. Types only: neither the contract nor zod is in the bundle. */
export type Client = ContractRouterClient<Contract>;

/** A connection that may open, and ends once. */
export interface RpcConnection {
  readonly client: Client;
  readonly closed: Promise<void>;
  close(): void;
}

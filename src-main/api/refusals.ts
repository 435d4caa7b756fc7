import { ORPCError } from '@orpc/server';
import { type ContractErrorCode, contractErrors } from '../../src-shared/contract/errors.ts';
import type { Accepted } from '../core/orchestrator.ts';

/** An error of the contract, to be thrown in a procedure: it crosses every transport with code, sentence and server. */
export function contractError(
  code: ContractErrorCode,
  message: string,
  server: string | null = null,
): ORPCError<ContractErrorCode, { readonly server: string | null }> {
  return new ORPCError(code, { status: contractErrors[code].status, message, data: { server } });
}

/** The value of what was accepted; a refusal is thrown as the contract's error of the same code. */
export function orThrow<T>(accepted: Accepted<T>): T {
  if (accepted.ok) return accepted.value;
  const { code, message, server } = accepted.refusal;
  throw contractError(code, message, server);
}

import { ORPCError } from '@orpc/server';
import { type ContractErrorCode, contractErrors } from '../../src-shared/contract/errors.ts';
import type { Message } from '../../src-shared/i18n/message.ts';
import type { Accepted } from '../core/orchestrator.ts';

/** An error of the contract, to be thrown in a procedure: it crosses every transport with code, sentence and server. */
export function contractError(
  code: ContractErrorCode,
  message: string,
  server: string | null = null,
  told?: Message,
): ORPCError<ContractErrorCode, { readonly server: string | null; readonly told?: Message }> {
  const data = told === undefined ? { server } : { server, told };
  return new ORPCError(code, { status: contractErrors[code].status, message, data });
}

/** The value of what was accepted; a refusal is thrown as the contract's error of the same code. */
export function orThrow<T>(accepted: Accepted<T>): T {
  if (accepted.ok) return accepted.value;
  const { code, message, server, told } = accepted.refusal;
  throw contractError(code, message, server, told);
}

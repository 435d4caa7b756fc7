import { type AnyContractRouter, isContractProcedure } from '@orpc/contract';
import { type AnyRouter, implement, ORPCError } from '@orpc/server';
import type { ReadAhead } from './read-ahead.ts';

/** A client of whatever shape: what stands at `path` is called with input, signal and the last event that was seen. */
type Callable = (
  input: unknown,
  options: { readonly signal?: AbortSignal | undefined; readonly lastEventId?: string | undefined },
) => Promise<unknown>;

/**
 * A router that hands every call of a contract on to the client of the moment: what a window asks of an orchestrator in
 * another process. Errors keep their code and data, streams stay streams.
 *
 * @param current null while there is no connection: calls are refused with `SHUTTING_DOWN`.
 * @param readAhead for a reader who may hang; without it every stream is taken as it comes.
 */
export function createForwardingRouter(
  contract: AnyContractRouter,
  current: () => object | null,
  readAhead?: ReadAhead,
): AnyRouter {
  const forward = (node: AnyContractRouter, path: readonly string[]): AnyRouter => {
    if (!isContractProcedure(node)) {
      return Object.fromEntries(
        Object.entries(node).map(([name, inner]) => [
          name,
          forward(inner as AnyContractRouter, [...path, name]),
        ]),
      );
    }
    return implement(node).handler(async ({ input, signal, lastEventId }) => {
      const client = current();
      if (client === null) throw new ORPCError('SHUTTING_DOWN', { status: 503, data: { server: null } });
      const call = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], client);
      const answer = await (call as Callable)(input, { signal, lastEventId });
      return readAhead !== undefined && isStream(answer) ? readAhead(answer) : answer;
    }) as AnyRouter;
  };
  return forward(contract, []);
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

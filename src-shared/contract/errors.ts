import { z } from 'zod';
import { messageSchema } from '../schema/message.ts';

/**
 * What every refusal carries beside its sentence: the server it is about, if it is about one, and the sentence in its
 * parts, for those who tell it in another language. HTTP leaves the parts out.
 */
const about = z.object({ server: z.string().nullable(), told: messageSchema.optional() });

/** The refusals of the API, with their HTTP status. `code` is what scripts rely on; the message is for people. */
export const contractErrors = {
  BAD_REQUEST: { status: 400, data: about },
  UNAUTHORIZED: { status: 401, data: about },
  FORBIDDEN: { status: 403, data: about },
  /** No server, alias or group of that name. */
  UNKNOWN_SERVER: { status: 404, data: about },
  /** The server is not in a state that allows it: it does not run, is disabled, or is being removed. */
  NOT_RUNNING: { status: 409, data: about },
  DISABLED: { status: 409, data: about },
  CONFLICT: { status: 409, data: about },
  INVALID: { status: 422, data: about },
  /** The tool call reached the server and failed there, or got no answer. */
  CALL_FAILED: { status: 422, data: about },
  SHUTTING_DOWN: { status: 503, data: about },
} as const;
export type ContractErrorCode = keyof typeof contractErrors;

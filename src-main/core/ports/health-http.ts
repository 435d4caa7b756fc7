import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { DeepHealth } from '../../../src-shared/schema/status.ts';

/** HTTP 2xx is ok, everything else a failure; a body in the known form is read, any other is ignored. */
export type HttpHealthResult =
  | { readonly kind: 'ok'; readonly latencyMs: number; readonly body: DeepHealth | null }
  | {
      readonly kind: 'fail';
      readonly latencyMs: number | null;
      readonly cause: Cause;
      readonly body: DeepHealth | null;
      /** The HTTP status where one came: the loop then words the cause itself, with what the body names. */
      readonly status?: number;
    }
  | { readonly kind: 'silent' };

export interface HttpHealthProbe {
  get(url: string, timeoutMs: number, signal?: AbortSignal): Promise<HttpHealthResult>;
}

import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import type { Store } from '../core/ports/store.ts';
import type { HttpServer } from '../transport/http-server.ts';
import { RuntimeError } from './options.ts';

export const DEFAULT_PORT = 7717;
const PORT_KEY = 'http.port';

/**
 * `--port` or nothing; else the configuration's, the one this home had before, or 7717, and where that is taken the
 * next free one. What was chosen is kept for this home.
 */
export async function listen(options: {
  readonly server: HttpServer;
  readonly store: Store;
  readonly asked: number | undefined;
  readonly configured: number | null;
  readonly host: string;
}): Promise<{ readonly port: number; readonly url: string }> {
  const { server, store, asked, configured, host } = options;
  const kept = Number(store.getValue(PORT_KEY) ?? Number.NaN);
  const wanted = asked ?? configured ?? (Number.isInteger(kept) && kept > 0 ? kept : DEFAULT_PORT);
  const result = await server.listen({ host, port: wanted, strict: asked !== undefined });
  if (!result.ok) {
    const { holder, port } = result;
    const text =
      holder === null
        ? message('runtime.port.taken', { port: String(port) })
        : message('runtime.port.taken-by', {
            port: String(port),
            command: holder.command,
            pid: String(holder.pid),
          });
    throw new RuntimeError('PORT_TAKEN', formatMessage(text));
  }
  if (asked === undefined) store.setValue(PORT_KEY, String(result.port));
  return result;
}

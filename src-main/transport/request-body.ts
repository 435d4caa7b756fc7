import type { IncomingMessage } from 'node:http';
import { type HttpRefusal, refusal, shorten } from './errors.ts';

export const MAX_BODY_BYTES = 2 ** 20;

export type ReadBody =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: HttpRefusal };

/** The JSON object of a request; an empty body is an empty object. Rejects only where the connection broke. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES)
    return { ok: false, refusal: tooLarge() };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return { ok: false, refusal: tooLarge() };
    chunks.push(chunk);
  }
  if (bytes === 0) return { ok: true, value: {} };
  const type = request.headers['content-type'] ?? 'nothing';
  if (!/^application\/json *(;|$)/i.test(type)) {
    const params = { type: shorten(type, 60) };
    return { ok: false, refusal: refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'api.not-json-type', params) };
  }
  return parseObject(Buffer.concat(chunks));
}

function parseObject(bytes: Buffer): ReadBody {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const problem = shorten(error instanceof Error ? error.message : String(error));
    return { ok: false, refusal: refusal(400, 'BAD_REQUEST', 'api.not-json', { problem }) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, refusal: refusal(400, 'BAD_REQUEST', 'api.not-object') };
  }
  return { ok: true, value: value as Record<string, unknown> };
}

/** The rest of the body is not read, so this connection ends. */
function tooLarge(): HttpRefusal {
  return refusal(413, 'PAYLOAD_TOO_LARGE', 'api.too-large', { limit: '1 MiB' }, { connection: 'close' });
}

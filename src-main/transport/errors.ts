import type { ServerResponse } from 'node:http';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';

/** Why a request is not let through or not understood, before any procedure sees it. */
export interface HttpRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refusal(
  status: number,
  code: string,
  key: string,
  params: Readonly<Record<string, string | number>> = {},
  headers: Readonly<Record<string, string>> = {},
): HttpRefusal {
  return { status, code, message: formatMessage(message(key, params)), headers };
}

/** The one form of every error: `{"error":{"code","message","server"}}`. */
export function errorBody(code: string, text: string, server: string | null): Record<string, unknown> {
  return { error: { code, message: text, server } };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

export function sendRefusal(
  response: ServerResponse,
  { status, code, message: text, headers }: HttpRefusal,
): void {
  sendJson(response, status, errorBody(code, text, null), headers);
}

/** Text of a stranger within a sentence of ours: one line, and not a long one. */
export function shorten(text: string, length = 120): string {
  const plain = text.replace(/\p{C}/gu, '?');
  return plain.length <= length ? plain : `${plain.slice(0, length)}…`;
}

import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { isWithin } from '../../../src-shared/model/is-within.ts';
import type { ToolDescription } from '../../core/ports/mcp.ts';
import { quote } from './causes.ts';
import type { Failure } from './channel.ts';
import type { UpstreamLink } from './upstream-link.ts';

/** Against servers whose pages never end. The SDK stops at 64, which with pages of 100 cuts a list of 10,000. */
const MAX_PAGES = 1000;
const METHOD = 'tools/list';

export type ToolListResult =
  /** `note`: the server works, but its list could not be had, or not all of it. */
  | { readonly kind: 'listed'; readonly tools: readonly ToolDescription[]; readonly note: Message | null }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'aborted' };

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema that somebody wrote is far less deep; one that is deeper overflows the stack of whoever writes it as JSON. */
const MOST_LEVELS = 100;
const isUsable = (value: unknown): value is Fields => isFields(value) && isWithin(value, MOST_LEVELS);

/** Only what is shown and used is kept: icons are often megabytes of base64. */
function describe(entry: unknown): readonly ToolDescription[] {
  if (!isFields(entry) || typeof entry.name !== 'string') return [];
  const { name, title, description, inputSchema, outputSchema, annotations } = entry;
  return [
    {
      name,
      ...(typeof title === 'string' ? { title } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      inputSchema: isUsable(inputSchema) ? inputSchema : { type: 'object' },
      ...(isUsable(outputSchema) ? { outputSchema } : {}),
      ...(isUsable(annotations) ? { annotations } : {}),
    },
  ];
}

/** All pages. A list that fails never fails the server: it is empty, with a note that says why. */
export async function listTools(
  link: UpstreamLink,
  meta: Fields | null,
  /** `timeoutMs` is for each page; what is asked here is no work of a client that a stop would have to wait for. */
  limits: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined } = {},
): Promise<ToolListResult> {
  const tools: ToolDescription[] = [];
  const empty = (note: Message): ToolListResult => ({ kind: 'listed', tools: [], note });
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const params = { ...(cursor === undefined ? {} : { cursor }), ...(meta === null ? {} : { _meta: meta }) };
    const reply = await link.request(METHOD, params, { ...limits, counted: false });
    if (reply.kind === 'failed') return reply;
    if (reply.kind === 'aborted' || reply.kind === 'silent') return { kind: 'aborted' };
    if (reply.kind === 'error') {
      const { code, message: text } = reply;
      return empty(
        message('mcp.note.listRefused', { method: METHOD, code: String(code), text: quote(text) }),
      );
    }
    const result = reply.kind === 'result' && isFields(reply.result) ? reply.result : null;
    if (!Array.isArray(result?.tools)) {
      return empty(message('mcp.note.listBroken', { method: METHOD, field: 'tools' }));
    }
    // One by one: as many arguments as a page may hold are more than a call takes.
    for (const entry of result.tools) for (const tool of describe(entry)) tools.push(tool);
    // The empty string is a cursor like any other.
    if (typeof result.nextCursor !== 'string') return { kind: 'listed', tools, note: null };
    cursor = result.nextCursor;
    if (cursors.has(cursor)) return { kind: 'listed', tools, note: message('mcp.note.listLoops') };
    cursors.add(cursor);
  }
  return { kind: 'listed', tools, note: message('mcp.note.listTooLong', { pages: MAX_PAGES }) };
}

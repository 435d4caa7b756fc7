import type { Clock } from '../ports/clock.ts';
import type { CallResult, UpstreamConnection } from '../ports/mcp.ts';

export interface ResourceDescription {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly size?: number;
}

export interface ResourceTemplateDescription extends Omit<ResourceDescription, 'uri' | 'size'> {
  readonly uriTemplate: string;
}

export interface ResourceLists {
  readonly resources: readonly ResourceDescription[];
  readonly templates: readonly ResourceTemplateDescription[];
}

export interface PromptArgument {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
}

export interface PromptDescription {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: PromptArgument[];
}

/** What was asked for, or why the server did not give it. */
export type Fetched<T> = { readonly ok: true; readonly value: T } | Extract<CallResult, { ok: false }>;

interface ListLimits {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** For the whole list: whoever waits for it looks at a page. */
const LIST_MS = 30_000;
/** Against servers whose pages never end; nobody looks through more. */
const MAX_PAGES = 200;
const MAX_ITEMS = 10_000;
const METHOD_NOT_FOUND = -32601;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): value is string => typeof value === 'string';

/** A server that does not say what it offers is asked. */
function offers({ facts }: UpstreamConnection, capability: string): boolean {
  const known = facts?.capabilities ?? null;
  return known === null || known.includes(capability);
}

/** All pages of a list, as far as they are of use; a method that the server does not have means that it has none. */
async function listAll<T>(
  connection: UpstreamConnection,
  list: { readonly method: string; readonly field: string; readonly describe: (entry: Fields) => T | null },
  { clock, signal }: ListLimits,
): Promise<Fetched<readonly T[]>> {
  const endsMs = clock.monotonicMs() + LIST_MS;
  const items: T[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const timeoutMs = Math.max(1, endsMs - clock.monotonicMs());
    const params = cursor === undefined ? {} : { cursor };
    const answer = await connection.request(list.method, params, { timeoutMs, signal });
    if (!answer.ok) return answer.code === METHOD_NOT_FOUND ? { ok: true, value: items } : answer;
    const entries = answer.result[list.field];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const item = isFields(entry) ? list.describe(entry) : null;
      if (item !== null) items.push(item);
    }
    const next = answer.result.nextCursor;
    if (!text(next) || cursors.has(next) || items.length >= MAX_ITEMS) break;
    cursors.add(next);
    cursor = next;
  }
  return { ok: true, value: items.slice(0, MAX_ITEMS) };
}

/** What every list says of its entries. Icons are left out: they are often megabytes of base64. */
function common({ title, description, mimeType }: Fields) {
  return {
    ...(text(title) ? { title } : {}),
    ...(text(description) ? { description } : {}),
    ...(text(mimeType) ? { mimeType } : {}),
  };
}

function describeResource(entry: Fields): ResourceDescription | null {
  const { uri, name, size } = entry;
  if (!text(uri)) return null;
  return {
    uri,
    name: text(name) ? name : uri,
    ...common(entry),
    ...(typeof size === 'number' && Number.isFinite(size) ? { size } : {}),
  };
}

function describeTemplate(entry: Fields): ResourceTemplateDescription | null {
  const { uriTemplate, name } = entry;
  return text(uriTemplate) ? { uriTemplate, name: text(name) ? name : uriTemplate, ...common(entry) } : null;
}

function describePrompt(entry: Fields): PromptDescription | null {
  const { name, title, description, arguments: given } = entry;
  if (!text(name)) return null;
  const args = (Array.isArray(given) ? given : []).flatMap((argument: unknown): PromptArgument[] => {
    if (!isFields(argument) || !text(argument.name)) return [];
    const { name: called, description: about, required } = argument;
    return [
      {
        name: called,
        ...(text(about) ? { description: about } : {}),
        ...(typeof required === 'boolean' ? { required } : {}),
      },
    ];
  });
  return {
    name,
    ...(text(title) ? { title } : {}),
    ...(text(description) ? { description } : {}),
    ...(args.length === 0 ? {} : { arguments: args }),
  };
}

/** Both lists, or why they could not be had. Bounded in time, pages and entries. */
export async function listResources(
  connection: UpstreamConnection,
  limits: ListLimits,
): Promise<Fetched<ResourceLists>> {
  if (!offers(connection, 'resources')) return { ok: true, value: { resources: [], templates: [] } };
  const [resources, templates] = await Promise.all([
    listAll(connection, { method: 'resources/list', field: 'resources', describe: describeResource }, limits),
    listAll(
      connection,
      { method: 'resources/templates/list', field: 'resourceTemplates', describe: describeTemplate },
      limits,
    ),
  ]);
  if (!resources.ok) return resources;
  if (!templates.ok) return templates;
  return { ok: true, value: { resources: resources.value, templates: templates.value } };
}

export async function listPrompts(
  connection: UpstreamConnection,
  limits: ListLimits,
): Promise<Fetched<readonly PromptDescription[]>> {
  if (!offers(connection, 'prompts')) return { ok: true, value: [] };
  return listAll(connection, { method: 'prompts/list', field: 'prompts', describe: describePrompt }, limits);
}

import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { nameFault } from '../../../src-shared/model/server-name.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import { withoutNulls } from '../configuration/edit/differences.ts';
import { type Model, modelOf, plainOf } from '../configuration/edit/path-edit.ts';
import { at } from '../configuration/edit/plan.ts';
import { quote, toldOf } from '../configuration/problems.ts';
import type { ConfigFile } from '../ports/config-file.ts';

/** What is tried: as `put-server` would write it. */
export interface TrialRequest {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>> | undefined;
}

export type TrialDefinition =
  | { readonly ok: true; readonly definition: ServerDefinition }
  | { readonly ok: false; readonly text: Message };

/** What concerns other servers, or whether it runs at all, says nothing about whether it works. */
const NOT_TRIED = ['dependsOn', 'restartWith', 'aliases', 'enabled'];

/**
 * The server as it would be in force: with the file's defaults, its variables replaced, paths from the file's folder.
 * Its port is a free one where there is a choice.
 */
export async function defineTrial(file: ConfigFile, request: TrialRequest): Promise<TrialDefinition> {
  const { name } = request;
  const fault = nameFault(name);
  if (fault !== null) return { ok: false, text: message(`config.name.${fault}`, { name: quote(name) }) };
  const document = {
    mcpServers: { [name]: plainOf(withoutNulls(request.entry)) },
    orchestrator: {
      defaults: tried(await defaultsOf(file)),
      servers: { [name]: tried(withoutNulls(request.policy ?? {})) },
    },
  };
  const loaded = file.load(JSON.stringify(document));
  const problems = loaded.ok ? (loaded.configuration.servers[0]?.problems ?? []) : loaded.problems;
  const [first] = problems;
  if (first !== undefined) return { ok: false, text: first.told ?? toldOf(first) };
  const [definition] = loaded.ok ? loaded.configuration.servers : [];
  if (definition === undefined) throw new Error('one server was given, and none came back');
  return { ok: true, definition };
}

async function defaultsOf(file: ConfigFile): Promise<Model> {
  const content = await file.read();
  const parsed = content.kind === 'text' ? file.parse(content.text) : null;
  // A file that cannot be read is told elsewhere; the entry may be good nevertheless.
  if (parsed === null || !parsed.ok) return new Map();
  return at(modelOf(parsed.document), ['orchestrator', 'defaults']) ?? new Map();
}

function tried(policy: Model): unknown {
  if (!(policy instanceof Map)) return {};
  return plainOf(new Map([...policy].filter(([key]) => !NOT_TRIED.includes(key))));
}

/** Without a port that is fixed; for when that one is taken, mostly by the very server that is being edited. */
export function withFreePort(definition: ServerDefinition): ServerDefinition | null {
  const { policy } = definition;
  if (policy.port === null || policy.port.fixed === null) return null;
  return { ...definition, policy: { ...policy, port: { ...policy.port, fixed: null } } };
}

import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { ServerDefinition } from '../configuration/definition.ts';
import { createRedactor, type Redactor } from '../logs/redact.ts';
import type { ServerFacts } from '../ports/mcp.ts';
import { redactDeep } from '../supervisor/fleet-redact.ts';
import { withinMs } from '../supervisor/fleet-start.ts';
import { startupLimitMs } from '../supervisor/startup-limit.ts';
import { trialTexts } from './remedies.ts';
import {
  startLimit,
  type TrialContext,
  type TrialPorts,
  tellReady,
  watchHandshake,
} from './trial-context.ts';
import type { TrialDefinition } from './trial-definition.ts';
import { createTrialOutput } from './trial-output.ts';
import { createSteps } from './trial-steps.ts';
import { tryLaunched } from './try-launched.ts';

export interface TrialOptions extends Pick<TrialContext, 'signal' | 'quitting' | 'onStopping'> {
  readonly ports: TrialPorts;
  readonly define: () => Promise<TrialDefinition>;
  readonly emit: (step: TrialStep) => void;
}

/** A goodbye to a remote server may take so long. */
const CLOSE_MS = 2000;

/**
 * Starts one server apart from the fleet, asks it for its tools and ends it again. Never rejects; the last step told is
 * `ended`.
 */
export async function runTrial(options: TrialOptions): Promise<void> {
  const { ports, emit } = options;
  const steps = createSteps(ports.clock, emit);
  let facts: ServerFacts | null = null;
  let redact: Redactor = (text) => text;
  try {
    steps.begin('configuration');
    const found = await options.define();
    if (!found.ok) steps.end('failed', found.text);
    else {
      const { definition } = found;
      redact = createRedactor(definition.secrets);
      steps.setRedactor(redact);
      steps.end('ok', message('trial.configuration.ok'));
      facts = await tryDefinition(options, definition, { steps, redact });
    }
  } catch (error) {
    facts = null;
    ports.logger.error('a trial failed', { error: redact(String(error)) });
    steps.end('failed', message('supervisor.unexpected', { text: String(error) }));
  }
  const shown = (text: string | null | undefined) => (text == null ? null : redact(text));
  emit({
    kind: 'ended',
    ok: facts !== null,
    protocol: facts?.protocolVersion ?? null,
    serverName: shown(facts?.serverName),
    serverVersion: shown(facts?.serverVersion),
    // Some servers describe with what they were given: the database that they are connected to.
    tools: facts?.tools.map((tool) => redactDeep(tool, redact) as typeof tool) ?? [],
  });
}

async function tryDefinition(
  { ports, emit, signal, quitting, onStopping }: TrialOptions,
  definition: ServerDefinition,
  { steps, redact }: Pick<TrialContext, 'steps' | 'redact'>,
): Promise<ServerFacts | null> {
  const output = createTrialOutput({ clock: ports.clock, secrets: definition.secrets, emit });
  const context: TrialContext = { ports, steps, output, redact, signal, quitting, onStopping };
  try {
    return definition.launch === null
      ? await tryRemote(context, definition)
      : await tryLaunched(context, apart(definition));
  } finally {
    output.finish();
  }
}

/** No server can have this name: what is remembered by name, ledger and ports, is not that of the server itself. */
function apart(definition: ServerDefinition): ServerDefinition {
  return { ...definition, name: `${definition.name}#trial` };
}

async function tryRemote(context: TrialContext, definition: ServerDefinition): Promise<ServerFacts | null> {
  const { ports, steps, signal } = context;
  const { endpoint } = definition;
  if (endpoint === null) throw new Error(`nothing to reach: ${definition.name}`);
  const limit = startLimit(context, startupLimitMs(definition.policy, 'direct', false));
  steps.begin('handshake');
  const connection = watchHandshake(context, ports.connector.reach(definition, endpoint));
  try {
    const result = await connection.connect(limit.signal);
    if (result.ok) tellReady(context, result.facts);
    else if (limit.isOver) {
      steps.end('failed', message('supervisor.startup.unreachable', { host: new URL(endpoint.url).host }));
    } else if (!signal.aborted) steps.end('failed', ...trialTexts(result.cause));
    return result.ok ? result.facts : null;
  } finally {
    limit.end();
    await withinMs(
      ports.clock,
      connection.close().catch(() => undefined),
      CLOSE_MS,
    );
  }
}

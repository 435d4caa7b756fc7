import type { LogLine } from '../../src-shared/schema/log-line.ts';
import type { ShownValue } from '../core/configuration/definition-view.ts';
import { createRedactor, type Redactor, redactReport } from '../core/logs/redact.ts';
import type { ApiParts } from './context.ts';

export interface DiagnosticPart {
  /** As a file of the report would be called. */
  readonly name: string;
  readonly text: string;
}

const EVENTS = 200;
const OWN_LINES = 200;
const SERVER_LINES = 50;
/** A server may write a megabyte in a line; its beginning says what it is. */
const LONGEST_LINE = 500;

/**
 * What one sends with a report: what is shown anyway, where secrets are taken out already, and gone through once more.
 * Values of env and headers are left out altogether, and the user's home folder is `~`.
 */
export async function diagnosticParts(parts: ApiParts, health: unknown): Promise<readonly DiagnosticPart[]> {
  const { orchestrator, host, version, clock, ownLog } = parts;
  const { logs, configuration } = orchestrator;
  const status = orchestrator.status();
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  const own = await ownLog.page({ before: null, limit: OWN_LINES });
  const found: DiagnosticPart[] = [
    {
      name: 'versions.json',
      text: json({
        version,
        node: host.node,
        platform: host.platform,
        at: new Date(clock.wallMs()).toISOString(),
        places: { config: configuration?.file ?? null, ...host.places },
      }),
    },
    { name: 'health.json', text: json(health) },
    { name: 'status.json', text: json(status) },
    { name: 'configuration.json', text: json(shownConfiguration(parts)) },
    {
      name: 'events.jsonl',
      text: orchestrator
        .events({ limit: EVENTS })
        .map((event) => JSON.stringify(event))
        .reverse()
        .join('\n'),
    },
    { name: 'orchestrator.log', text: own.lines.map(lineText).join('\n') },
  ];
  for (const { name } of status.servers) {
    const { lines } = await logs.page(name, { before: null, limit: SERVER_LINES });
    if (lines.length > 0) found.push({ name: `servers/${name}.log`, text: lines.map(lineText).join('\n') });
  }
  const redact = finalRedactor(parts);
  return found.map(({ name, text }) => ({ name, text: redact(text) }));
}

function lineText({ at, stream, text }: LogLine): string {
  const short = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
  return `${at} ${stream} ${short}`;
}

/** As it is in force, each value of a policy with who said it. */
function shownConfiguration({ orchestrator }: ApiParts) {
  const { configuration } = orchestrator;
  const hidden = (values: readonly ShownValue[]) => values.map(({ name }) => ({ name, value: null }));
  const servers = orchestrator.status().servers.flatMap(({ name }) => {
    const found = orchestrator.definition(name);
    if (!found.ok) return [];
    const { file: _file, launch, endpoint, policy, ...rest } = found.value;
    return [
      {
        ...rest,
        launch: launch && { ...launch, env: hidden(launch.env) },
        endpoint: endpoint && { ...endpoint, headers: hidden(endpoint.headers) },
        // Our own defaults are known.
        policy: policy.filter(({ from }) => from !== 'default'),
      },
    ];
  });
  if (configuration === null) return { servers };
  const { file, exists, groups, startConcurrency, http, errors, warnings } = configuration;
  return { file, exists, servers, groups, startConcurrency, http, errors, warnings };
}

function finalRedactor({ orchestrator, host }: ApiParts): Redactor {
  const secrets = orchestrator.configuration?.servers.flatMap((server) => server.secrets) ?? [];
  const redactSecrets = createRedactor(secrets);
  const withoutHome = createHomeHider(host.userHome);
  return (text) => withoutHome(redactReport(redactSecrets(text)));
}

/** `/home/ada/x` is `~/x`, also at the end of a sentence; `/home/adam` and `/home/ada.b` stay. Also as it stands in JSON, where a backslash is two. */
export function createHomeHider(userHome: string): Redactor {
  const home = userHome.replace(/[/\\]+$/, '');
  if (home === '') return (text) => text;
  const forms = [...new Set([home, JSON.stringify(home).slice(1, -1)])];
  const shape = new RegExp(`(?:${forms.map(literal).join('|')})(?![\\w-]|\\.\\w)`, 'g');
  return (text) => text.replace(shape, '~');
}

/** As a pattern that means itself. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

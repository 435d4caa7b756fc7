import type { ConfigDocument } from '../../../../src-shared/contract/configuration.ts';
import type { DocumentNode } from '../../../../src-shared/schema/document.ts';
import { modelOf, plainOf } from './path-edit.ts';
import { at, entriesOf, namesOf } from './plan.ts';

type Sections = Pick<ConfigDocument, 'servers' | 'orchestrator'>;

/** The document in the parts that are edited, as the person wrote them: variables are not replaced. */
export function sectionsOf(document: DocumentNode): Sections {
  const model = modelOf(document);
  const groups = entriesOf(at(model, ['orchestrator', 'groups']));
  const section = document.kind === 'object' ? document.entries.get('mcpServers')?.node : undefined;
  const servers = section?.kind === 'object' ? [...section.entries] : [];
  const ours = entriesOf(at(model, ['orchestrator'])).filter(([name]) => name !== 'servers');
  return {
    servers: servers.map(([name, { key, node }]) => {
      const names = namesOf(model, name);
      const isMember = (members: unknown) => Array.isArray(members) && members.some((one) => names.has(one));
      return {
        name,
        line: key.line,
        entry: objectOf(plainOf(modelOf(node))),
        policy: objectOf(plainOf(at(model, ['orchestrator', 'servers', name]) ?? new Map())),
        groups: groups.filter(([, members]) => isMember(members)).map(([group]) => group),
      };
    }),
    orchestrator: Object.fromEntries(ours.map(([name, value]) => [name, plainOf(value)])),
  };
}

/** What is no object is told by the problems. */
function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

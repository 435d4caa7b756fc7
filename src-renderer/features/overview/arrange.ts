import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { clusterByCause, groupServers, needsPerson, troubleFirst } from '../../state/groups.ts';
import type { Preferences } from '../../state/preferences.ts';
import type { Shape } from '../../state/shapes.ts';

export type Order = Preferences['order'];

export interface Section {
  readonly key: string;
  /** A group's name; null: those without one, or all of them in one list. */
  readonly name: string | null;
  /** Everybody in it, those above too. */
  readonly members: readonly Shape[];
  /** Those that are shown here. */
  readonly calm: readonly Shape[];
}

export interface Arrangement {
  readonly trouble: readonly (readonly Shape[])[];
  readonly sections: readonly Section[];
  /** One list across the groups: an order by a figure asks who has the most of all. */
  readonly flat: boolean;
}

export type Figures = (name: string) => Pick<ServerStatus, 'cpuPercent' | 'memoryBytes'> | null;

/** Who needs somebody comes first, once; then the groups in the order of the file. */
export function arrange(shapes: readonly Shape[], order: Order, figures: Figures): Arrangement {
  const trouble = clusterByCause(troubleFirst(shapes));
  const flat = order !== 'trouble' && order !== 'file';
  const groups = flat ? [{ name: null, servers: shapes }] : groupServers(shapes);
  return {
    trouble,
    flat,
    sections: groups.map(({ name, servers }) => ({
      key: name === null ? '' : `group ${name}`,
      name,
      members: servers,
      calm: sorted(
        servers.filter((server) => !needsPerson(server)),
        order,
        figures,
      ),
    })),
  };
}

function sorted(servers: readonly Shape[], order: Order, figures: Figures): readonly Shape[] {
  const by = (value: (server: Shape) => number) =>
    servers.toSorted((a, b) => {
      const [first, second] = [value(a), value(b)];
      return first === second ? 0 : first - second;
    });
  switch (order) {
    // Calm ones stay where the file has them: nothing wanders while one looks at it.
    case 'trouble':
    case 'file':
      return servers;
    case 'name':
      return servers.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    case 'cpu':
      return by(({ name }) => -(figures(name)?.cpuPercent ?? -1));
    case 'memory':
      return by(({ name }) => -(figures(name)?.memoryBytes ?? -1));
    case 'uptime':
      return by(({ startedAt }) => (startedAt === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt)));
  }
}

/** Something is on its way or warns: worth a row even where groups are folded. */
export function isOdd({ state, enabled, warnings }: Shape): boolean {
  return enabled && (state === 'STARTING' || state === 'STOPPING' || warnings.length > 0);
}

/** Names in the order of the page, top to bottom. */
export function namesOf({ trouble, sections }: Arrangement): readonly string[] {
  return [...trouble.flat(), ...sections.flatMap(({ calm }) => calm)].map(({ name }) => name);
}

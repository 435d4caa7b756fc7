import type { Message } from '../../../src-shared/i18n/message.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import type { DeepHealth } from '../../../src-shared/schema/status.ts';

/** Something that is not right with a server that answers. `kind` is the stable name of surface.md's warnings. */
export interface HealthWarning {
  readonly kind: string;
  readonly message: Message;
}

/** What servers write when all is well; everything else that a dependency says is a warning. */
const WELL = new Set([
  'healthy',
  'ok',
  'okay',
  'up',
  'pass',
  'passing',
  'ready',
  'running',
  'connected',
  'available',
]);
/** What they write of themselves when it is not; words that we do not know are no warning. */
const UNWELL = new Set([
  'degraded',
  'unhealthy',
  'warn',
  'warning',
  'fail',
  'failing',
  'failed',
  'error',
  'down',
]);

/** A body is as large as a server wants; a page of warnings helps nobody. */
const MOST_WARNINGS = 16;

const isWell = (status: string): boolean => WELL.has(status.trim().toLowerCase());

/** Names of dependencies that the body calls anything but healthy, in its order. */
export function unwellDependencies(body: DeepHealth | null): readonly string[] {
  if (body === null) return [];
  return Object.keys(body.dependencies).filter((name) => !isWell(body.dependencies[name]?.status ?? ''));
}

export function deepWarnings(body: DeepHealth | null): readonly HealthWarning[] {
  if (body === null) return [];
  const warnings: HealthWarning[] = [];
  if (body.status !== null && UNWELL.has(body.status.trim().toLowerCase()))
    warnings.push({
      kind: 'health-degraded',
      message: message('health.warning.degraded', { status: body.status }),
    });
  for (const name of unwellDependencies(body).slice(0, MOST_WARNINGS)) {
    const { status = '', message: detail = null } = body.dependencies[name] ?? {};
    warnings.push({
      kind: `dependency:${name}`,
      message:
        detail === null
          ? message('health.warning.dependency', { dependency: name, status })
          : message('health.warning.dependency-detail', { dependency: name, status, detail }),
    });
  }
  return warnings;
}

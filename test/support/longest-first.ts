import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A computer that has never run the tests (CI) knows the sizes of the files only, and one of few lines may play for a
 * minute: begun last, it would have a minute of the run for itself. Those of more than some ten seconds, longest first.
 */
const LONGEST: readonly string[] = [
  'test/e2e-web/scenarios.test.ts',
  'test/e2e-web/accessibility.test.ts',
  'test/e2e-web/server.test.ts',
  'test/e2e-web/desktop-window.test.ts',
  'test/e2e-web/edit.test.ts',
  'test/e2e-web/dashboard.test.ts',
  'test/e2e-web/hostile.test.ts',
  'test/e2e-web/tools-hostile.test.ts',
  'test/e2e-web/settings.test.ts',
  'test/faults/host.test.ts',
  'test/faults/orphans.test.ts',
  'test/faults/starting.test.ts',
  'test/faults/dying.test.ts',
  'test/faults/health.test.ts',
  'test/faults/time.test.ts',
  'test/hosts/headless/instance.test.ts',
  'test/hosts/headless/notifications.test.ts',
  'test/hosts/desktop/scenarios.test.ts',
  'test/hosts/headless/service/service.test.ts',
  'test/packaging/packaging.test.ts',
  'test/hosts/headless/exit-codes.test.ts',
  'test/hosts/desktop/trouble.test.ts',
  'test/adapters/resources/samplers.test.ts',
  'test/hosts/headless/application.test.ts',
  'test/adapters/mcp/pipe-handshake.test.ts',
];

const ROOT = join(import.meta.dirname, '..', '..');

/** What is known to be long, then as Vitest would have it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((path) => !existsSync(join(ROOT, path)));
    if (gone.length > 0) throw new Error(`longest-first.ts names what is not there: ${gone.join(', ')}`);
    const rank = new Map(LONGEST.map((path, index) => [join(ROOT, path), index]));
    const of = ({ moduleId }: TestSpecification): number => rank.get(moduleId) ?? LONGEST.length;
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => of(one) - of(other));
  }
}

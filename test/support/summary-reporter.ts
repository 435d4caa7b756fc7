import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** Where the numbers of a run go, for assets/build/test.ts, which prints them as its last line. */
const OUTPUT_VARIABLE = 'MCP_ORCHESTRATOR_TEST_SUMMARY';

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Name and, where `context.skip(reason)` gave one, reason of each skipped test. */
  readonly skips: readonly string[];
}

/** Counts what Vitest counted: a file that does not load and an error outside of any test are failures too. */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export
export default class SummaryReporter implements Reporter {
  onTestRunEnd(...[modules, errors]: Parameters<NonNullable<Reporter['onTestRunEnd']>>): void {
    const output = process.env[OUTPUT_VARIABLE];
    if (output === undefined) return;
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skips: string[] = [];
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        const { state } = result;
        if (state === 'skipped') {
          skips.push(`${module.relativeModuleId} > ${test.fullName}${result.note ? `: ${result.note}` : ''}`);
        }
        // Pending: the run ended (a crashed worker, a bail) before the test did.
        const key = state === 'pending' ? 'failed' : state;
        counts[key] += 1;
        if (key === 'failed') failedHere += 1;
      }
      // A failure without a failed test: the file itself, or a hook of a suite.
      if (module.state() === 'failed' && failedHere === 0) counts.failed += 1;
    }
    writeFileSync(output, JSON.stringify({ ...counts, skips } satisfies TestSummary));
  }
}

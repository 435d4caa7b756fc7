// npm test: prepares, runs every test with coverage, and prints the numbers as the last line.
// With arguments (npm test -- test/core): just those, without coverage.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestSummary } from '../../test/support/summary-reporter.ts';
import { run } from './run.ts';

const args = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mcp-orchestrator-test-'));
const summaryFile = join(folder, 'summary.json');

await run(process.execPath, ['assets/build/test-setup.ts'], { inherit: true });
const { code } = await run('vitest', ['run', ...(args.length > 0 ? args : ['--coverage'])], {
  inherit: true,
  // A log is read as text, also where CI=true makes tools believe in colours.
  env: { MCP_ORCHESTRATOR_TEST_SUMMARY: summaryFile, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
});

const summary = readSummary();
for (const skip of summary.skips) process.stdout.write(`skipped: ${skip}\n`);
if (args.length === 0) printCoverage();
const skipped = summary.skipped > 0 ? `, ${summary.skipped} skipped` : '';
process.stdout.write(`\n${summary.passed} passed, ${summary.failed} failed${skipped}\n`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = code === 0 && summary.failed === 0 ? 0 : 1;

/** The two numbers that the thresholds of vitest.config.ts are about; the table above has no row for all of core. */
function printCoverage(): void {
  interface Counts {
    readonly total: number;
    readonly covered: number;
  }
  type Report = Readonly<Record<string, { readonly statements: Counts; readonly branches: Counts }>>;
  const file = join(import.meta.dirname, '..', '..', 'coverage', 'coverage-summary.json');
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return; // the run ended before it: Vitest has said why
  }
  const core = Object.entries(report).filter(([path]) => /[\\/]src-main[\\/]core[\\/]/.test(path));
  const sum = (pick: (counts: { readonly branches: Counts }) => number) =>
    core.reduce((total, [, counts]) => total + pick(counts), 0);
  const percent = (covered: number, total: number) =>
    `${((100 * covered) / Math.max(1, total)).toFixed(1)} %`;
  const branches = percent(
    sum((counts) => counts.branches.covered),
    sum((counts) => counts.branches.total),
  );
  const all = report.total?.statements ?? { covered: 0, total: 0 };
  const statements = percent(all.covered, all.total);
  process.stdout.write(`coverage: core ${branches} of branches, everything ${statements} of statements\n`);
}

function readSummary(): TestSummary {
  try {
    return JSON.parse(readFileSync(summaryFile, 'utf8')) as TestSummary;
  } catch {
    process.stdout.write('Vitest ended without a result: the run itself failed.\n');
    return { passed: 0, failed: 1, skipped: 0, skips: [] };
  }
}

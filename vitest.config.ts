import { defineConfig } from 'vitest/config';

/** Tests that start real processes for minutes; all others are quick and may run beside each other. */
const FAULTS = ['test/faults/**/*.test.ts'];
/** Those that look at the page in a browser. */
const WEB = ['test/e2e-*/**/*.test.{ts,tsx}'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // The default of one second is no statement about behaviour: what is polled for says that it happens, not how fast.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: './test/support/leftovers.ts',
    reporters: ['default', './test/support/summary-reporter.ts'],
    // Unexpected output is a finding: it is shown, with the test that it belongs to.
    printConsoleTrace: true,
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      reportsDirectory: 'coverage',
      reporter: [['text', { skipFull: true, maxCols: 110 }], 'text-summary', 'json-summary'],
      include: ['src-main/**/*.ts', 'src-shared/**/*.ts'],
      exclude: ['**/*.d.ts'],
      thresholds: {
        statements: 80,
        'src-main/core/**': { branches: 90 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...FAULTS, ...WEB],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: WEB,
          maxWorkers: 2,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: FAULTS,
          // One file at a time: these measure processes of their own, and the machine may have two cores.
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

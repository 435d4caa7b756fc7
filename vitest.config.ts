import { defineConfig } from 'vitest/config';

/** Tests that start real processes for minutes; all others are quick and may run beside each other. */
const FAULTS = ['test/faults/**/*.test.ts'];
/** Those that look at the page in a browser. */
const WEB = ['test/e2e-web/**/*.test.{ts,tsx}'];
/** The scenarios of the desktop in a real Electron, where its program was fetched. */
const ELECTRON = ['test/e2e-electron/**/*.test.ts'];

/** Nothing appears on the desktop of whoever runs the tests; a test that wants it says so. */
const QUIET = { MCP_ORCHESTRATOR_NOTIFY: 'off' };
/** Under Node, a stray import of Electron would fetch its program; with this it is a path that leads nowhere. */
const INERT = { ...QUIET, ELECTRON_OVERRIDE_DIST_PATH: 'no-electron' };

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
          exclude: [...FAULTS, ...WEB, ...ELECTRON],
          env: INERT,
          // Most of them wait for processes: one more than there may be cores.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: WEB,
          env: INERT,
          maxWorkers: 2,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ELECTRON,
          env: QUIET,
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: FAULTS,
          env: INERT,
          // Few at a time: these measure processes of their own, and the machine may have two cores.
          maxWorkers: 2,
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

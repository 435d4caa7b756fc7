import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** Tests that start real processes for minutes; all others are quick and may run beside each other. */
const FAULTS = ['test/faults/**/*.test.ts'];
/** Those that look at the page in a browser. */
const WEB = ['test/e2e-web/**/*.test.{ts,tsx}'];
/** Those of pure code: nothing is left in a process that another file could meet. */
const PURE = ['test/{core,shared,api}/**/*.test.{ts,tsx}'];
/** The scenarios of the desktop in a real Electron, where its program was fetched. */
const ELECTRON = ['test/e2e-electron/**/*.test.ts'];

/**
 * Nothing appears on the desktop of whoever runs the tests, and they are started from a terminal wherever they run: without
 * one (or with a TERM of "dumb") an orchestrator asks the login shell and reads its file again. A test that wants it says so.
 */
const QUIET = { MCP_ORCHESTRATOR_NOTIFY: 'off', TERM: 'xterm' };
/** Under Node, a stray import of Electron would fetch its program; with this it is a path that leads nowhere. */
const INERT = { ...QUIET, ELECTRON_OVERRIDE_DIST_PATH: 'no-electron' };

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // Limits are for what hangs, never for what is slow: each wait in a test may take its own (45 s, see eventually.ts), and
    // a computer that stood still for ten seconds in between fails nothing.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    expect: { poll: { timeout: 45_000 } },
    globalSetup: './test/support/whole-run.ts',
    sequence: { sequencer: LongestFirst },
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
          exclude: [...PURE, ...FAULTS, ...WEB, ...ELECTRON],
          env: INERT,
          // Most of them wait for processes: two more than there may be cores.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          env: INERT,
          // A process and its modules for many files: most of their time was spent on loading the same ones again.
          isolate: false,
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: WEB,
          env: INERT,
          // A browser is busy or waits for a server; three fill two cores.
          maxWorkers: 3,
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
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: FAULTS,
          env: INERT,
          // These mostly wait for durations of the product.
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

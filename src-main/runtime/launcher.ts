import { createRequire } from 'node:module';
import { join } from 'node:path';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import type { HomePaths } from '../adapters/instance/home.ts';
import { createProcessTable, readBootId } from '../adapters/process/identity.ts';
import { createJanitor, noJanitor } from '../adapters/process/janitor.ts';
import { createProcessLauncher, type ProcessLauncherOptions } from '../adapters/process/launcher.ts';
import { openLedger } from '../adapters/process/ledger.ts';
import { createShellPath } from '../adapters/process/shell-path.ts';
import { bindKernel32, createJobObjects, type JobObjects } from '../adapters/process/windows-job.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { LogStore, ServerLog } from '../core/ports/logs.ts';
import type { Logger } from '../core/ports/orchestrator-ports.ts';
import type { ProcessLauncher } from '../core/ports/process.ts';
import type { Store } from '../core/ports/store.ts';

export interface LauncherParts {
  readonly launcher: ProcessLauncher;
  /**
   * One for what is tried apart from the fleet: the same ledger and janitor, another log, and no port that is kept. It
   * need not be disposed of.
   */
  readonly launcherFor: (log: ServerLog) => ProcessLauncher;
  /** The variables that `${VAR}` in the configuration finds: the instance's own, then the login shell's. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** Asks the login shell in the background, once; true when it told variables that were not known before. */
  readonly askShell: () => Promise<boolean>;
}

/** Everything that starting, finding again and ending processes needs, with its files in the home. */
export async function createLauncher(options: {
  readonly paths: HomePaths;
  readonly clock: Clock;
  readonly store: Store;
  readonly logs: LogStore;
  readonly log: Logger;
}): Promise<LauncherParts> {
  const { paths, clock, store, logs, log } = options;
  const windows = process.platform === 'win32';
  const shellPath = createShellPath({
    file: join(paths.home, 'shell-path.json'),
    environment: process.env,
    inputIsTerminal: process.stdin.isTTY === true,
    onTrouble: (text) => log.warn(text),
  });
  const ledger = openLedger({ file: paths.ledger, bootId: await readBootId(), wallMs: clock.wallMs });
  ledger.onTrouble = (what) => log.warn(formatMessage(what));
  if (ledger.notice !== null) log.warn(formatMessage(ledger.notice));
  const shared: Omit<ProcessLauncherOptions, 'logFor' | 'kept'> = {
    clock,
    ledger,
    janitor: windows ? noJanitor : createJanitor({ environment: process.env }),
    table: createProcessTable(),
    jobs: windows ? windowsJobs(log) : undefined,
    environment: process.env,
    path: () => shellPath.path,
  };
  const launcher = createProcessLauncher({
    ...shared,
    logFor: ({ name, policy, secrets }) =>
      logs.forServer(name, { maxSize: policy.logs.maxSize, maxFiles: policy.logs.maxFiles, secrets }),
    kept: store,
  });
  return {
    launcher,
    launcherFor: (trialLog) => createProcessLauncher({ ...shared, logFor: () => trialLog, kept: forgetful }),
    environment: () => ({ ...shellPath.variables, ...process.env }),
    async askShell() {
      await shellPath.refresh();
      return Object.keys(shellPath.variables).some((name) => process.env[name] === undefined);
    },
  };
}

const forgetful = { getValue: () => null, setValue: () => undefined };

/** koffi is native and only there for this: without it servers still start, and taskkill ends them. */
function windowsJobs(log: Logger): JobObjects {
  const require = createRequire(import.meta.url);
  return createJobObjects(
    () => bindKernel32(require('koffi')),
    (error) => log.warn('no job objects', { error }),
  );
}

// An instance in a process of its own, for rows in which the orchestrator itself is stopped or killed. Tells its events
// as JSON lines; ends on SIGTERM, SIGINT and SIGHUP as every host does.
//
//     node test/faults/instance.ts HOME CONFIG
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { RuntimeError } from '../../src-main/runtime/options.ts';

const [home, config] = process.argv.slice(2);
const tell = (what: unknown): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};

try {
  const runtime = await createRuntime({ home, config, pageFolder: null });
  tell({ listening: runtime.url });
  runtime.orchestrator.onEvent(tell);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void runtime.shutdown({ reason: signal }));
  }
  await runtime.closed;
} catch (error) {
  if (!(error instanceof RuntimeError)) throw error;
  process.stderr.write(`${error.code} ${error.pid ?? ''} ${error.message}\n`);
  process.exitCode = 1;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { resolveConfigPath } from '../../../runtime/config-path.ts';
import { type FoundInstance, findInstance } from '../../../runtime/find-instance.ts';
import { createHostNotifier } from '../../../runtime/host-notifier.ts';
import type { Runtime } from '../../../runtime/options.ts';
import { RuntimeError } from '../../../runtime/options.ts';
import { createScreen, type LogScreen } from '../../../runtime/screen.ts';
import { VERSION } from '../../../runtime/version.ts';
import type { Arguments } from '../arguments.ts';
import { type Example, prepareExample } from '../example.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import { tellStates } from '../monitor-view.ts';
import { openInBrowser } from '../open-in-browser.ts';
import type { Output } from '../output.ts';
import { ownName } from '../own-name.ts';
import { ownStart } from '../own-start.ts';
import { problemLine } from '../problem-lines.ts';
import { say } from '../say.ts';
import { otherConfig } from '../session.ts';
import { watchStop } from '../stop-signals.ts';
import { plain } from '../text.ts';

/** What still holds the process after the end of everything is not waited for longer than this. */
const EXIT_MS = 500;
/** Killing at once takes as long as the kernel takes; an instance that hangs in it is ended all the same. */
const FORCE_MS = 5000;
/** Another instance that holds the home tells its PID as soon as it listens. */
const HOLDER_MS = 5000;

/**
 * The instance in the foreground. Hidden options: `--background`, as `start` begins one; `--open` shows the page in a
 * browser; `--prepare` with `--example` makes the example, tells where it is, and ends.
 */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const background = args.flag('background');
  const stdout = createScreen(1);
  const stderr = createScreen(2);
  const stop = watchStop();
  const example = args.flag('example') ? await prepareExample(args) : null;
  if (args.flag('prepare')) {
    output.value(example);
    return EXIT.done;
  }
  const runtime = await begin(args, example, output, background ? null : stderr);
  const say = teller(runtime, { stdout, output, background, example });
  say.ready();
  if (args.flag('open')) void openPage(runtime, output);

  stop.onStop((reason) => {
    say.stopping(false);
    void runtime.shutdown({ reason });
  });
  let forced = false;
  stop.onForce(() => {
    if (forced) return process.exit(EXIT.interrupted); // a third one: now
    forced = true;
    say.stopping(true);
    setTimeout(() => process.exit(EXIT.interrupted), FORCE_MS).unref();
    void runtime.shutdown({ force: true, reason: 'force' });
  });
  const { restart } = await runtime.closed;
  say.stopped();
  stop.dispose();
  if (restart && !forced) await succeed();
  const exitCode = forced ? EXIT.interrupted : EXIT.done;
  setTimeout(() => process.exit(exitCode), EXIT_MS).unref();
  return exitCode;
}

async function begin(
  args: Arguments,
  example: Example | null,
  output: Output,
  screen: LogScreen | null,
): Promise<Runtime> {
  const { createRuntime } = await import('../../../runtime/create-runtime.ts');
  try {
    return await createRuntime({
      home: example?.home ?? args.home,
      config: example?.config ?? args.config,
      port: args.number('port', { min: 1, max: 65_535 }),
      screen,
      notifier: createHostNotifier(),
    });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw await failureOf(error, { home: example?.home ?? args.home, config: args.config }, output);
  }
}

async function failureOf(
  error: RuntimeError,
  { home, config }: { readonly home: string | undefined; readonly config: string | undefined },
  output: Output,
): Promise<CommandFailure> {
  switch (error.code) {
    case 'CONFIG': {
      const { problems } = error;
      for (const problem of problems.slice(1)) output.note(problemLine(problem));
      const [first] = problems;
      const text = first === undefined ? error.message : problemLine(first);
      return new CommandFailure(EXIT.usage, 'CONFIG', text, first?.server ?? null);
    }
    case 'INSTANCE_RUNNING': {
      const holder = await holderOf(home);
      const other = holder === null ? null : otherConfig(config, holder);
      if (other !== null) return other;
      const pid = holder?.pid ?? error.pid;
      const text = pid === null ? error.message : say('runtime.running', { pid: String(pid) });
      return new CommandFailure(EXIT.failed, error.code, text);
    }
    default:
      return new CommandFailure(EXIT.failed, error.code, error.message);
  }
}

async function holderOf(home: string | undefined): Promise<FoundInstance['info']> {
  const endMs = performance.now() + HOLDER_MS;
  for (;;) {
    const { running, info } = findInstance(home);
    if (info !== null) return info;
    if (!running || performance.now() > endMs) return null;
    await sleep(50);
  }
}

interface Teller {
  ready(): void;
  stopping(force: boolean): void;
  stopped(): void;
}

function teller(
  runtime: Runtime,
  options: {
    readonly stdout: LogScreen;
    readonly output: Output;
    readonly background: boolean;
    readonly example: Example | null;
  },
): Teller {
  const { stdout, output, background, example } = options;
  const line = (text: string) => stdout.write(`${text}\n`);
  const nothing = () => undefined;
  if (output.json) {
    return {
      ready() {
        const { url, pid, port } = runtime;
        line(JSON.stringify({ event: 'ready', url, pid, port }));
        // In the background nobody reads on, and the file would grow for ever.
        if (!background) runtime.orchestrator.onEvent((event) => line(JSON.stringify(event)));
      },
      stopping: nothing,
      stopped: nothing,
    };
  }
  return {
    ready() {
      for (const text of readyLines(runtime, example)) line(text);
      tellStates(runtime.orchestrator, output, line);
    },
    stopping: (force) => line(say(force ? 'cli.stopping.force' : 'cli.stopping')),
    stopped: () => line(say('cli.stopped')),
  };
}

function readyLines(runtime: Runtime, example: Example | null): readonly string[] {
  const { configuration } = runtime.orchestrator;
  const home = example === null ? '' : ` --home ${shellWord(example.home)}`;
  const errors = configuration?.errors ?? [];
  return [
    say('cli.ready', { version: VERSION, pid: String(runtime.pid) }),
    `${say('cli.ready.page', { url: runtime.url })}  ${say('cli.ready.open', { command: `${ownName()} open${home}` })}`,
    ...(example === null
      ? [say('cli.ready.config', { file: plain(runtime.config) })]
      : exampleLines(example, home)),
    say('cli.ready.stop'),
    ...(configuration?.exists === false
      ? ['', say('cli.no-config', { file: plain(resolveConfigPath(runtime.config)) })]
      : []),
    ...(errors.length > 0
      ? ['', say('cli.config.errors', { count: errors.length }), ...errors.map(problemLine)]
      : []),
    '',
  ];
}

function exampleLines(example: Example, home: string): readonly string[] {
  return [
    '',
    say('cli.example'),
    ...(example.fetches ? [say('cli.example.offline')] : []),
    say('cli.example.look'),
    `  ${ownName()} status --watch${home}`,
    `  ${ownName()} logs broken${home}`,
    say('cli.example.file', { file: plain(example.config) }),
    '',
  ];
}

/** As it is typed into a shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For `npm start` where there is a display and no window: the address has been told, so a failure says nothing more. */
async function openPage(runtime: Runtime, output: Output): Promise<void> {
  const { url } = await runtime.client('cli').host.oneTimeAddress();
  if (!(await openInBrowser(url))) output.note(`${say('cli.open.cannot')} ${url}`);
}

/** A new instance in this one's place: with the same PID where the system can do that. */
async function succeed(): Promise<void> {
  const { command, args } = ownStart();
  // The page is open already.
  const words = [...args, ...process.argv.slice(2).filter((word) => word !== '--open')];
  const { execve } = process;
  // Electron's helpers would not survive it.
  const canReplace = process.platform !== 'win32' && process.versions.electron === undefined;
  if (execve !== undefined && canReplace) {
    execve.call(process, command, [command, ...words], process.env as Record<string, string>);
  }
  const { spawn } = await import('node:child_process');
  spawn(command, words, { stdio: 'inherit', detached: true, windowsHide: true }).unref();
}

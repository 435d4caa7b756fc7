import { homedir, userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { resolveConfigPath } from '../../../runtime/config-path.ts';
import { defaultHome, findInstance } from '../../../runtime/find-instance.ts';
import type { Arguments } from '../arguments.ts';
import { type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { ownStart } from '../own-start.ts';
import { say } from '../say.ts';
import { createService } from '../service/create-service.ts';
import { install } from '../service/install.ts';
import { isInCache, lastingStart } from '../service/lasting-start.ts';
import { runProgram } from '../service/run-program.ts';
import type { ServicePlan } from '../service/service.ts';
import { showStatus } from '../service/status.ts';
import { uninstall } from '../service/uninstall.ts';
import { SERVICE_VERBS } from '../service/verbs.ts';
import { plain } from '../text.ts';

/** Start at boot without a desktop: the file that does it, what the system makes of it, and the end of it. */
export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const verb = SERVICE_VERBS.find((name) => name === args.positionals[0]);
  if (verb === undefined) throw usageError(say('service.usage'));
  for (const option of ['yes', 'print']) {
    if (verb !== 'install' && args.flag(option)) {
      throw usageError(
        say('cli.usage.unknown-option', { command: `service ${verb}`, option: `--${option}` }),
      );
    }
  }
  const plan = planOf(args);
  const service = createService(plan);
  switch (verb) {
    case 'status':
      return showStatus(service, output);
    case 'uninstall':
      return uninstall(service, output);
    case 'install': {
      refuseUnwritable(plan);
      const canAsk = process.stdin.isTTY === true && process.stdout.isTTY === true && !output.json;
      return install({
        service,
        output,
        yes: args.flag('yes'),
        print: args.flag('print'),
        inCache: plan.start.args.some(isInCache),
        ask: canAsk ? askOnTerminal : null,
        instance() {
          const { running, info } = findInstance(args.home);
          return running ? { pid: info?.pid ?? null } : null;
        },
      });
    }
  }
}

function planOf(args: Arguments): ServicePlan {
  const { platform, env } = process;
  const { home } = findInstance(args.home).paths;
  return {
    computer: {
      platform,
      env,
      userHome: homedir(),
      userName: userInfo().username,
      uid: process.getuid?.() ?? null,
    },
    start: lastingStart(ownStart()),
    isApplication: process.versions.electron !== undefined,
    home,
    isUsualHome: home === defaultHome(),
    config: resolveConfigPath(args.config),
    run: runProgram,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Of the three kinds of files none but one can hold them. */
function refuseUnwritable({ start, home, config }: ServicePlan): void {
  const wrong = [start.command, ...start.args, home, config].find((path) => CONTROL.test(path));
  if (wrong !== undefined) throw usageError(say('service.unwritable', { path: plain(wrong) }));
}

/** Anything but yes is no; so are Ctrl-C and the end of the input. */
function askOnTerminal(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    const onClose = () => {
      process.stdout.write('\n'); // the question's line has no end yet
      resolve(false);
    };
    reader.once('close', onClose);
    reader.question(`${question} `, (answer) => {
      reader.off('close', onClose).close();
      resolve(/^y(es)?$/i.test(answer.trim()));
    });
  });
}

import { posix } from 'node:path';
import { type Ran, reasonOf } from './run-program.ts';
import {
  instanceCommand,
  type Outcome,
  type Service,
  type ServicePlan,
  type ServiceState,
} from './service.ts';
import { serviceSuffix } from './service-name.ts';
import { escapeXml, unescapeXml } from './xml.ts';

/** Longer than an instance may take to stop its servers (8 s), and to be killed after it. */
const STOP_S = 20;
/** launchctl's word for "there is no such service". */
const NOT_FOUND = 113;
/** The same, of older systems. */
const NO_PROCESS = 3;
/** Somebody who came over the network has no session with a screen, which this domain is. */
const NO_SESSION = 125;

/** An agent of the user's own launchd. */
export function launchdService(plan: ServicePlan): Service {
  const { computer, run, home } = plan;
  const label = `org.mcp-orchestrator.service${serviceSuffix(plan, '.')}`;
  const file = posix.join(computer.userHome, 'Library', 'LaunchAgents', `${label}.plist`);
  const domain = `gui/${computer.uid ?? 0}`;
  const target = `${domain}/${label}`;
  const output = posix.join(home, 'logs', 'service.txt');
  const launchctl = (...args: readonly string[]) => run('launchctl', args);

  async function state(): Promise<ServiceState> {
    const [printed, listed] = [await launchctl('print', target), await launchctl('print-disabled', domain)];
    const isOff = new RegExp(`"${label.replaceAll('.', '\\.')}" => (?:true|disabled)`).test(listed.stdout);
    const known = { enabled: !isOff, startsAt: 'login' } as const;
    if (printed.code !== 0) {
      const isGone = printed.code === NOT_FOUND || /could not find/i.test(printed.stderr);
      return { ...known, state: isGone ? 'stopped' : 'unknown', pid: null };
    }
    const pid = Number(/^\s*pid = (\d+)/m.exec(printed.stdout)?.[1] ?? 0);
    if (pid > 0) return { ...known, state: 'running', pid };
    const exit = Number(/^\s*last exit code = (\d+)/m.exec(printed.stdout)?.[1] ?? 0);
    return { ...known, state: exit === 0 ? 'stopped' : 'starting-again', pid: null };
  }

  return {
    kind: 'launchd',
    name: label,
    file,
    content: agentText(plan, label, output),
    lookCommand: `tail ${/^[\w./-]+$/.test(output) ? output : `'${output}'`}`,
    restartCommand: `launchctl bootout ${target} && mcp-orchestrator service install`,
    encode: (content) => Buffer.from(content),
    decode: (bytes) => bytes.toString('utf8'),
    commandOf(content) {
      const list = /<key>ProgramArguments<\/key>\s*<array>([\s\S]*?)<\/array>/.exec(content)?.[1] ?? '';
      return Array.from(list.matchAll(/<string>([\s\S]*?)<\/string>/g), ([, text = '']) => unescapeXml(text));
    },
    unusable: async () => null,
    state,
    enable: async () => outcomeOf(await launchctl('enable', target)),
    async start() {
      // One that has ended is loaded still, maybe with what the file held before: `bootstrap` would refuse it.
      await launchctl('bootout', target);
      return outcomeOf(await launchctl('bootstrap', domain, file));
    },
    async disable() {
      const ended = await launchctl('bootout', target);
      const isGone = ended.code === NO_PROCESS || ended.code === NOT_FOUND || ended.code === NO_SESSION;
      return isGone ? { kind: 'done' } : outcomeOf(ended);
    },
    forget: async () => undefined,
  };
}

function outcomeOf(ran: Ran): Outcome {
  if (ran.code === 0) return { kind: 'done' };
  return { kind: ran.code === NO_SESSION ? 'later' : 'refused', reason: reasonOf(ran) };
}

function agentText(plan: ServicePlan, label: string, output: string): string {
  const words = instanceCommand(plan, '--json', '--background');
  const string = (text: string) => `<string>${escapeXml(text)}</string>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by "mcp-orchestrator service install", removed by "mcp-orchestrator service uninstall". -->
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(label)}
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    ${string(word)}`).join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>15</integer>
  <key>ExitTimeOut</key>
  <integer>${STOP_S}</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>StandardOutPath</key>
  ${string(output)}
  <key>StandardErrorPath</key>
  ${string(output)}
</dict>
</plist>
`;
}

import { win32 } from 'node:path';
import {
  instanceCommand,
  outcomeOf,
  type RunState,
  type Service,
  type ServicePlan,
  type ServiceState,
} from './service.ts';
import { serviceSuffix } from './service-name.ts';
import { escapeXml, unescapeXml } from './xml.ts';

/** `State` of a task, by number: its words are in the language of the computer. */
const STATES: Readonly<Record<string, RunState>> = { 1: 'stopped', 2: 'running', 3: 'stopped', 4: 'running' };

/** A task of the Task Scheduler, at this user's logon. */
export function scheduledTask(plan: ServicePlan): Service {
  const { computer, run, home } = plan;
  const name = `MCP Orchestrator${serviceSuffix(plan, ' ')}`;
  // The scheduler keeps a copy of its own; this one is shown, compared and imported.
  const file = win32.join(home, 'service.xml');
  const schtasks = (...args: readonly string[]) => run('schtasks.exe', args);

  async function state(): Promise<ServiceState> {
    const query = await schtasks('/Query', '/TN', name, '/XML');
    const known = { pid: null, startsAt: 'login' } as const;
    if (query.code !== 0) return { ...known, enabled: false, state: 'stopped' };
    const isOff = /<Settings>[\s\S]*<Enabled>false<\/Enabled>[\s\S]*<\/Settings>/.test(query.stdout);
    const script = `[int](Get-ScheduledTask -TaskName '${name}').State`;
    const asked = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
    const running = asked.code === 0 ? STATES[asked.stdout.trim()] : undefined;
    return { ...known, enabled: !isOff, state: running ?? 'unknown' };
  }

  return {
    kind: 'task-scheduler',
    name,
    file,
    content: taskText(plan, computer.env),
    lookCommand: 'mcp-orchestrator logs',
    restartCommand: `schtasks /End /TN "${name}" && schtasks /Run /TN "${name}"`,
    // schtasks reads nothing else without doubt.
    encode: (content) => Buffer.from(`\ufeff${content}`, 'utf16le'),
    decode: (bytes) => bytes.toString('utf16le').replace(/^\ufeff/, ''),
    commandOf(content) {
      const [, program = ''] = /<Command>([\s\S]*?)<\/Command>/.exec(content) ?? [];
      const [, args = ''] = /<Arguments>([\s\S]*?)<\/Arguments>/.exec(content) ?? [];
      return [unescapeXml(program), ...unquoteWords(unescapeXml(args))];
    },
    unusable: async () => null,
    state,
    enable: async () => outcomeOf(await schtasks('/Create', '/TN', name, '/XML', file, '/F')),
    start: async () => outcomeOf(await schtasks('/Run', '/TN', name)),
    async disable() {
      if ((await schtasks('/Query', '/TN', name)).code !== 0) return { kind: 'done' };
      await schtasks('/End', '/TN', name); // fails where it does not run
      return outcomeOf(await schtasks('/Delete', '/TN', name, '/F'));
    },
    forget: async () => undefined,
  };
}

function taskText(plan: ServicePlan, env: ServicePlan['computer']['env']): string {
  const words = instanceCommand(plan, '--json', '--background');
  // A console program would open its window at every logon; this host of consoles opens none.
  const console = win32.join(env.SystemRoot || 'C:\\Windows', 'System32', 'conhost.exe');
  const [command = '', ...args] = plan.isApplication ? words : [console, '--headless', ...words];
  const user = escapeXml(
    env.USERDOMAIN ? `${env.USERDOMAIN}\\${plan.computer.userName}` : plan.computer.userName,
  );
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Starts, watches and heals MCP servers. Written by mcp-orchestrator service install.</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(command)}</Command>
      <Arguments>${escapeXml(args.map(quoteWord).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** As every Windows program takes its command line apart: backslashes count before a quote only. */
function quoteWord(word: string): string {
  if (/^[\w@+=:,./\\-]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/** What `quoteWord` wrote of paths, which hold no quotes. */
function unquoteWords(line: string): readonly string[] {
  return Array.from(line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g), ([, quoted, bare = '']) =>
    quoted === undefined ? bare : quoted.replace(/\\+$/, (all) => all.slice(all.length / 2)),
  );
}

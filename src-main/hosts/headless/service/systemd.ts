import { lstat, mkdir, rm, symlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { reasonOf } from './run-program.ts';
import {
  instanceCommand,
  type Outcome,
  outcomeOf,
  type RunState,
  type Service,
  type ServicePlan,
  type ServiceState,
} from './service.ts';
import { serviceSuffix } from './service-name.ts';

/** Longer than an instance may take to stop its servers (8 s), and to be killed after it. */
const STOP_S = 20;
/** As launchd does: whoever mends the file within minutes finds it started. */
const AGAIN_S = 15;

/** A unit of the user's own systemd. */
export function systemdService(plan: ServicePlan): Service {
  const { computer, run } = plan;
  const folder = posix.join(configHome(plan), 'systemd', 'user');
  const name = `mcp-orchestrator${serviceSuffix(plan)}.service`;
  const file = posix.join(folder, name);
  // As `systemctl enable` makes it of WantedBy=; made here where no manager can be asked to.
  const link = posix.join(folder, 'default.target.wants', name);
  const systemctl = (...args: readonly string[]) =>
    run('systemctl', ['--user', '--no-ask-password', ...args]);

  async function state(): Promise<ServiceState> {
    const startsAt = (await lingers()) ? 'boot' : 'login';
    const shown = await systemctl('show', name, '--property=UnitFileState,ActiveState,SubState,MainPID');
    const isLinked = await exists(link);
    if (shown.code !== 0) return { enabled: isLinked, state: 'unknown', pid: null, startsAt };
    const values = properties(shown.stdout);
    const pid = Number(values.get('MainPID') ?? 0);
    return {
      enabled: isLinked || (values.get('UnitFileState') ?? '').startsWith('enabled'),
      state: runState(values.get('ActiveState') ?? '', values.get('SubState') ?? ''),
      pid: pid > 0 ? pid : null,
      startsAt,
    };
  }

  async function lingers(): Promise<boolean> {
    const { stdout } = await run('loginctl', [
      'show-user',
      computer.userName,
      '--property=Linger',
      '--value',
    ]);
    return stdout.trim() === 'yes';
  }

  return {
    kind: 'systemd',
    name,
    file,
    content: unitText(plan),
    lookCommand: `journalctl --user -u ${name}`,
    restartCommand: `systemctl --user restart ${name}`,
    encode: (content) => Buffer.from(content),
    decode: (bytes) => bytes.toString('utf8'),
    commandOf: (content) => unquoteWords(/^ExecStart=(.*)$/m.exec(content)?.[1] ?? ''),
    async unusable() {
      const asked = await run('systemctl', ['--version']);
      return asked.code === 0 ? null : reasonOf(asked);
    },
    state,
    async enable(): Promise<Outcome> {
      const reloaded = await systemctl('daemon-reload');
      if (reloaded.code !== 0) {
        await mkdir(posix.dirname(link), { recursive: true });
        if (!(await exists(link))) await symlink(`../${name}`, link);
        return { kind: 'later', reason: reasonOf(reloaded) };
      }
      return outcomeOf(await systemctl('enable', name));
    },
    start: async () => outcomeOf(await systemctl('start', name)),
    async disable() {
      const { state: before } = await state();
      if (before === 'unknown') {
        await rm(link, { force: true });
        return { kind: 'done' };
      }
      return outcomeOf(await systemctl('disable', '--now', name));
    },
    async forget() {
      await rm(link, { force: true });
      // Where no manager runs there is nothing that it would have to forget.
      await systemctl('daemon-reload');
      await systemctl('reset-failed', name);
    },
  };
}

function configHome({ computer }: ServicePlan): string {
  const given = computer.env.XDG_CONFIG_HOME;
  return given?.startsWith('/') ? given : posix.join(computer.userHome, '.config');
}

function unitText(plan: ServicePlan): string {
  const words = instanceCommand(plan);
  // systemd starts no program with one of these in its path, however it is escaped; as an argument it is one of many.
  const [program = '', ...rest] = /['"\\]/.test(words[0] ?? '') ? [ENV, ...words] : words;
  const command = [quoteWord(program, false), ...rest.map((word) => quoteWord(word, true))].join(' ');
  return `# Written by \`mcp-orchestrator service install\`, removed by \`mcp-orchestrator service uninstall\`.
[Unit]
Description=MCP Orchestrator
# It never gives up: a configuration that is mended is found.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${command}
Restart=on-failure
RestartSec=${AGAIN_S}
# It stops its servers itself; what is left after that is killed.
KillMode=mixed
TimeoutStopSec=${STOP_S}
# A server that takes too much memory is restarted by the orchestrator, it does not end them all.
OOMPolicy=continue

[Install]
WantedBy=default.target
`;
}

const ENV = '/usr/bin/env';
const PLAIN = /^[\w@+=:,./-]+$/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '%': '%%' };

/**
 * systemd.syntax(7) and "Command lines" of systemd.service(5). The program itself is no place for variables: a `$` in
 * it stays as it is, in every other word it is doubled.
 */
function quoteWord(word: string, hasVariables: boolean): string {
  if (PLAIN.test(word)) return word;
  const escaped = word.replace(/[\\"%]/g, (char) => ESCAPES[char] ?? char);
  return `"${hasVariables ? escaped.replaceAll('$', '$$$$') : escaped}"`;
}

/** What `quoteWord` wrote. */
function unquoteWords(line: string): readonly string[] {
  const words = Array.from(line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g), ([, quoted, bare], at) => {
    const word = (quoted ?? bare ?? '').replace(/\\(.)/g, '$1').replaceAll('%%', '%');
    return at === 0 ? word : word.replaceAll('$$', '$');
  });
  return words[0] === ENV ? words.slice(1) : words;
}

function properties(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .map((line) => line.split('=', 2))
      .map(([key = '', value = '']) => [key, value.trim()]),
  );
}

function runState(active: string, sub: string): RunState {
  if (sub === 'auto-restart') return 'starting-again';
  if (['active', 'activating', 'reloading', 'deactivating'].includes(active)) return 'running';
  return active === 'failed' ? 'failed' : 'stopped';
}

/** Also a link that leads nowhere. */
async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createService } from '../../../../src-main/hosts/headless/service/create-service.ts';
import { isInCache, lastingStart } from '../../../../src-main/hosts/headless/service/lasting-start.ts';
import type { Ran } from '../../../../src-main/hosts/headless/service/run-program.ts';
import type { Computer, Service, ServicePlan } from '../../../../src-main/hosts/headless/service/service.ts';
import { tempFolder } from '../../../support/temp.ts';

const run = promisify(execFile);
/** Its own user manager, which refuses to be root's. */
const SYSTEMD = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((path) => existsSync(path));
const NOBODY = 65_534;

/** What a path may hold and a file format has its own ideas about. */
const AWKWARD = `it's 100% "fine" & <$HOME> \\ é`;

const NOTHING: Ran = { code: 0, stdout: '', stderr: '' };

/** Answers like the tools of the system would, by the words that they are called with. */
function recorder(answers: Readonly<Record<string, Partial<Ran>>> = {}) {
  const calls: string[] = [];
  return {
    calls,
    async run(command: string, args: readonly string[]): Promise<Ran> {
      const line = [command, ...args].join(' ');
      calls.push(line);
      const found = Object.entries(answers).find(([start]) => line.startsWith(start));
      return { ...NOTHING, ...found?.[1] };
    },
  };
}

function computer(platform: NodeJS.Platform, env: Computer['env']): Computer {
  const windows = platform === 'win32';
  const userHome = windows ? 'C:\\Users\\ada' : '/home/ada';
  return { platform, env, userHome, userName: 'ada', uid: windows ? null : 501 };
}

function service(platform: NodeJS.Platform, plan: Partial<ServicePlan> = {}): Service {
  const windows = platform === 'win32';
  const home = windows ? 'C:\\Users\\ada\\AppData\\Local\\mcp-orchestrator' : '/home/ada/data';
  return createService({
    computer: computer(platform, windows ? { USERDOMAIN: 'OFFICE', SystemRoot: 'C:\\Windows' } : {}),
    start: windows
      ? { command: 'C:\\Program Files\\nodejs\\node.exe', args: ['C:\\tools\\cli.js'] }
      : { command: '/usr/bin/node', args: ['/opt/tools/cli.js'] },
    isApplication: false,
    home,
    isUsualHome: true,
    config: windows ? 'C:\\Users\\ada\\.mcp.json' : '/home/ada/.mcp.json',
    run: recorder().run,
    ...plan,
  });
}

describe('a systemd user unit', () => {
  it.for([
    ['usual', 'bin'],
    ['one that is odd', '100% <$HOME> & é'],
    ['one that systemd itself would refuse', AWKWARD],
  ])('passes systemd-analyze verify, in a folder like %s', async ([, name = ''], context) => {
    if (SYSTEMD === undefined) return context.skip('systemd is not installed');
    await using folder = await tempFolder('unit');
    const program = folder.file(name, 'node');
    await mkdir(dirname(program));
    await symlink(process.execPath, program);
    const unit = service('linux', {
      computer: computer('linux', { XDG_CONFIG_HOME: folder.file('config') }),
      start: { command: program, args: [folder.file('cli.js')] },
      home: folder.file(name),
    });
    expect(unit.file).toBe(folder.file('config', 'systemd', 'user', 'mcp-orchestrator.service'));
    expect(unit.commandOf(unit.content).slice(0, 3)).toEqual([program, folder.file('cli.js'), 'monitor']);
    await mkdir(dirname(unit.file), { recursive: true });
    const env = { ...process.env, XDG_RUNTIME_DIR: folder.path };
    const verify = async (content: string) => {
      await writeFile(unit.file, unit.encode(content));
      const ended = await run('systemd-analyze', ['--user', 'verify', unit.file], { env }).catch(
        (error) => error,
      );
      return `${ended.stdout}${ended.stderr}`;
    };
    // It takes a wrong word for a warning: silence is what counts.
    expect(await verify(unit.content)).toBe('');
    expect(await verify(unit.content.replace('Type=exec', 'Type=bogus'))).toContain('bogus');
    // `env` finds what the unit names, and only when it is started.
    if (name === AWKWARD) expect(unit.content).toContain('ExecStart=/usr/bin/env "');
    else expect(await verify(unit.content.replace('/node', '/nobody'))).toContain('is not executable');
  });

  it('is read by systemd itself as the words that were meant', async (context) => {
    if (SYSTEMD === undefined) return context.skip('systemd is not installed');
    await using folder = await tempFolder('unit');
    const unit = service('linux', {
      computer: computer('linux', { XDG_CONFIG_HOME: folder.path }),
      start: { command: '/bin/sh', args: ['/opt/my tools/cli.js'] },
      home: `/home/ada/${AWKWARD}`,
      config: '/home/ada/; rm -rf $HOME `x` %h %%.json',
    });
    await mkdir(join(dirname(unit.file), 'default.target.wants'), { recursive: true });
    await writeFile(unit.file, unit.encode(unit.content));
    await symlink(unit.file, join(dirname(unit.file), 'default.target.wants', unit.name));
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder.path, NOBODY, NOBODY);
    const words = [SYSTEMD, '--user', '--test', '--log-target=console', '--log-level=info'];
    const as = isRoot ? ['setpriv', '--reuid', String(NOBODY), '--clear-groups', ...words] : words;
    const env = {
      ...process.env,
      HOME: folder.path,
      XDG_CONFIG_HOME: folder.path,
      XDG_RUNTIME_DIR: folder.path,
    };
    const { stdout } = await run(as[0] ?? '', as.slice(1), { env, maxBuffer: 1e8 });
    const [, line = ''] = /Command Line: (\/bin\/sh .*)/.exec(stdout) ?? [];
    // The dump escapes as a shell would, and `$$` becomes `$` only when the program is started.
    const shown = Array.from(line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g), ([, quoted, bare]) =>
      (quoted ?? bare ?? '').replace(/\\(.)/g, '$1').replaceAll('$$', '$'),
    );
    expect(shown).toEqual([
      '/bin/sh',
      '/opt/my tools/cli.js',
      'monitor',
      '--home',
      `/home/ada/${AWKWARD}`,
      '--config',
      '/home/ada/; rm -rf $HOME `x` %h %%.json',
    ]);
    expect(unit.commandOf(unit.content)).toEqual(shown);
  });

  it('leaves the instance the time that it needs to stop its servers, and one bad server the others alone', () => {
    const { content } = service('linux');
    expect(content).toMatch(/^TimeoutStopSec=20$/m); // its own limit is 8 s
    expect(content).toMatch(/^KillMode=mixed$/m);
    expect(content).toMatch(/^OOMPolicy=continue$/m);
    expect(content).toMatch(/^Restart=on-failure$/m);
    expect(content).toMatch(/^WantedBy=default.target$/m);
  });

  it('has a name of its own for another home, always the same', () => {
    const other = service('linux', { home: '/srv/other', isUsualHome: false });
    expect(other.name).toMatch(/^mcp-orchestrator-[0-9a-f]{8}\.service$/);
    expect(other.file).toBe(`/home/ada/.config/systemd/user/${other.name}`);
    expect(service('linux', { home: '/srv/other', isUsualHome: false }).name).toBe(other.name);
    expect(service('linux', { home: '/srv/third', isUsualHome: false }).name).not.toBe(other.name);
  });

  it.each([
    ['UnitFileState=enabled\nActiveState=active\nSubState=running\nMainPID=42', 'running', true, 42],
    [
      'UnitFileState=enabled\nActiveState=activating\nSubState=auto-restart\nMainPID=0',
      'starting-again',
      true,
      null,
    ],
    ['UnitFileState=disabled\nActiveState=failed\nSubState=failed\nMainPID=0', 'failed', false, null],
    ['UnitFileState=\nActiveState=inactive\nSubState=dead\nMainPID=0', 'stopped', false, null],
  ])('%j is told as %s', async (stdout, state, enabled, pid) => {
    const tools = recorder({
      'systemctl --user --no-ask-password show': { stdout },
      loginctl: { stdout: 'yes\n' },
    });
    const unit = service('linux', { run: tools.run });
    expect(await unit.state()).toEqual({ state, enabled, pid, startsAt: 'boot' });
  });
});

describe('a launchd agent', () => {
  const plan = { home: `/Users/ada/${AWKWARD}`, config: '/Users/ada/a "b" <c>.json' };

  it('is a property list that holds what was meant', async (context) => {
    const python = await run('python3', ['--version']).catch(() => null);
    if (python === null) return context.skip('python3, which reads property lists, is not installed');
    await using folder = await tempFolder('agent');
    const agent = service('darwin', plan);
    const file = folder.file('agent.plist');
    await writeFile(file, agent.encode(agent.content));
    const script = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
    const { stdout } = await run('python3', ['-c', script, file]);
    const output = `/Users/ada/${AWKWARD}/logs/service.txt`;
    expect(JSON.parse(stdout)).toEqual({
      Label: 'org.mcp-orchestrator.service',
      ProgramArguments: [
        '/usr/bin/node',
        '/opt/tools/cli.js',
        'monitor',
        '--json',
        '--background',
        '--home',
        plan.home,
        '--config',
        plan.config,
      ],
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 15,
      ExitTimeOut: 20,
      ProcessType: 'Background',
      StandardOutPath: output,
      StandardErrorPath: output,
    });
    expect(agent.commandOf(agent.content)).toEqual(JSON.parse(stdout).ProgramArguments);
  });

  it('is loaded into the session of the user, and taken out of it again', async () => {
    const tools = recorder({ 'launchctl bootout': { code: 113 } });
    const agent = service('darwin', { run: tools.run });
    expect(agent.file).toBe('/home/ada/Library/LaunchAgents/org.mcp-orchestrator.service.plist');
    expect([await agent.enable(), await agent.start(), await agent.disable()]).toEqual([
      { kind: 'done' },
      { kind: 'done' },
      { kind: 'done' },
    ]);
    const target = 'gui/501/org.mcp-orchestrator.service';
    expect(tools.calls).toEqual([
      `launchctl enable ${target}`,
      `launchctl bootout ${target}`,
      `launchctl bootstrap gui/501 ${agent.file}`,
      `launchctl bootout ${target}`,
    ]);
  });

  it('waits for the next login where nobody is logged in at the screen', async () => {
    const stderr = 'Bootstrap failed: 125: Domain does not support specified action\n';
    const tools = recorder({ 'launchctl bootstrap': { code: 125, stderr } });
    const agent = service('darwin', { run: tools.run });
    expect(await agent.start()).toEqual({ kind: 'later', reason: stderr.trim() });
  });

  it.each([
    [{ stdout: '\tstate = running\n\tpid = 77\n' }, 'running', 77],
    [{ stdout: '\tstate = not running\n\tlast exit code = 0\n' }, 'stopped', null],
    [{ stdout: '\tstate = spawn scheduled\n\tlast exit code = 2\n' }, 'starting-again', null],
    [{ code: 113, stderr: 'Could not find service' }, 'stopped', null],
    [{ code: 125, stderr: 'Domain does not support specified action' }, 'unknown', null],
  ])('%j is told as %s', async (printed, state, pid) => {
    const tools = recorder({ 'launchctl print gui/501/': printed });
    const agent = service('darwin', { run: tools.run });
    expect(await agent.state()).toEqual({ state, pid, enabled: true, startsAt: 'login' });
  });

  it('tells that it was switched off', async () => {
    const stdout = '\tdisabled services = {\n\t\t"org.mcp-orchestrator.service" => disabled\n\t}';
    const tools = recorder({ 'launchctl print-disabled': { stdout }, 'launchctl print': { code: 113 } });
    expect(await service('darwin', { run: tools.run }).state()).toMatchObject({ enabled: false });
  });
});

describe('a scheduled task', () => {
  const home = 'C:\\Users\\ada\\My data & <more>\\';

  it('is XML that holds what was meant', async (context) => {
    const python = await run('python3', ['--version']).catch(() => null);
    if (python === null) return context.skip('python3, which reads XML, is not installed');
    await using folder = await tempFolder('task');
    const task = service('win32', { home });
    const file = folder.file('service.xml');
    const bytes = task.encode(task.content);
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe])); // UTF-16, as its head says
    expect(task.decode(bytes)).toBe(task.content);
    await writeFile(file, bytes);
    const script =
      'import json, sys, xml.etree.ElementTree as tree\n' +
      'def tell(node):\n' +
      '  return node.text if len(node) == 0 else {child.tag.split("}")[1]: tell(child) for child in node}\n' +
      'print(json.dumps(tell(tree.parse(sys.argv[1]).getroot())))';
    const { stdout } = await run('python3', ['-c', script, file]);
    expect(JSON.parse(stdout)).toMatchObject({
      Triggers: { LogonTrigger: { UserId: 'OFFICE\\ada' } },
      Principals: {
        Principal: { UserId: 'OFFICE\\ada', LogonType: 'InteractiveToken', RunLevel: 'LeastPrivilege' },
      },
      Settings: {
        MultipleInstancesPolicy: 'IgnoreNew',
        DisallowStartIfOnBatteries: 'false',
        StopIfGoingOnBatteries: 'false',
        Hidden: 'true',
        ExecutionTimeLimit: 'PT0S', // no limit
        RestartOnFailure: { Interval: 'PT1M', Count: '255' },
      },
      Actions: {
        Exec: {
          Command: 'C:\\Windows\\System32\\conhost.exe',
          Arguments:
            '--headless "C:\\Program Files\\nodejs\\node.exe" C:\\tools\\cli.js monitor --json --background ' +
            '--home "C:\\Users\\ada\\My data & <more>\\\\" --config C:\\Users\\ada\\.mcp.json',
        },
      },
    });
  });

  it('is found again in its file, word by word', () => {
    const task = service('win32', { home });
    expect(task.commandOf(task.content)).toEqual([
      'C:\\Windows\\System32\\conhost.exe',
      '--headless',
      'C:\\Program Files\\nodejs\\node.exe',
      'C:\\tools\\cli.js',
      'monitor',
      '--json',
      '--background',
      '--home',
      home,
      '--config',
      'C:\\Users\\ada\\.mcp.json',
    ]);
  });

  it('starts the application itself, which opens no console window', () => {
    const start = { command: 'C:\\Apps\\MCP Orchestrator.exe', args: [] };
    const task = service('win32', { start, isApplication: true });
    expect(task.content).toContain('<Command>C:\\Apps\\MCP Orchestrator.exe</Command>');
    expect(task.content).toContain('<Arguments>monitor --json');
  });

  it('is imported from its file, run, and deleted', async () => {
    const tools = recorder();
    const task = service('win32', { run: tools.run, isUsualHome: false });
    expect(task.name).toMatch(/^MCP Orchestrator [0-9a-f]{8}$/);
    expect([await task.enable(), await task.start(), await task.disable()]).toEqual([
      { kind: 'done' },
      { kind: 'done' },
      { kind: 'done' },
    ]);
    expect(tools.calls).toEqual([
      `schtasks.exe /Create /TN ${task.name} /XML ${task.file} /F`,
      `schtasks.exe /Run /TN ${task.name}`,
      `schtasks.exe /Query /TN ${task.name}`,
      `schtasks.exe /End /TN ${task.name}`,
      `schtasks.exe /Delete /TN ${task.name} /F`,
    ]);
  });

  it.each([
    ['4\r\n', 'running'],
    ['3\r\n', 'stopped'],
    ['', 'unknown'],
  ])('%j is told as %s, in whatever language Windows speaks', async (stdout, state) => {
    const tools = recorder({ 'powershell.exe': { stdout } });
    expect(await service('win32', { run: tools.run }).state()).toMatchObject({ enabled: true, state });
  });

  it('tells what the system refused, in its own words', async () => {
    const tools = recorder({ 'schtasks.exe /Create': { code: 1, stderr: 'ERROR: Access is denied.\r\n' } });
    const refused = { kind: 'refused', reason: 'ERROR: Access is denied.' };
    expect(await service('win32', { run: tools.run }).enable()).toEqual(refused);
  });
});

describe('the program that a service starts', () => {
  it("is Homebrew's lasting link, not the folder of a version that the next update removes", () => {
    const own = { command: '/opt/homebrew/Cellar/node/24.1.0/bin/node', args: ['--flag', '/x/cli.js'] };
    const link = '/opt/homebrew/opt/node/bin/node';
    expect(lastingStart(own, (path) => path === link)).toEqual({ ...own, command: link });
    expect(lastingStart(own, () => false)).toEqual(own);
  });

  it("is told from a copy in npm's cache", () => {
    expect(isInCache('/home/ada/.npm/_npx/1a2b/node_modules/mcp-orchestrator/dist/cli.js')).toBe(true);
    expect(isInCache('/usr/lib/node_modules/mcp-orchestrator/dist/cli.js')).toBe(false);
  });
});

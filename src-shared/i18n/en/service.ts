/** What the command `service` says. */
export const service: Readonly<Record<string, string>> = {
  'service.usage': '`service` needs to know what to do: install, uninstall or status.',
  'service.unwritable':
    'The path "{path}" holds a control character, which the file of a service cannot hold. Rename it, or give another --home or --config.',
  'service.unusable':
    'This system has no systemd that could start it ({reason}), so nothing was written. Let your own start-up run this: {command}',

  'service.file.read': '{file} cannot be read: {error}',
  'service.file.write': '{file} cannot be written, so nothing was installed: {error}',
  'service.file.remove': '{file} cannot be removed: {error}. It is disabled; remove the file by hand.',

  'service.print': 'This belongs in {file}:',
  'service.install.new': 'This file lets the system start MCP Orchestrator by itself: {file}',
  'service.install.other': '{file} is there already and would change so:',
  'service.install.question': 'Write it? [y/N]',
  'service.install.declined': 'Nothing was written.',
  'service.install.ask-nobody':
    '{file} would be written, and there is nobody to ask. See it with `mcp-orchestrator service install --print`, write it with --yes.',
  'service.install.same': 'Already installed: {file}',
  'service.install.written': 'Wrote {file}',
  'service.install.not-enabled':
    '{file} is written, but the system does not take it: {reason}. Take it back with `mcp-orchestrator service uninstall`.',
  'service.install.not-started':
    '{file} is written and will start by itself, but it could not be started now: {reason}.',
  'service.install.later':
    'Not started: nobody is there who could start it now ({reason}). It starts at the next {startsAt, select, boot {boot} other {login}}.',
  'service.install.runs':
    'It runs{known, select, yes { (PID {pid})} other {}} and starts by itself at every {startsAt, select, boot {boot} other {login}}.',
  'service.install.silent':
    'It was started and has not answered for 10 s. Look again with `mcp-orchestrator service status`.',
  'service.install.ended': 'It is installed, but it ended as soon as it was started. Why: `{command}`.',
  'service.install.restart':
    'It still runs as the file was before. To restart it with the new file: {command}',
  'service.install.instance':
    'An instance runs in this home already (PID {pid}), so the service starts at the next {startsAt, select, boot {boot} other {login}}. To let it take over now: `mcp-orchestrator shutdown`, then `mcp-orchestrator service install`.',
  'service.install.linger':
    'It starts when you log in, and ends with your last session. To start it at boot and keep it: loginctl enable-linger',
  'service.install.cache':
    "This copy lies in npm's cache, which may be cleared: run `npm install --global mcp-orchestrator`, then `mcp-orchestrator service install`.",

  'service.uninstall.absent': 'Not installed: there is no {file}.',
  'service.uninstall.stopped':
    'Stopped it{known, select, yes { (PID {pid})} other {}}, with all its servers.',
  'service.uninstall.removed': 'Removed {file}; it no longer starts by itself.',
  'service.uninstall.refused': 'It cannot be stopped and disabled, so {file} stays: {reason}.',

  'service.status.absent':
    'Not installed: there is no {file}. Install it with `mcp-orchestrator service install`.',
  'service.status.installed':
    'Installed as a {kind, select, systemd {systemd user unit} launchd {launchd agent} other {scheduled task}}: {file}',
  'service.status.enabled':
    '{enabled, select, true {It starts by itself at every {startsAt, select, boot {boot} other {login}}.} other {It does not start by itself. Enable it with `mcp-orchestrator service install`.}}',
  'service.status.missing':
    'It cannot start: {path} is not there any more. Run `mcp-orchestrator service install` again.',
  'service.state.running': 'It runs{known, select, yes { (PID {pid})} other {}}.',
  'service.state.starting-again':
    'It ended with an error and is started again in a moment. Why: `{command}`.',
  'service.state.stopped': 'It does not run. Start it with `mcp-orchestrator service install`.',
  'service.state.failed': 'It ended with an error and stays down. Why: `{command}`.',
  'service.state.unknown': 'Whether it runs is not known: no manager of services answers in this session.',
};

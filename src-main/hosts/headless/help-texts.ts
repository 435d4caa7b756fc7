/** The command line's own help. Not in the catalogue, which every command and the page load: only `--help` shows it. */
export interface CommandHelp {
  readonly summary: string;
  readonly usage: string;
  readonly text: readonly string[];
  readonly options: readonly (readonly [option: string, meaning: string])[];
  readonly examples: readonly (readonly [words: string, why: string])[];
}

const names =
  'NAME is a server, an alias or a group of the configuration; without one, all servers are meant.';
const force = ['--force', 'do not wait for tool calls that are under way'] as const;
const noWait = ['--no-wait', 'return as soon as it is accepted'] as const;
const timeout = [
  '--timeout T',
  'give up waiting after this time, such as 30s or 2m; the work itself goes on',
] as const;
const lines = ['-n, --lines N', 'how many, newest last (default 50)'] as const;
const follow = ['-f, --follow', 'then show new ones as they come; Ctrl-C ends it'] as const;
const port = [
  '--port N',
  'this port or none; otherwise the configured one, 7717, or the next that is free',
] as const;

export const cliHelp: Readonly<Record<string, CommandHelp>> = {
  monitor: {
    summary: 'run in the foreground: start the servers, watch them, restart what fails',
    usage: 'monitor [--port N] [--example]',
    text: [
      'Starts the servers of the configuration and looks after them until Ctrl-C, which stops every server.',
      'A second Ctrl-C does not wait. With --json the first line is {"event":"ready","url","pid","port"},',
      'then one event per line.',
    ],
    options: [
      port,
      ['--example', 'four servers to look at and one that is broken on purpose, in a home of their own'],
    ],
    examples: [
      ['monitor --example', 'see it work within a minute, no account needed'],
      ['monitor --config ./servers.json', 'with this file instead of ~/.mcp.json'],
    ],
  },
  start: {
    summary: 'start servers, in the background where nothing runs yet',
    usage: 'start [NAME…] [--port N] [--no-wait] [--no-deps] [--timeout T]',
    text: [
      'Starts an instance in the background if none runs, then the servers and what they depend on, and waits until',
      'each of them runs or its first attempt has failed. Ctrl-C ends the waiting only.',
      names,
    ],
    options: [port, noWait, ['--no-deps', 'start anyway, without waiting for what it depends on'], timeout],
    examples: [
      ['start', 'everything that is enabled'],
      ['start filesystem', 'one server and its dependencies'],
    ],
  },
  stop: {
    summary: 'stop servers; the instance stays',
    usage: 'stop [NAME…] [--no-wait] [--force] [--timeout T]',
    text: [
      'Stops what depends on the servers, then the servers, and returns when every process of theirs is gone.',
      'A server that was stopped stays so, also after a restart of the instance, until it is started again.',
      names,
    ],
    options: [noWait, force, timeout],
    examples: [
      ['stop filesystem', 'one server'],
      ['shutdown', 'every server, and the instance too'],
    ],
  },
  restart: {
    summary: 'restart servers, with all their restarts to spend again',
    usage: 'restart [NAME…] [--no-wait] [--force] [--timeout T]',
    text: ['Returns when each server runs again or its first attempt has failed.', names],
    options: [noWait, force, timeout],
    examples: [['restart filesystem', 'after the cause of a crash is mended']],
  },
  status: {
    summary: 'what runs, what does not, and what to do about it',
    usage: 'status [NAME…] [--watch]',
    text: ['A table of the servers, and below it what is wrong with each that is not well.', names],
    options: [['-w, --watch', 'draw it anew every second; Ctrl-C ends it']],
    examples: [
      ['status', 'everything'],
      ['status --json', 'for scripts'],
    ],
  },
  reset: {
    summary: 'give servers their spent restarts back',
    usage: 'reset [NAME…]',
    text: ['A server that crashed for good is started again where it is wanted up.', names],
    options: [],
    examples: [['reset filesystem', 'it may be restarted 3 times again']],
  },
  events: {
    summary: 'what happened: starts, exits, restarts, changes of the file',
    usage: 'events [-n N] [-f] [--actor A] [--server NAME]',
    text: ['Works without an instance too: events are kept for 30 days.'],
    options: [lines, follow, ['--actor A', 'only what A caused: cli, dashboard, supervisor, reload …']],
    examples: [
      ['events -f', 'watch what happens'],
      ['events --server filesystem --actor cli', 'what people did to one server'],
    ],
  },
  logs: {
    summary: 'the output of a server, or the log of the orchestrator',
    usage: 'logs [NAME] [-n N] [-f]',
    text: ['Without NAME: the log of the orchestrator itself. Works without an instance too.'],
    options: [lines, follow],
    examples: [
      ['logs filesystem', 'its last 50 lines'],
      ['logs filesystem -n 0 -f', 'only what comes from now on'],
    ],
  },
  check: {
    summary: 'probe servers now',
    usage: 'check [NAME…]',
    text: [
      'Asks each server whether it answers; exit code 1 if one does not. It never counts towards a restart.',
      names,
    ],
    options: [],
    examples: [['check filesystem', 'one server']],
  },
  pause: {
    summary: 'maintenance: no check counts, no automatic restart',
    usage: 'pause NAME… [--for T]',
    text: ['The pause is shown everywhere and ends by itself.'],
    options: [['--for T', 'how long, such as 30m (the default), 2h or 90s']],
    examples: [['pause filesystem --for 1h', 'while its files are moved']],
  },
  resume: {
    summary: 'end a pause',
    usage: 'resume NAME…',
    text: ['Checks and automatic restarts are back at once.'],
    options: [],
    examples: [['resume filesystem', 'the work is done']],
  },
  tools: {
    summary: 'the tools of running servers',
    usage: 'tools [NAME…]',
    text: ['Names and descriptions as the servers listed them; --json has the schemas too.', names],
    options: [],
    examples: [['tools filesystem', 'of one server']],
  },
  call: {
    summary: 'call a tool',
    usage: 'call SERVER TOOL [JSON] [--timeout T]',
    text: ['JSON is an object with the arguments; with - it is read from standard input.'],
    options: [['--timeout T', 'how long the server may take, such as 30s']],
    examples: [
      [`call everything echo '{"message":"hello"}'`, 'print what it answers'],
      ['call everything echo - < arguments.json', 'arguments from a file'],
    ],
  },
  validate: {
    summary: 'check a configuration without starting anything',
    usage: 'validate [FILE]',
    text: [
      'Tells every error with its line and column; exit code 2 if there is one. Without FILE: the file of --config,',
      'MCP_ORCHESTRATOR_CONFIG or ~/.mcp.json. With --json: {"ok","errors","warnings"}.',
    ],
    options: [],
    examples: [['validate ./servers.json', 'before it is put in force']],
  },
  open: {
    summary: 'open the dashboard',
    usage: 'open [--print]',
    text: ['Opens the browser with an address that works once, for a minute.'],
    options: [['--print', 'print the address instead']],
    examples: [['open --print', 'on a computer without a display']],
  },
  service: {
    summary: 'start at boot without a desktop',
    usage: 'service install|uninstall|status [--yes] [--print]',
    text: [
      'Lets the system start an instance by itself: a systemd user unit on Linux, a launchd agent on macOS, a scheduled',
      'task on Windows. install shows the file and asks before it writes it, then starts it; uninstall takes it all back.',
    ],
    options: [
      ['-y, --yes', 'install without asking'],
      ['--print', 'show the file that install would write, and do nothing'],
    ],
    examples: [
      ['service install', 'look at the file, then say yes'],
      ['service install --yes --config /srv/mcp.json', 'from a script, with a configuration of its own'],
      ['service status', 'whether it is installed, enabled and running'],
    ],
  },
  completion: {
    summary: 'completion for your shell',
    usage: 'completion bash|zsh|fish|powershell',
    text: ['Prints a script that completes commands, options and the names of your servers.'],
    options: [],
    examples: [
      ['completion bash >> ~/.bashrc', 'bash, for every new shell'],
      ['completion zsh > ~/.zsh/completions/_mcp-orchestrator', 'zsh, where that folder is in fpath'],
      ['completion fish > ~/.config/fish/completions/mcp-orchestrator.fish', 'fish'],
    ],
  },
  shutdown: {
    summary: 'stop every server and end the instance',
    usage: 'shutdown [--restart] [--force]',
    text: ['What ran starts again with the next instance; what was stopped stays stopped.'],
    options: [['--restart', 'begin a new instance in its place'], force],
    examples: [['shutdown --restart', 'after an update']],
  },
};

export const generalHelp = {
  intro:
    'Starts, watches and heals the Model Context Protocol servers of one configuration file (~/.mcp.json).',
  usage: 'mcp-orchestrator COMMAND [NAME…] [options]',
  groups: [
    { title: 'Begin', commands: ['monitor', 'start', 'validate', 'open'] },
    { title: 'Look', commands: ['status', 'logs', 'events', 'check', 'tools'] },
    { title: 'Act', commands: ['stop', 'restart', 'reset', 'pause', 'resume', 'call', 'shutdown'] },
    { title: 'Set up', commands: ['service', 'completion'] },
  ],
  everywhereTitle: 'Everywhere',
  everywhere: [
    ['--json', 'for scripts: data on standard output, an error as {"error":{"code","message","server"}}'],
    ['--config FILE', 'the configuration (MCP_ORCHESTRATOR_CONFIG, ~/.mcp.json)'],
    ['--home DIR', 'the folder of state and logs (MCP_ORCHESTRATOR_HOME); one instance per home'],
    ['--server NAME', 'another way to name a server; may be repeated'],
    ['-h, --help', 'help; after a command, help on that command'],
    ['--version', 'the version'],
  ],
  end: [
    'Exit codes: 0 done, 1 failed, 2 wrong usage, name or configuration, 3 no instance runs.',
    'First time here: mcp-orchestrator monitor --example',
  ],
  optionsTitle: 'Options',
  examplesTitle: 'Examples',
  everywhereShort: 'Everywhere: --json, --config FILE, --home DIR, --server NAME, --help, --version',
} as const satisfies {
  readonly intro: string;
  readonly usage: string;
  readonly groups: readonly { readonly title: string; readonly commands: readonly string[] }[];
  readonly everywhereTitle: string;
  readonly everywhere: readonly (readonly [string, string])[];
  readonly end: readonly string[];
  readonly optionsTitle: string;
  readonly examplesTitle: string;
  readonly everywhereShort: string;
};

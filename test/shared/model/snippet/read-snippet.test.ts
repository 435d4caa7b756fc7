import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { english } from '../../../../src-shared/i18n/en/index.ts';
import { formatMessage } from '../../../../src-shared/i18n/format.ts';
import { nameFault } from '../../../../src-shared/model/server-name.ts';
import { allowedName } from '../../../../src-shared/model/snippet/name.ts';
import { readSnippet } from '../../../../src-shared/model/snippet/read-snippet.ts';
import { maskSecrets } from '../../../../src-shared/model/snippet/secrets.ts';
import { serverEntrySchema } from '../../../../src-shared/schema/config.ts';
import { cpuMsOf } from '../../../support/stopwatch.ts';

const FS = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada'] };

type Row = readonly [what: string, pasted: string, servers: Readonly<Record<string, unknown>>];

function serversOf(pasted: string, taken: readonly string[] = []) {
  const read = readSnippet(pasted, new Set(taken));
  if (read.kind !== 'servers') throw new Error(JSON.stringify(read));
  return read.servers;
}

const byName = (pasted: string) =>
  Object.fromEntries(serversOf(pasted).map(({ name, entry }) => [name, entry]));

const json: readonly Row[] = [
  ['a whole file', JSON.stringify({ mcpServers: { files: FS } }), { files: FS }],
  [
    'the servers without their file',
    JSON.stringify({ files: FS, more: { url: 'https://a.example/mcp' } }),
    { files: FS, more: { url: 'https://a.example/mcp' } },
  ],
  ['one server alone', JSON.stringify(FS), { filesystem: FS }],
  ['a part out of the middle of a file', `"files": ${JSON.stringify(FS)},`, { files: FS }],
  [
    'comments, trailing commas, a fence',
    '```jsonc\n{ // mine\n "mcpServers": { "files": { "command": "npx", /* yes */ "args": ["-y", "x-mcp",], }, }, }\n```',
    { files: { command: 'npx', args: ['-y', 'x-mcp'] } },
  ],
  [
    'keys without quotes and single quotes',
    "{ mcpServers: { files: { command: 'npx' } } }",
    { files: { command: 'npx' } },
  ],
  [
    'quotes that a word processor bent',
    '{ “mcpServers”: { “files”: { “command”: “npx” } } }',
    { files: { command: 'npx' } },
  ],
  [
    'a byte order mark and lines of Windows',
    '\ufeff{\r\n"files": { "command": "npx" }\r\n}',
    { files: { command: 'npx' } },
  ],
  [
    'VS Code with inputs',
    JSON.stringify({
      inputs: [{ type: 'promptString', id: 'perplexity-key', description: 'API key', password: true }],
      servers: {
        perplexity: {
          type: 'stdio',
          command: 'npx',
          args: ['-y', 'server-perplexity-ask'],
          env: { PERPLEXITY_API_KEY: '${input:perplexity-key}' },
        },
      },
    }),
    {
      perplexity: {
        type: 'stdio',
        command: 'npx',
        args: ['-y', 'server-perplexity-ask'],
        env: { PERPLEXITY_API_KEY: '${PERPLEXITY_KEY}' },
      },
    },
  ],
  [
    'VS Code settings',
    JSON.stringify({
      mcp: { servers: { github: { type: 'http', url: 'https://api.githubcopilot.com/mcp/' } } },
    }),
    { github: { type: 'http', url: 'https://api.githubcopilot.com/mcp/' } },
  ],
  [
    'Cursor, remote with headers',
    JSON.stringify({
      mcpServers: { api: { url: 'http://localhost:3000/mcp', headers: { API_KEY: 'value' } } },
    }),
    { api: { url: 'http://localhost:3000/mcp', headers: { API_KEY: 'value' } } },
  ],
  [
    'Windsurf',
    JSON.stringify({
      mcpServers: { remote: { serverUrl: 'https://a.example/mcp', headers: { X: '${env:X}' } } },
    }),
    { remote: { url: 'https://a.example/mcp', headers: { X: '${env:X}' } } },
  ],
  [
    'Gemini',
    JSON.stringify({ mcpServers: { s: { httpUrl: 'http://localhost:3000/mcp', timeout: 5000 } } }),
    { s: { type: 'http', url: 'http://localhost:3000/mcp', timeout: 5000 } },
  ],
  [
    'Zed',
    JSON.stringify({
      context_servers: { 'some-server': { source: 'custom', command: 'some-command', args: ['a'], env: {} } },
    }),
    { 'some-server': { command: 'some-command', args: ['a'] } },
  ],
  [
    'Zed, as it was',
    JSON.stringify({
      context_servers: { s: { command: { path: 'npx', args: ['-y', 'x'], env: { A: '1' } }, settings: {} } },
    }),
    { s: { command: 'npx', args: ['-y', 'x'], env: { A: '1' }, settings: {} } },
  ],
  [
    'OpenCode',
    JSON.stringify({
      $schema: 'x',
      mcp: {
        local: {
          type: 'local',
          command: ['npx', '-y', 'my-mcp-command'],
          enabled: true,
          environment: { A: 'v' },
        },
        far: { type: 'remote', url: 'https://a.example', enabled: false },
      },
    }),
    {
      local: { command: 'npx', args: ['-y', 'my-mcp-command'], env: { A: 'v' } },
      far: { url: 'https://a.example', enabled: false },
    },
  ],
  [
    'Cline',
    JSON.stringify({
      mcpServers: {
        s: { type: 'streamableHttp', url: 'https://a.example/mcp', disabled: false, autoApprove: ['x'] },
      },
    }),
    { s: { type: 'http', url: 'https://a.example/mcp', autoApprove: ['x'] } },
  ],
  [
    'Amp',
    JSON.stringify({
      'amp.mcpServers': { playwright: { command: 'npx', args: ['-y', '@playwright/mcp@latest'] } },
    }),
    { playwright: { command: 'npx', args: ['-y', '@playwright/mcp@latest'] } },
  ],
  [
    'mcpproxy',
    JSON.stringify({
      mcpServers: [{ name: 'sqlite', protocol: 'stdio', command: 'uvx', args: ['mcp-server-sqlite'] }],
    }),
    { sqlite: { command: 'uvx', args: ['mcp-server-sqlite'] } },
  ],
  [
    'Docker, a container without -i',
    JSON.stringify({
      mcpServers: { fetch: { command: 'docker', args: ['run', '--rm', '-e', 'TOKEN', 'mcp/fetch'] } },
    }),
    {
      fetch: {
        command: 'docker',
        args: ['run', '-i', '--rm', '-e', 'TOKEN', 'mcp/fetch'],
        env: { TOKEN: '${TOKEN}' },
      },
    },
  ],
  [
    'Claude Code, projects',
    JSON.stringify({ projects: { '/home/ada/x': { mcpServers: { files: FS } } } }),
    { files: FS },
  ],
  [
    'numbers and truth as texts',
    JSON.stringify({ s: { command: 'x', args: ['--port', 8080, true], env: { PORT: 8080, ON: true } } }),
    { s: { command: 'x', args: ['--port', '8080', 'true'], env: { PORT: '8080', ON: 'true' } } },
  ],
  [
    'a command with its arguments in one text',
    JSON.stringify({ s: { command: 'npx -y "my mcp"' } }),
    { s: { command: 'npx', args: ['-y', 'my mcp'] } },
  ],
  [
    'a path with spaces stays one command',
    JSON.stringify({ s: { command: 'C:\\Program Files\\x\\y.exe' } }),
    { s: { command: 'C:\\Program Files\\x\\y.exe' } },
  ],
];

const other: readonly Row[] = [
  [
    'Goose',
    'extensions:\n  fetch:\n    name: GitHub\n    cmd: npx\n    args: [-y, "@modelcontextprotocol/server-github"]\n    enabled: true\n    envs: { "GITHUB_PERSONAL_ACCESS_TOKEN": "<YOUR_TOKEN>" }\n    type: stdio\n    timeout: 300\n',
    {
      fetch: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-github'],
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: '<YOUR_TOKEN>' },
        type: 'stdio',
        timeout: 300,
      },
    },
  ],
  [
    'Goose, remote',
    'extensions:\n  far:\n    type: streamable_http\n    uri: https://a.example/mcp # there\n',
    { far: { type: 'http', url: 'https://a.example/mcp' } },
  ],
  [
    'Continue',
    'name: x\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: SQLite MCP\n    command: npx\n    args:\n      - "-y"\n      - "mcp-sqlite"\n    env:\n      A: b\n  - name: two\n    type: sse\n    url: https://a.example/sse\n',
    {
      'SQLite-MCP': { command: 'npx', args: ['-y', 'mcp-sqlite'], env: { A: 'b' } },
      two: { type: 'sse', url: 'https://a.example/sse' },
    },
  ],
  [
    'Continue with hanging lists',
    'mcpServers:\n- name: one\n  command: uvx\n  args:\n  - mcp-server-git\n- name: two\n  command: b\n',
    { one: { command: 'uvx', args: ['mcp-server-git'] }, two: { command: 'b' } },
  ],
  [
    'a catalogue of Docker',
    'registry:\n  fetch:\n    image: mcp/fetch\n',
    { fetch: { command: 'docker', args: ['run', '-i', '--rm', 'mcp/fetch'] } },
  ],
  [
    'Codex',
    '[mcp_servers.context7]\ncommand = "npx"\nargs = ["-y", \'@upstash/context7-mcp\']\nstartup_timeout_sec = 20\n\n[mcp_servers.context7.env]\nMY_ENV_VAR = "MY_ENV_VALUE"\n\n[mcp_servers."figma"]\nurl = "https://mcp.figma.com/mcp"\nbearer_token_env_var = "FIGMA_OAUTH_TOKEN"\nhttp_headers = { "X-Figma-Region" = "us-east-1" }\n',
    {
      context7: {
        command: 'npx',
        args: ['-y', '@upstash/context7-mcp'],
        env: { MY_ENV_VAR: 'MY_ENV_VALUE' },
      },
      figma: {
        url: 'https://mcp.figma.com/mcp',
        headers: { 'X-Figma-Region': 'us-east-1', Authorization: 'Bearer ${FIGMA_OAUTH_TOKEN}' },
      },
    },
  ],
  [
    'Codex with a list over lines',
    '[mcp_servers.a]\ncommand = "npx"\nargs = [\n  "-y", # yes\n  "a-mcp",\n]\n',
    { a: { command: 'npx', args: ['-y', 'a-mcp'] } },
  ],
];

const commands: readonly Row[] = [
  ['npx', 'npx -y @modelcontextprotocol/server-filesystem /home/ada', { filesystem: FS }],
  [
    'a prompt, quotes and a line that goes on',
    '$ npx -y some-mcp \\\n  --name "a b" \'c d\'',
    { some: { command: 'npx', args: ['-y', 'some-mcp', '--name', 'a b', 'c d'] } },
  ],
  [
    'variables before it',
    'FOO=bar BAZ="q x" npx -y @scope/mcp-server-weather@1.2',
    {
      weather: {
        command: 'npx',
        args: ['-y', '@scope/mcp-server-weather@1.2'],
        env: { FOO: 'bar', BAZ: 'q x' },
      },
    },
  ],
  [
    'env and export',
    'cd /srv/x && export A=1\nenv B=2 uvx mcp-server-git',
    { git: { command: 'uvx', args: ['mcp-server-git'], env: { A: '1', B: '2' }, cwd: '/srv/x' } },
  ],
  [
    'PowerShell',
    '$env:API = "x"; npx -y foo-mcp',
    { foo: { command: 'npx', args: ['-y', 'foo-mcp'], env: { API: 'x' } } },
  ],
  [
    'cmd',
    'set A=1&& cmd /c npx -y foo-mcp',
    { foo: { command: 'cmd', args: ['/c', 'npx', '-y', 'foo-mcp'], env: { A: '1' } } },
  ],
  [
    'claude mcp add',
    'claude mcp add airtable --scope user --env AIRTABLE_API_KEY=YOUR_KEY -- npx -y airtable-mcp-server',
    {
      airtable: {
        command: 'npx',
        args: ['-y', 'airtable-mcp-server'],
        env: { AIRTABLE_API_KEY: 'YOUR_KEY' },
      },
    },
  ],
  [
    'claude mcp add without dashes',
    'claude mcp add my-server -e KEY=value /path/to/server arg1',
    { 'my-server': { command: '/path/to/server', args: ['arg1'], env: { KEY: 'value' } } },
  ],
  [
    'claude mcp add, remote',
    'claude mcp add --transport http secure https://api.example.com/mcp --header "Authorization: Bearer abc"',
    {
      secure: { type: 'http', url: 'https://api.example.com/mcp', headers: { Authorization: 'Bearer abc' } },
    },
  ],
  [
    'claude mcp add, sse',
    'claude mcp add --transport sse linear https://mcp.linear.app/sse',
    { linear: { type: 'sse', url: 'https://mcp.linear.app/sse' } },
  ],
  [
    'claude mcp add-json',
    `claude mcp add-json weather '{"type":"stdio","command":"/bin/weather","args":["--x"],"env":{"K":"v"}}'`,
    { weather: { type: 'stdio', command: '/bin/weather', args: ['--x'], env: { K: 'v' } } },
  ],
  [
    'codex mcp add',
    'codex mcp add context7 --env A=1 -- npx -y @upstash/context7-mcp',
    { context7: { command: 'npx', args: ['-y', '@upstash/context7-mcp'], env: { A: '1' } } },
  ],
  [
    'codex mcp add --url',
    'codex mcp add figma --url https://mcp.figma.com/mcp --bearer-token-env-var FIGMA',
    {
      figma: {
        type: 'http',
        url: 'https://mcp.figma.com/mcp',
        headers: { Authorization: 'Bearer ${FIGMA}' },
      },
    },
  ],
  [
    'gemini mcp add',
    'gemini mcp add -t http -H "X-Key: abc" s http://localhost:3000/mcp',
    { s: { type: 'http', url: 'http://localhost:3000/mcp', headers: { 'X-Key': 'abc' } } },
  ],
  [
    'code --add-mcp',
    `code --add-mcp '{"name":"playwright","command":"npx","args":["@playwright/mcp@latest"]}'`,
    { playwright: { command: 'npx', args: ['@playwright/mcp@latest'] } },
  ],
  [
    'docker run',
    'docker run -i --rm -e GITHUB_PERSONAL_ACCESS_TOKEN -v /a:/b ghcr.io/github/github-mcp-server:v1',
    {
      github: {
        command: 'docker',
        args: [
          'run',
          '-i',
          '--rm',
          '-e',
          'GITHUB_PERSONAL_ACCESS_TOKEN',
          '-v',
          '/a:/b',
          'ghcr.io/github/github-mcp-server:v1',
        ],
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: '${GITHUB_PERSONAL_ACCESS_TOKEN}' },
      },
    },
  ],
  [
    'paths of Windows',
    'C:\\tools\\node.exe C:\\work\\weather\\dist\\index.js --dir .\\data',
    {
      weather: {
        command: 'C:\\tools\\node.exe',
        args: ['C:\\work\\weather\\dist\\index.js', '--dir', '.\\data'],
      },
    },
  ],
  [
    'relative paths of Windows',
    'python src\\lib\\weather.py %APPDATA%\\x\\y ..\\up \\\\host\\share\\z',
    {
      weather: {
        command: 'python',
        args: ['src\\lib\\weather.py', '%APPDATA%\\x\\y', '..\\up', '\\\\host\\share\\z'],
      },
    },
  ],
  [
    'a quoted path of Windows',
    '"C:\\Program Files\\nodejs\\npx.cmd" -y foo-mcp "C:\\my folder\\"',
    { foo: { command: 'C:\\Program Files\\nodejs\\npx.cmd', args: ['-y', 'foo-mcp', 'C:\\my folder\\'] } },
  ],
  [
    'uv with a folder',
    'uv --directory /srv/weather run server.py',
    { weather: { command: 'uv', args: ['--directory', '/srv/weather', 'run', 'server.py'] } },
  ],
  [
    'python -m',
    'python -m mcp_server_time --local-timezone=Europe/Berlin',
    { time: { command: 'python', args: ['-m', 'mcp_server_time', '--local-timezone=Europe/Berlin'] } },
  ],
  [
    'an escaped space',
    'node /srv/my\\ tools/weather.js',
    { weather: { command: 'node', args: ['/srv/my tools/weather.js'] } },
  ],
  [
    'mcp-remote',
    'npx mcp-remote https://mcp.linear.app/sse',
    { linear: { command: 'npx', args: ['mcp-remote', 'https://mcp.linear.app/sse'] } },
  ],
  [
    'a query in an argument',
    'npx mcp-remote https://a.example.com/mcp?x=1&y=2',
    { example: { command: 'npx', args: ['mcp-remote', 'https://a.example.com/mcp?x=1&y=2'] } },
  ],
  [
    'curl',
    'curl -H "Accept: text/event-stream" -H "Authorization: Bearer x" https://a.example.com/mcp',
    { example: { type: 'http', url: 'https://a.example.com/mcp', headers: { Authorization: 'Bearer x' } } },
  ],
  [
    'an address',
    'https://mcp.linear.app/mcp',
    { linear: { type: 'http', url: 'https://mcp.linear.app/mcp' } },
  ],
  [
    'an address of the older kind',
    'https://mcp.asana.com/sse',
    { asana: { type: 'sse', url: 'https://mcp.asana.com/sse' } },
  ],
  [
    'an address of this computer',
    'http://127.0.0.1:8003/mcp',
    { local: { type: 'http', url: 'http://127.0.0.1:8003/mcp' } },
  ],
  [
    'a button for Cursor',
    `cursor://anysphere.cursor-deeplink/mcp/install?name=play%20wright&config=${btoa('{"command":"npx","args":["-y","ü"]}'.replace('ü', '@playwright/mcp'))}`,
    { 'play-wright': { command: 'npx', args: ['-y', '@playwright/mcp'] } },
  ],
  [
    'a button for VS Code',
    `vscode:mcp/install?${encodeURIComponent('{"name":"p","command":"npx","args":["a"]}')}`,
    { p: { command: 'npx', args: ['a'] } },
  ],
  [
    'a page of VS Code',
    `https://insiders.vscode.dev/redirect/mcp/install?name=p&config=${encodeURIComponent('{"command":"npx"}')}`,
    { p: { command: 'npx' } },
  ],
  [
    'a button for Goose',
    'goose://extension?cmd=npx&arg=-y&arg=%40x%2Fy-mcp&id=y&name=Why&env=KEY%3Da%20key',
    { Why: { command: 'npx', args: ['-y', '@x/y-mcp'], env: { KEY: '${KEY}' } } },
  ],
];

describe('what is pasted', () => {
  it.each([...json, ...other, ...commands])('is understood: %s', (_, pasted, expected) => {
    expect(byName(pasted)).toEqual(expected);
  });

  it('keeps policy and groups of a file of ours', () => {
    const [files] = serversOf(
      JSON.stringify({
        mcpServers: { files: FS },
        orchestrator: { servers: { files: { replicas: 2 } }, groups: { a: ['files'], b: [] } },
      }),
    );
    expect(files).toMatchObject({ policy: { replicas: 2 }, groups: ['a'] });
  });

  it('gets names that nobody has and that are allowed', () => {
    const [one, two] = serversOf(JSON.stringify({ files: FS, 'a/b': FS }), ['files', 'files-2']);
    expect([one?.name, one?.renamedFrom, two?.name, two?.renamedFrom]).toEqual([
      'files-3',
      'files',
      'a-b',
      'a/b',
    ]);
  });

  it.each([
    ['a secret', { s: { command: 'x', env: { API_KEY: 'sk-abcdefghijklmnopqrstuv' } } }, 'edit.note.secrets'],
    ['a placeholder', { s: { command: 'x', env: { API_KEY: '<YOUR_API_KEY>' } } }, 'edit.note.placeholder'],
    [
      'an input',
      { inputs: [{ id: 'k', description: 'Key' }], servers: { s: { command: 'x', args: ['${input:k}'] } } },
      'edit.note.input.described',
    ],
    [
      'a variable of an editor',
      { s: { command: 'x', args: ['${workspaceFolder}/a'] } },
      'edit.note.editor-variable',
    ],
    [
      'a container that hears nothing',
      { s: { command: 'docker', args: ['run', 'x'] } },
      'edit.note.docker-interactive',
    ],
  ])('is told about: %s', (_, value, key) => {
    const [server] = serversOf(JSON.stringify(value));
    expect(server?.notes.map((note) => note.key)).toEqual([key]);
  });

  it('tells no secret where a variable stands', () => {
    expect(
      serversOf(JSON.stringify({ s: { command: 'x', env: { API_KEY: '${API_KEY}' } } }))[0]?.notes,
    ).toEqual([]);
  });

  it.each([
    ['{ "mcpServers": { "a": { "command": "x" ', 'edit.fault.json-ends', 1],
    ['{\n "a": {\n  "command" "x" } }', 'edit.fault.json-unexpected', 3],
    ['{ "a": { "command": "x\n" } }', 'edit.fault.json-open-string', 1],
    ['{ "mcpServers": { ... } }', 'edit.fault.json-unexpected', 1],
    ['{ "mcpServers": {} }', 'edit.fault.no-server', null],
    ['{ "a": 1 } and more', 'edit.fault.json-unexpected', 1],
    ['npx -y "x', 'edit.fault.open-quote', null],
    ['npx x | tee y', 'edit.fault.operator', null],
    ['npm install x && npx x', 'edit.fault.two-commands', null],
    ['FOO=bar', 'edit.fault.no-command', null],
    ['ftp://a.example/x', 'edit.fault.scheme', null],
    ['mcpServers:\n  a:\n    command: x\n  - b\n', 'edit.fault.yaml', 4],
    ['[mcp_servers.a]\ncommand = x y z\n', 'edit.fault.toml', 2],
  ])('is refused with its place: %j', (pasted, key, line) => {
    expect(readSnippet(pasted)).toMatchObject({ kind: 'fault', fault: { key }, line });
  });

  it('is nothing where nothing is', () => {
    expect(readSnippet(' \n ')).toEqual({ kind: 'empty' });
  });
});

describe('a line of the file', () => {
  it.each([
    ['  "API_KEY": "sk-12345678901234567890", "PORT": "1"', '  "API_KEY": "••••••", "PORT": "1"'],
    ['"Authorization": "Bearer ${TOKEN}"', '"Authorization": "Bearer ${TOKEN}"'],
    ['"TOKEN": "<YOUR_TOKEN>"', '"TOKEN": "<YOUR_TOKEN>"'],
    ['// a "comment"', '// a "comment"'],
  ])('is shown without its secrets: %s', (line, shown) => {
    expect(maskSecrets(line)).toBe(shown);
  });
});

describe('whatever is pasted', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '\\',
    '\n',
    ' ',
    '- ',
    'npx',
    'url',
    'command',
    'mcpServers',
    '${',
    '=',
    '#',
    'C:\\',
    '__proto__',
    'docker run ',
    'claude mcp add ',
    'é',
    '\u202e',
    '|',
    '//',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(bits, { maxLength: 40 }).map((all) => all.join('')),
    fc.json(),
  );
  const checked = (pasted: string) => {
    const read = readSnippet(pasted);
    if (read.kind === 'fault') expect(Object.keys(english)).toContain(read.fault.key);
    if (read.kind !== 'servers') return;
    for (const { name, entry, notes } of read.servers) {
      expect(nameFault(name)).toBeNull();
      for (const note of notes) expect(formatMessage(note)).not.toContain('edit.note');
      for (const value of [entry.env, entry.headers]) {
        if (value !== undefined)
          expect(Object.values(value as object).every((each) => typeof each === 'string')).toBe(true);
      }
    }
  };

  it('is read without an exception, into names that are allowed', () => {
    fc.assert(fc.property(text, checked), { numRuns: 2000 });
  });

  it('comes back from a file as it was written', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter((each) => each.trim() === each);
    const entry = fc.record({
      command: word,
      args: fc.array(word, { minLength: 1, maxLength: 4 }),
      env: fc.dictionary(fc.stringMatching(/^[A-Z]{1,5}$/), word, {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
    });
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z]$/), entry, (name, given) => {
        fc.pre(!/docker|podman/.test(given.command));
        const [server] = serversOf(JSON.stringify({ mcpServers: { [name]: given } }));
        expect(server).toMatchObject({
          name: name === 'all' || name === 'constructor' ? 'server' : name,
          entry: given,
        });
        expect(serverEntrySchema.safeParse(server?.entry).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has names as the loader wants them', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 140 }),
      fc.constantFrom('', '.', '..', 'all', '__proto__', 'a/b', 'x'.repeat(129), '🚀'.repeat(128), '\ud800'),
    );
    fc.assert(
      fc.property(names, (name) => {
        expect(nameFault(allowedName(name))).toBeNull();
      }),
    );
  });

  it('is read in time, however long it is', () => {
    for (const long of [
      '{'.repeat(200_000),
      `"${'\\'.repeat(300_000)}`,
      `npx ${'a '.repeat(200_000)}`,
      `a: ${'- '.repeat(200_000)}`,
      '['.repeat(100_000),
      `x ${"'".repeat(99_999)}`,
      `x ${'a\\b'.repeat(99_999)}`,
      'a=b '.repeat(50_000),
    ]) {
      expect(cpuMsOf(() => checked(long))).toBeLessThan(5000);
    }
  });
});

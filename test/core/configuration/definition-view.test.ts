import { expect, test } from 'vitest';
import { viewDefinition } from '../../../src-main/core/configuration/definition-view.ts';
import { createRedactor } from '../../../src-main/core/logs/redact.ts';
import { FILE, load, server } from './load-text.ts';

function view(text: string, name = 'a', variables: Readonly<Record<string, string>> = {}) {
  const definition = server(load(text, variables), name);
  const redact = createRedactor(definition.secrets);
  return viewDefinition(definition, { file: FILE, place: definition, redact });
}

test('a launch is shown without what is secret in it', () => {
  const secret = 'ghp_0123456789abcdef';
  const shown = view(
    `{"mcpServers": {
       "a": {
         "command": "docker",
         "args": ["run", "-e", "DB_PASSWORD=short", "--api-key", "literal", "--token=literal", "--design", "x",
                  "-v", "/srv:/srv", "\${GH}", "https://x.example/?token=literal-one"],
         "env": {"GH": "\${GH}", "PIN": "1234", "LOG_LEVEL": "debug", "MODE": "read-only", "EMPTY": ""}
       }}}`,
    'a',
    { GH: secret },
  );
  expect([shown.name, shown.file, shown.line, shown.endpoint]).toEqual(['a', FILE, 2, null]);
  expect(shown.launch).toEqual({
    command: 'docker',
    args: [
      ...['run', '-e', 'DB_PASSWORD=••••', '--api-key', '••••', '--token=••••', '--design', 'x'],
      ...['-v', '/srv:/srv', '••••', 'https://x.example/?token=••••'],
    ],
    cwd: '/home/ada',
    env: [
      { name: 'GH', value: null },
      { name: 'PIN', value: null },
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'MODE', value: 'read-only' },
      { name: 'EMPTY', value: '' },
    ],
  });
  expect(JSON.stringify(shown)).not.toContain(secret);
});

test('an address whose only name is a token is shown without it', () => {
  const shown = view('{"mcpServers": {"a": {"url": "https://abcdef-123456@x.example/mcp"}}}');
  expect(shown.endpoint?.url).toBe('https://••••@x.example/mcp');
});

test('an address is shown without its password and its token', () => {
  const shown = view(
    `{"mcpServers": {"a": {"url": "https://ada:hunter2-hunter2@x.example/mcp?key=abcdefgh",
      "headers": {"Authorization": "Bearer abc", "X-Region": "eu"}}}}`,
  );
  expect(shown.launch).toBeNull();
  expect(shown.endpoint).toEqual({
    url: 'https://ada:••••@x.example/mcp?key=••••',
    transport: 'auto',
    headers: [
      { name: 'Authorization', value: null },
      { name: 'X-Region', value: 'eu' },
    ],
  });
});

test('every value of the policy says who said it, and where', () => {
  const shown = view(
    `{"mcpServers": {"a": {"command": "x", "args": [],
        "disabled": true}},
      "orchestrator": {
        "defaults": {"restart": {"maxRestarts": 5}},
        "servers": {"a": {
          "resources": {"memoryWarn": "2GB"},
          "gateway": {"calls": {"timeout": "60s"}, "apiKey": "literal"}}}}}`,
  );
  const { policy } = shown;
  expect(policy.slice(0, 4).map(({ path }) => path)).toEqual([
    'enabled',
    'autoStart',
    'aliases',
    'dependsOn',
  ]);
  const leaf = (path: string) => policy.find((one) => one.path === path);
  expect(leaf('enabled')).toEqual({ path: 'enabled', value: false, from: 'this server', line: 2 });
  expect(leaf('restart.maxRestarts')).toMatchObject({ value: 5, from: 'all servers', line: 4 });
  expect(leaf('restart.backoff.firstAfterStable.delay')).toMatchObject({ value: 100, from: 'default' });
  expect(leaf('resources.memoryWarn')).toMatchObject({ value: 2e9, from: 'this server', line: 6 });
  expect(leaf('port')).toEqual({ path: 'port', value: null, from: 'default', line: null });
  expect(leaf('gateway.calls')).toMatchObject({ value: { timeout: '60s' }, from: 'this server', line: 7 });
  expect(leaf('gateway.apiKey')).toMatchObject({ value: '••••' });
});

test('a port that the address decides is said by the entry', () => {
  const shown = view(
    `{"mcpServers": {"a": {"command": "x", "type": "http",
        "url": "http://127.0.0.1:8003/mcp"}},
      "orchestrator": {"servers": {"a": {"port": {}}}}}`,
  );
  const fixed = shown.policy.find(({ path }) => path === 'port.fixed');
  expect(fixed).toEqual({ path: 'port.fixed', value: 8003, from: 'this server', line: 2 });
});

test('an entry that cannot be used is shown with its line and its policy', () => {
  const shown = view('{"mcpServers": {\n"a": {"comand": "x"}}}');
  expect(shown).toMatchObject({ line: 2, launch: null, endpoint: null });
  expect(shown.policy.length).toBeGreaterThan(20);
});

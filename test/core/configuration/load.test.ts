// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { describe, expect, test } from 'vitest';
import { emptyConfiguration } from '../../../src-main/core/configuration/load.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { FILE, load, loadText, messages, sentences, server } from './load-text.ts';

describe('entries of mcpServers', () => {
  test('a command alone is launched over stdio from the folder of the file', () => {
    const fs = server(
      load({ mcpServers: { fs: { command: 'npx', args: ['-y', 'x'], env: { A: 'b' } } } }),
      'fs',
    );
    expect(fs).toMatchObject({
      transport: 'stdio',
      launch: { command: 'npx', args: ['-y', 'x'], env: { A: 'b' }, cwd: '/home/ada' },
      endpoint: null,
      enabled: true,
      problems: [],
    });
    expect(fs.policy).toEqual(defaultPolicy);
  });

  test.each([
    [{ type: 'stdio', command: 'x' }, 'stdio', null],
    [{ command: 'x', url: 'http://127.0.0.1:1/' }, 'http', 'auto'],
    [{ url: 'http://127.0.0.1:1/' }, 'http', 'auto'],
    [{ type: 'http', url: 'http://127.0.0.1:1/' }, 'http', 'http'],
    [{ type: 'streamable-http', url: 'http://127.0.0.1:1/' }, 'http', 'http'],
    [{ type: 'streamableHttp', url: 'http://127.0.0.1:1/' }, 'http', 'http'],
    [{ type: 'streamable_http', command: 'x', url: 'http://127.0.0.1:1/' }, 'http', 'http'],
    [{ type: 'sse', url: 'http://127.0.0.1:1/' }, 'sse', 'sse'],
  ])('%j is reached over %s', (entry, transport, endpoint) => {
    const one = server(load({ mcpServers: { one: entry } }), 'one');
    expect([one.transport, one.endpoint?.transport ?? null, one.launch === null]).toEqual([
      transport,
      endpoint,
      !('command' in entry),
    ]);
    expect(one.problems).toEqual([]);
  });

  test('"disabled" and "enabled" of other clients are honoured, keys of other clients accepted', () => {
    const { servers, errors, warnings } = load({
      mcpServers: {
        a: { command: 'x', disabled: true, autoApprove: [] },
        b: { command: 'x', enabled: false },
        c: { command: 'x', disabled: false, timeout: 60 },
        d: { command: 'x' },
      },
      orchestrator: { servers: { d: { enabled: false } } },
    });
    expect(servers.map((one) => [one.name, one.enabled, one.policy.enabled])).toEqual([
      ['a', false, false],
      ['b', false, false],
      ['c', true, true],
      ['d', false, false],
    ]);
    expect([errors, warnings]).toEqual([[], []]);
  });

  test('a relative cwd and a command with a slash are relative to the folder of the file', () => {
    const { servers } = load({
      mcpServers: {
        a: { command: './bin/run', cwd: 'data' },
        b: { command: '/usr/bin/run', cwd: '/srv' },
        c: { command: 'run' },
      },
    });
    expect(servers.map((one) => [one.launch?.command, one.launch?.cwd])).toEqual([
      ['/home/ada/bin/run', '/home/ada/data'],
      ['/usr/bin/run', '/srv'],
      ['run', '/home/ada'],
    ]);
  });

  test.each([
    [5, '"mcpServers.one" must be an object with "command" or "url", found 5.'],
    [null, '"mcpServers.one" must be an object with "command" or "url", found null.'],
    [{}, 'It has neither "command" nor "url". Say how it is started or where it is reached.'],
    [{ comand: 'x' }, 'It has neither "command" nor "url". Write "command" instead of "comand".'],
    [{ serverUrl: 'x' }, 'It has neither "command" nor "url". Write "url" instead of "serverUrl".'],
    [{ command: 7 }, '"command" must be text in quotation marks, found 7.'],
    [{ command: ['npx'] }, '"command" must be text in quotation marks, found a list.'],
    [{ command: ' ' }, '"command" is empty. Name the program that starts the server.'],
    [{ command: 'x', args: 'y' }, '"args" must be a list, found "y".'],
    [{ command: 'x', args: ['a', 8003] }, '"args[1]" must be text in quotation marks, found 8003.'],
    [
      { command: 'x', args: ['a\0b'] },
      '"args[0]" holds a NUL character, which no program can be given. Remove it.',
    ],
    [{ command: 'x', env: { PORT: 8003 } }, '"env.PORT" must be text in quotation marks, found a number.'],
    [{ command: 'x', env: [] }, '"env" must be an object with braces, found a list.'],
    [
      { command: 'x', env: { 'A=B': '' } },
      'The name of an environment variable must not be empty and must not hold "=".',
    ],
    [{ command: 'x', cwd: {} }, '"cwd" must be text in quotation marks, found an object.'],
    [{ command: 'x', disabled: 'yes' }, '"disabled" must be true or false, found "yes".'],
    [{ url: 'example.org/mcp' }, '"url" must be an address that begins with http:// or https://.'],
    [{ url: 'ftp://example.org' }, '"url" must be an address that begins with http:// or https://.'],
    [
      { url: 'http://h/', headers: { 'X Y': 'a' } },
      '"headers["X Y"]" is not a header that HTTP can carry. Remove line breaks and signs outside Latin-1.',
    ],
    [
      { url: 'http://h/', headers: { A: 'a\nb' } },
      '"headers.A" is not a header that HTTP can carry. Remove line breaks and signs outside Latin-1.',
    ],
    [{ type: 'http' }, '"type" is "http", but there is no "url". Add the address where it is reached.'],
    [
      { type: 'sse', command: 'x' },
      '"type" is "sse", but there is no "url". Add the address where it is reached, or write "stdio".',
    ],
    [
      { type: 'stdio', url: 'http://h/' },
      '"type" is "stdio", but there is no "command". Add one, or write "http" for a server with a "url".',
    ],
    [
      { type: 'websocket', command: 'x' },
      '"type" must be "stdio", "http", "streamable-http", "streamableHttp", "streamable_http" or "sse", found "websocket".',
    ],
  ])('%j is refused with one clear sentence and stops no other server', (entry, sentence) => {
    const configuration = load({ mcpServers: { one: entry, other: { command: 'x' } } });
    expect(sentences(server(configuration, 'one').problems)).toEqual([sentence]);
    expect(configuration.errors).toEqual(server(configuration, 'one').problems);
    expect(server(configuration, 'other').problems).toEqual([]);
  });

  test('what is odd but can run is a warning', () => {
    const { warnings, errors } = load({
      mcpServers: {
        a: { command: 'npx -y x' },
        b: { type: 'stdio', command: 'x', url: 'http://h/' },
        c: { command: './my folder/run' },
      },
    });
    expect(errors).toEqual([]);
    expect(sentences(warnings)).toEqual([
      '"command" is "npx -y x", a name with spaces. Arguments belong into "args", one in each text.',
      '"type" is "stdio", so "url" has no effect.',
    ]);
  });
});

describe('variables', () => {
  test('are replaced in command, args, env, cwd, url and headers', () => {
    const configuration = load(
      {
        mcpServers: {
          a: { command: '${BIN}', args: ['${env:A}-${B:-two}'], env: { T: 'x${A}x' }, cwd: '${DIR}' },
          b: { url: 'http://${HOST:-localhost}/', headers: { Authorization: 'Bearer ${TOKEN}' } },
        },
      },
      { BIN: 'npx', A: 'one', DIR: '/srv', TOKEN: 'abc' },
    );
    expect(server(configuration, 'a').launch).toEqual({
      command: 'npx',
      args: ['one-two'],
      env: { T: 'xonex' },
      cwd: '/srv',
    });
    expect(server(configuration, 'b').endpoint).toMatchObject({
      url: 'http://localhost/',
      headers: { Authorization: 'Bearer abc' },
    });
  });

  test('a missing one without default refuses that server alone and says where', () => {
    const configuration = load(
      '{\n  "mcpServers": {\n    "a": { "url": "https://x/?k=${KEY}", "headers": { "A": "${KEY2}" } },\n    "b": { "command": "x" }\n  }\n}',
    );
    expect(messages(configuration.errors)).toEqual([
      'Line 3, column 19: "url" needs the variable KEY, which is not set. Set it, or write a default: ${KEY:-default}.',
      'Line 3, column 60: "headers.A" needs the variable KEY2, which is not set. Set it, or write a default: ${KEY2:-default}.',
    ]);
    expect(configuration.errors[0]).toMatchObject({
      file: FILE,
      line: 3,
      column: 19,
      server: 'a',
      path: 'mcpServers.a.url',
    });
    expect(server(configuration, 'b').problems).toEqual([]);
  });

  test('a missing one of a disabled server is a warning: nobody waits for it', () => {
    const { errors, warnings, servers } = load({ mcpServers: { a: { command: '${X}', disabled: true } } });
    expect([errors.length, warnings.length, servers[0]?.problems.length]).toEqual([0, 1, 1]);
  });

  test('forms that only another client can fill in are refused', () => {
    const { errors } = load({ mcpServers: { a: { command: 'x', args: ['${input:token}'] } } });
    expect(sentences(errors)).toEqual([
      '"args[0]" holds ${input:token}, which only its own program can fill in. Use an environment variable.',
    ]);
  });
});

describe('policies', () => {
  test('are merged key by key at every depth, and a list replaces the list', () => {
    const configuration = load({
      mcpServers: { a: { command: 'x' }, b: { command: 'x' } },
      orchestrator: {
        defaults: {
          restart: { maxRestarts: 5, backoff: { initial: '2s', firstAfterStable: { uptime: '5m' } } },
          inheritEnv: ['A', 'B'],
          resources: { memoryWarn: '2GiB' },
          port: { startWhenFree: true },
        },
        servers: { a: { restart: { backoff: { max: '2m' } }, inheritEnv: ['C'], port: { fixed: 8003 } } },
      },
    });
    expect(server(configuration, 'a').policy).toEqual({
      ...defaultPolicy,
      restart: {
        ...defaultPolicy.restart,
        maxRestarts: 5,
        backoff: {
          ...defaultPolicy.restart.backoff,
          initial: 2000,
          max: 120_000,
          firstAfterStable: { uptime: 300_000, delay: 100 },
        },
      },
      inheritEnv: ['C'],
      resources: { ...defaultPolicy.resources, memoryWarn: 2 ** 31 },
      port: { env: 'PORT', fixed: 8003, startWhenFree: true },
    });
    expect(server(configuration, 'b').policy.inheritEnv).toEqual(['A', 'B']);
  });

  test('every value knows who said it and where', () => {
    const configuration = load(
      `{"mcpServers": {"a": {"command": "x"}},
        "orchestrator": {
          "defaults": {"health": {"interval": "1m"}, "autoStart": false},
          "servers": {"a": {
            "health": {"timeout": 500, "interval": 7000}}}}}`,
    );
    const { originOf } = server(configuration, 'a');
    expect(
      ['health.timeout', 'health.interval', 'autoStart', 'restart.maxRestarts'].map((path) =>
        originOf?.(path),
      ),
    ).toEqual([
      { from: 'this server', line: 5 },
      { from: 'this server', line: 5 },
      { from: 'all servers', line: 3 },
      { from: 'default', line: null },
    ]);
  });

  test('the sentence names line, column, key, what was expected and found', () => {
    const configuration = load(
      '{"mcpServers": {"db": {"command": "x"}},\n "orchestrator": {"servers": {"db": {"restart": {"maxRestarts": "three"}}}}}',
    );
    expect(configuration.errors).toEqual([
      {
        file: FILE,
        line: 2,
        column: 65,
        server: 'db',
        path: 'orchestrator.servers.db.restart.maxRestarts',
        found: '"three"',
        expected: 'a whole number',
        message: 'Line 2, column 65: "restart.maxRestarts" must be a whole number, found "three".',
        told: message('config.wrong', {
          path: 'restart.maxRestarts',
          expected: message('config.expected.whole-number'),
          found: '"three"',
        }),
      },
    ]);
  });

  test.each([
    ['x', '"orchestrator.servers.db" must be an object with braces, found "x".'],
    [{ enabled: 1 }, '"enabled" must be true or false, found 1.'],
    [{ aliases: 'a' }, '"aliases" must be a list, found "a".'],
    [{ aliases: [1] }, '"aliases[0]" must be text in quotation marks, found 1.'],
    [{ dependsOn: [7] }, '"dependsOn[0]" must be the name of a server, or an object with "server", found 7.'],
    [{ dependsOn: [{}] }, '"dependsOn[0]" must be an object with "server", found an object.'],
    [
      { dependsOn: [{ server: 'other', condition: 'up' }] },
      '"dependsOn[0].condition" must be "started" or "healthy", found "up".',
    ],
    [{ restart: 'always' }, '"restart" must be an object with braces, found "always".'],
    [
      { restart: { policy: 'sometimes' } },
      '"restart.policy" must be "always", "on-failure" or "never", found "sometimes".',
    ],
    [{ restart: { maxRestarts: -1 } }, '"restart.maxRestarts" must be at least 0, found -1.'],
    [{ restart: { maxRestarts: 1.5 } }, '"restart.maxRestarts" must be a whole number, found 1.5.'],
    [{ restart: { backoff: { jitter: 2 } } }, '"restart.backoff.jitter" must be at most 1, found 2.'],
    [{ restart: { backoff: { factor: '4' } } }, '"restart.backoff.factor" must be a number, found "4".'],
    [
      { restart: { backoff: { initial: 'soon' } } },
      '"restart.backoff.initial" must be a duration in ms or text such as "30s", found "soon".',
    ],
    [{ stop: { drain: -5 } }, '"stop.drain" must be a duration in ms or text such as "30s", found -5.'],
    [
      { health: { interval: 0 } },
      '"health.interval" must be a duration of at least 1 ms or text such as "30s", found 0.',
    ],
    [
      { health: { url: 'x' } },
      '"health.url" must be an address that begins with http:// or https://, found "x".',
    ],
    [
      { resources: { memoryWarn: 'big' } },
      '"resources.memoryWarn" must be a size in bytes or text such as "10MB", found "big".',
    ],
    [{ resources: { cpuWarn: 0 } }, '"resources.cpuWarn" must be above 0, found 0.'],
    [{ port: { fixed: 70_000 } }, '"port.fixed" must be at most 65535, found 70000.'],
    [
      { port: { env: 'A=B' } },
      'The name of an environment variable must not be empty and must not hold "=".',
    ],
    [{ inheritEnv: null }, '"inheritEnv" must be a list, found null.'],
    [{ logs: [] }, '"logs" must be an object with braces, found a list.'],
    [{ replicas: 0 }, '"replicas" must be at least 1, found 0.'],
    [{ gateway: 1 }, '"gateway" must be an object with braces, found 1.'],
  ])('the policy %j refuses its server with one clear sentence', (policy, sentence) => {
    const configuration = load({
      mcpServers: { db: { command: 'x' }, other: { command: 'x' } },
      orchestrator: { servers: { db: policy } },
    });
    expect(sentences(configuration.errors)).toEqual([sentence]);
    expect(server(configuration, 'db').problems).toEqual(configuration.errors);
    expect(server(configuration, 'other').problems).toEqual([]);
  });

  test('a wrong value in the defaults is told and left out: no server pays for it', () => {
    const { errors, servers } = load({
      mcpServers: { a: { command: 'x' } },
      orchestrator: { defaults: { restart: { maxRestarts: [], resetDaily: true }, logs: { maxFiles: 2 } } },
    });
    expect(sentences(errors)).toEqual([
      '"orchestrator.defaults.restart.maxRestarts" must be a whole number, found a list.',
    ]);
    expect(servers[0]?.problems).toEqual([]);
    expect(servers[0]?.policy).toMatchObject({
      restart: { maxRestarts: 3, resetDaily: true },
      logs: { maxFiles: 2, maxSize: 10_000_000 },
    });
  });

  test('an unknown key is a warning that names the nearest known one', () => {
    const { errors, warnings } = load({
      mcpServers: { a: { command: 'x' } },
      orchestrator: {
        default: {},
        defaults: { health: { treshold: 2, intervall: 5 } },
        servers: { a: { restart: { backoff: { first_after_stable: {} } } }, b: {} },
        zzz: 1,
      },
    });
    expect(errors).toEqual([]);
    expect(sentences(warnings).toSorted()).toEqual(
      [
        '"orchestrator.default" is not known and has no effect. Did you mean "defaults"?',
        '"orchestrator.defaults.health.treshold" is not known and has no effect.',
        '"orchestrator.defaults.health.intervall" is not known and has no effect. Did you mean "interval"?',
        '"restart.backoff.first_after_stable" is not known and has no effect. Did you mean "firstAfterStable"?',
        'There is a policy for "b", but no such server in "mcpServers".',
        '"orchestrator.zzz" is not known and has no effect.',
      ].toSorted(),
    );
  });

  test('a server that is launched and reached by URL listens on the port of its URL', () => {
    const entry = { command: 'x', url: 'http://127.0.0.1:8003/mcp' };
    const configuration = load({
      mcpServers: { a: entry, b: entry, c: entry },
      orchestrator: { servers: { a: { port: {} }, b: { port: { fixed: 9000 } } } },
    });
    expect(server(configuration, 'a').policy.port).toEqual({
      env: 'PORT',
      fixed: 8003,
      startWhenFree: false,
    });
    expect(sentences(configuration.errors)).toEqual([
      '"port.fixed" is 9000, but the "url" says port 8003. Write the same in both.',
    ]);
    expect(server(configuration, 'c').policy.port).toBeNull();
  });

  test('replicas are accepted with a warning that they come later', () => {
    const { errors, warnings } = load({
      mcpServers: { a: { command: 'x' } },
      orchestrator: { servers: { a: { replicas: 3 } } },
    });
    expect(errors).toEqual([]);
    expect(sentences(warnings)).toEqual([
      '"replicas" is 3, but replicas come with a later version. One instance runs.',
    ]);
  });
});

describe('the file as a whole', () => {
  test.each([
    ['null', 'The file must be an object, from the first brace to the last, found null.'],
    ['[]', 'The file must be an object, from the first brace to the last, found a list.'],
    ['"text"', 'The file must be an object, from the first brace to the last, found "text".'],
    ['{"mcpServers": []}', '"mcpServers" must be an object with braces, found a list.'],
    ['{"mcpServers": {}, "orchestrator": 1}', '"orchestrator" must be an object with braces, found 1.'],
    [
      '{"mcpServers": {"a": {}},\n "mcpServers": {"b": {}}}',
      '"mcpServers" stands twice, in line 1 and in line 2. Keep one of the two.',
    ],
  ])('%s is not put in force', (text, sentence) => {
    const result = loadText(text);
    expect(result.ok ? 'in force' : sentences(result.problems)).toEqual([sentence]);
  });

  test('without mcpServers nothing runs, and the key that was meant is named', () => {
    expect(load({}).servers).toEqual([]);
    expect(sentences(load({}).warnings)).toEqual([
      'The file has no "mcpServers", so there is nothing to run. List the servers there.',
    ]);
    expect(sentences(load({ servers: {} }).warnings)).toEqual([
      'The file has "servers" but no "mcpServers", so there is nothing to run. Rename "servers" to "mcpServers".',
    ]);
    expect(sentences(load({ mcpserver: {} }).warnings)[0]).toContain('Rename "mcpserver"');
  });

  test('an absent file is an empty configuration', () => {
    expect(emptyConfiguration(FILE)).toMatchObject({ exists: false, servers: [], errors: [] });
  });

  test('keys that stand twice refuse the server they belong to and show both lines', () => {
    const configuration = load(`{
      "mcpServers": {
        "a": { "command": "x" },
        "b": { "command": "x", "command": "y" },
        "c": { "command": "x" },
        "a": { "command": "y" },
        "d": { "command": "x" }
      },
      "orchestrator": {
        "servers": { "c": { "restart": { "policy": "never",
          "policy": "always" } }, "d": {},
          "d": {} },
        "http": {}, "http": {}
      }
    }`);
    expect(configuration.errors.map((problem) => [problem.server, problem.message])).toEqual([
      ['b', 'Line 4, column 32: "command" stands twice, both times in line 4. Keep one of the two.'],
      ['a', 'Line 6, column 9: "mcpServers.a" stands twice, in line 3 and in line 6. Keep one of the two.'],
      [
        'c',
        'Line 11, column 11: "restart.policy" stands twice, in line 10 and in line 11. Keep one of the two.',
      ],
      [
        'd',
        'Line 12, column 11: "orchestrator.servers.d" stands twice, in line 11 and in line 12. Keep one of the two.',
      ],
      [
        null,
        'Line 13, column 21: "orchestrator.http" stands twice, both times in line 13. Keep one of the two.',
      ],
    ]);
    expect(configuration.servers.map((one) => [one.name, one.problems.length])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['d', 1],
    ]);
  });

  test('servers stay in the order of the file, also where names are numbers', () => {
    const text = '{"mcpServers": {"b": {"command":"x"}, "10": {"command":"x"}, "2": {"command":"x"}}}';
    expect(load(text).servers.map((one) => one.name)).toEqual(['b', '10', '2']);
  });

  test('settings of the instance', () => {
    const configuration = load({
      mcpServers: {},
      orchestrator: {
        http: { port: 7000, host: '::1' },
        startConcurrency: { direct: 2 },
        telemetry: { x: 1 },
      },
    });
    expect(configuration).toMatchObject({
      http: { port: 7000, host: '::1' },
      startConcurrency: { direct: 2, wrappers: null },
      errors: [],
      warnings: [],
    });
  });

  test.each(['0.0.0.0', '192.168.0.7', '::', 'example.org', ''])(
    'the host %j would let others in',
    (host) => {
      const { http, errors } = load({ mcpServers: {}, orchestrator: { http: { host } } });
      expect(http.host).toBe('127.0.0.1');
      expect(sentences(errors)).toEqual([
        `"orchestrator.http.host" must be a loopback address such as "127.0.0.1", found ${JSON.stringify(host)}. Other computers cannot be let in yet.`,
      ]);
    },
  );

  test('everything below orchestrator may be of a wrong type without harm to a server', () => {
    const wrong = [null, 1, 'x', true, []];
    for (const value of wrong) {
      for (const key of ['defaults', 'servers', 'groups', 'startConcurrency', 'http', 'gateway', 'alerts']) {
        const { errors, servers } = load({
          mcpServers: { a: { command: 'x' } },
          orchestrator: { [key]: value },
        });
        expect([key, value, errors.length, servers[0]?.problems.length]).toEqual([key, value, 1, 0]);
      }
    }
  });
});

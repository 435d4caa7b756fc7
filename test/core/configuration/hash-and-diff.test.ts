// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../src-main/core/configuration/definition.ts';
import { diffConfigurations } from '../../../src-main/core/configuration/diff.ts';
import { configurationCause } from '../../../src-main/core/configuration/problems.ts';
import { expandVariables } from '../../../src-main/core/configuration/variables.ts';
import { formatCause } from '../../../src-shared/i18n/format.ts';
import { load, server } from './load-text.ts';

const base = {
  mcpServers: {
    a: { command: 'x', args: ['1'], env: { A: '1', B: '2' } },
    b: { url: 'https://h/', headers: { X: '1' } },
  },
  orchestrator: { servers: { a: { port: { fixed: 8000 }, inheritEnv: ['P', 'Q'] } } },
};

const hashOf = (value: unknown, name: string) => server(load(value), name).launchHash;

describe('the launch hash', () => {
  test.each([
    ['the order of env and of inheritEnv', { env: { B: '2', A: '1' } }, { inheritEnv: ['Q', 'P'] }],
    ['keys of other clients', { note: 'hello' }, {}],
    ['the restart policy', {}, { restart: { maxRestarts: 9 }, health: { kind: 'none' } }],
    ['startWhenFree', {}, { port: { fixed: 8000, startWhenFree: true } }],
  ])('stays with %s', (_what, entry, policy) => {
    const changed = {
      mcpServers: { ...base.mcpServers, a: { ...base.mcpServers.a, ...entry } },
      orchestrator: { servers: { a: { ...base.orchestrator.servers.a, ...policy } } },
    };
    expect(hashOf(changed, 'a')).toBe(hashOf(base, 'a'));
  });

  test.each([
    ['command', { command: 'y' }, {}],
    ['args', { args: ['2'] }, {}],
    ['the borders between args', { args: ['1', ''] }, {}],
    ['env', { env: { A: '1' } }, {}],
    ['cwd', { cwd: 'y' }, {}],
    ['url', { url: 'http://127.0.0.1:8000/' }, {}],
    ['port', {}, { port: { fixed: 8001 } }],
    ['the port variable', {}, { port: { fixed: 8000, env: 'P' } }],
    ['inheritEnv', {}, { inheritEnv: ['P'] }],
  ])('changes with %s', (_what, entry, policy) => {
    const changed = {
      mcpServers: { ...base.mcpServers, a: { ...base.mcpServers.a, ...entry } },
      orchestrator: { servers: { a: { ...base.orchestrator.servers.a, ...policy } } },
    };
    expect(hashOf(changed, 'a')).not.toBe(hashOf(base, 'a'));
    expect(hashOf(changed, 'b')).toBe(hashOf(base, 'b'));
  });

  test('changes with a variable that changes', () => {
    const value = { mcpServers: { a: { command: '${X}' } } };
    const hash = (text: string) => server(load(value, { X: text }), 'a').launchHash;
    expect(hash('1')).not.toBe(hash('2'));
    expect(hash('1')).toBe(hash('1'));
  });
});

describe('the difference of two configurations', () => {
  const before = load(base);
  const differ = (next: unknown, previous: Configuration | null = before) =>
    diffConfigurations(previous, load(next));
  const none = {
    added: [],
    removed: [],
    launchChanged: [],
    policyChanged: [],
    unchanged: [],
    orderChanged: false,
    groupsChanged: false,
    settingsChanged: false,
  };

  test('of equal ones is nothing, though the file was written differently', () => {
    expect(diffConfigurations(before, load(`// hello\n${JSON.stringify(base)}`))).toEqual({
      ...none,
      unchanged: ['a', 'b'],
    });
  });

  test('from nothing adds everything', () => {
    expect(differ(base, null)).toEqual({ ...none, added: ['a', 'b'] });
  });

  test('tells launch from policy, added from removed, order, groups and settings', () => {
    const { a, b } = base.mcpServers;
    expect(
      differ({
        mcpServers: { c: b, b: { ...b, disabled: true }, a: { ...a, command: 'y' } },
        orchestrator: { ...base.orchestrator, groups: { g: ['a'] }, http: { port: 1 } },
      }),
    ).toEqual({
      ...none,
      added: ['c'],
      launchChanged: ['a'],
      policyChanged: ['b'],
      orderChanged: true,
      groupsChanged: true,
      settingsChanged: true,
    });
    expect(differ({ mcpServers: { b } })).toEqual({ ...none, removed: ['a'], unchanged: ['b'] });
  });

  test('one that became invalid, or invalid for another reason, counts as launch-changed', () => {
    const { a, b } = base.mcpServers;
    const invalid = load({ mcpServers: { a, b }, orchestrator: { servers: { b: { restart: 1 } } } });
    expect(diffConfigurations(load({ mcpServers: { a, b } }), invalid).launchChanged).toEqual(['b']);
    expect(diffConfigurations(invalid, invalid).unchanged).toEqual(['a', 'b']);
    const other = load({ mcpServers: { a, b }, orchestrator: { servers: { b: { restart: 2 } } } });
    expect(diffConfigurations(invalid, other).launchChanged).toEqual(['b']);
  });

  test.each([
    ['a key that came', { gateway: { x: 1 } }, { gateway: { x: 1, y: 1 } }],
    ['a key that was renamed', { gateway: { x: 1 } }, { gateway: { y: 1 } }],
    ['a list that grew', { inheritEnv: [], gateway: { l: [1] } }, { gateway: { l: [1, 2] } }],
    ['a list for an object', { gateway: { l: [] } }, { gateway: { l: {} } }],
    ['null for an object', { gateway: { l: null } }, { gateway: { l: {} } }],
  ])('sees %s inside a policy', (_what, one, other) => {
    const withPolicy = (policy: unknown) =>
      load({ mcpServers: { s: { command: 'x' } }, orchestrator: { servers: { s: policy } } });
    expect(diffConfigurations(withPolicy(one), withPolicy(other)).policyChanged).toEqual(['s']);
    expect(diffConfigurations(withPolicy(one), withPolicy(one)).policyChanged).toEqual([]);
  });
});

describe('secrets', () => {
  test('are the contents of env and headers, what variables brought in, and keys in the URL', () => {
    const { servers } = load(
      {
        mcpServers: {
          a: {
            command: 'x',
            args: ['${TOKEN}', '${HOME}'],
            env: { KEY: 'k-123456', DEBUG: 'verbose-all', N: '123456789', S: 'ab' },
          },
          b: {
            url: 'https://user:passw0rd@h/?api_key=abcdefg&page=1234567',
            headers: { Authorization: 'Bearer t-123456', Accept: '${PLAIN:-text/html}' },
          },
        },
      },
      { TOKEN: 'sk-abcdef', HOME: '/home/ada' },
    );
    expect(servers.map((one) => one.secrets)).toEqual([
      ['k-123456', 'sk-abcdef'],
      ['Bearer t-123456', 't-123456', 'passw0rd', 'abcdefg'],
    ]);
  });

  test('are no words, paths and numbers, which are in every line, unless their name says that they are', () => {
    const { servers } = load({
      mcpServers: {
        a: {
          command: 'x',
          env: {
            MODE: 'read-only',
            ZONE: 'Europe/Berlin',
            DATA: '/srv/data/own files',
            SIZE: '1234567',
            DB_PASSWORD: 'correct horse',
            API_TOKEN: '12345678',
            SESSION: 'Zx9_kd82',
          },
        },
        b: {
          url: 'https://user:p%40ss%20word@h/',
          headers: {
            'Content-Type': 'application/vnd.x-1+json',
            'X-Api-Key': 'abcdefgh',
            'X-Id': 'u-99-a1b2',
          },
        },
      },
    });
    expect(servers.map((one) => one.secrets)).toEqual([
      ['correct horse', '12345678', 'Zx9_kd82'],
      ['abcdefgh', 'u-99-a1b2', 'p@ss word'],
    ]);
  });

  test('are also what `inheritEnv` hands on', () => {
    const { servers } = load(
      {
        mcpServers: { a: { command: 'x' } },
        orchestrator: { defaults: { inheritEnv: ['OPENAI_API_KEY', 'NOT_THERE', 'EDITOR'] } },
      },
      { OPENAI_API_KEY: 'sk-inherited', EDITOR: '/usr/bin/vim', OTHER: 'sk-other' },
    );
    expect(servers[0]?.secrets).toEqual(['sk-inherited']);
  });

  test('are never in a problem', () => {
    const { errors } = load(
      {
        mcpServers: {
          a: { command: 'x', env: { K: '${TOKEN}${NOPE}', L: 12345678 } },
          b: { url: '${TOKEN}' },
        },
      },
      { TOKEN: 'sk-abcdef' },
    );
    expect(errors).toHaveLength(3);
    expect(JSON.stringify(errors)).not.toMatch(/sk-abcdef|12345678/);
  });
});

describe('variables in a text', () => {
  const expand = (text: string) => expandVariables(text, (name) => ({ A: '1', EMPTY: '', B: '${A}' })[name]);

  test.each([
    ['${A}${A}', '11'],
    ['${env:A}', '1'],
    ['${env:NO:-d}', 'd'],
    ['${EMPTY}|', '|'],
    ['${EMPTY:-d}', 'd'],
    ['${NO:-}', ''],
    ['${NO:-${A}x}', '1x'],
    ['${NO:-a:-b}', 'a:-b'],
    ['${B}', '${A}'],
    ['$A ${A%x} ${} ${1} {A}', '$A ${A%x} ${} ${1} {A}'],
    ['${A', '${A'],
    ['x ${ y', 'x ${ y'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text)).toMatchObject({ text: expected, faults: [] });
  });

  test('faults name what is missing, in defaults too', () => {
    expect(expand('${NO} ${ALSO:-${NOT}} ${file:x}').faults).toEqual([
      { kind: 'missing', name: 'NO' },
      { kind: 'missing', name: 'NOT' },
      { kind: 'foreign', form: '${file:x}' },
    ]);
  });

  test('hostile nesting ends', () => {
    expect(expand('${N:-'.repeat(50_000) + '}'.repeat(50_000)).faults).toEqual([]);
    expect(expand('${'.repeat(500_000)).text).toHaveLength(1_000_000);
  });
});

test('the cause of CRASHED(CONFIG) is the first problem, how many more there are, and the line to mend', () => {
  const { servers } = load('{"mcpServers": {"a": {"command": 5,\n "args": 6, "cwd": 7}}}');
  expect(formatCause(configurationCause(servers[0]?.problems ?? []))).toBe(
    'Line 1, column 34: "command" must be text in quotation marks, found 5. Its configuration has 2 more errors. Mend line 1. It starts as soon as the file is saved.',
  );
});

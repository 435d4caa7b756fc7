// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own syntax for variables
import { describe, expect, test } from 'vitest';
import type { ConfigChange } from '../../../../src-shared/contract/configuration.ts';
import { changed, difference } from './kit.ts';

const TEXT = `{
  // servers of every day
  "mcpServers": {
    "search": {
      "command": "npx", // from npm
      "args": ["-y", "@scope/search@1"],
      "env": { "KEY": "\${KEY}", "LEVEL": "info" },
      "icon": "🔍"
    },
    "files": {
      "command": "node",
      "args": [
        "files.mjs", // the script
        "/home/ada" // where
      ],
      "enabled": true
    },
    "mail": { "url": "https://example.org/mcp", "disabled": false },
  },
  "orchestrator": {
    "defaults": { "dependsOn": ["mail"], "restart": { "maxRestarts": 5 } },
    "servers": {
      "search": { "aliases": ["s", "files"], "enabled": true },
      "files": {
        "dependsOn": ["search", { "server": "search", "condition": "started" }], // both ways
        "restartWith": ["search"],
      },
      "stray": { "autoStart": false },
    },
    "groups": {
      "work": ["search", "files"], // from nine to five
      "home": ["s"],
    },
  },
}
`;

const put = (name: string, entry: Record<string, unknown>, more: object = {}): ConfigChange => ({
  kind: 'put-server',
  name,
  entry,
  ...more,
});
const lines = (...changes: readonly ConfigChange[]) => difference(TEXT, changed(TEXT, ...changes));

describe('put-server', () => {
  test('adds a server behind the others, or behind the one that is named', () => {
    const entry = { command: 'uvx', args: ['a'] };
    const come = ['    "new": {', '      "command": "uvx",', '      "args": ["a"]', '    },'];
    expect(lines(put('new', entry))).toEqual({ gone: [], come });
    const text = changed(TEXT, put('new', entry, { after: 'search' }));
    expect([text.indexOf('"search": {'), text.indexOf('"new"'), text.indexOf('"files": {')]).toEqual(
      [text.indexOf('"search": {'), text.indexOf('"new"'), text.indexOf('"files": {')].sort((a, b) => a - b),
    );
    expect(changed(TEXT, put('new', entry, { after: 'nobody' }))).toBe(changed(TEXT, put('new', entry)));
  });

  test('touches of an entry only what differs, and takes out what is left out or null', () => {
    const entry = {
      command: 'npx',
      args: ['-y', '@scope/search@2'],
      env: { KEY: '${KEY}', LEVEL: null, MORE: '1' },
      icon: '🔍',
    };
    expect(lines(put('search', entry))).toEqual({
      gone: [
        '      "args": ["-y", "@scope/search@1"],',
        '      "env": { "KEY": "${KEY}", "LEVEL": "info" },',
      ],
      come: ['      "args": ["-y", "@scope/search@2"],', '      "env": { "KEY": "${KEY}", "MORE": "1" },'],
    });
    const less = { command: 'npx', args: ['-y', '@scope/search@1'], icon: null, cwd: null };
    expect(lines(put('search', less))).toEqual({
      gone: [
        '      "args": ["-y", "@scope/search@1"],',
        '      "env": { "KEY": "${KEY}", "LEVEL": "info" },',
        '      "icon": "🔍"',
      ],
      come: ['      "args": ["-y", "@scope/search@1"]'],
    });
    const same = { enabled: true, args: ['files.mjs', '/home/ada'], command: 'node' };
    expect(changed(TEXT, put('files', same))).toBe(TEXT);
  });

  test('keeps the comments of the arguments that stay', () => {
    const args = ['files.mjs', '--deep', '/home/ada'];
    expect(lines(put('files', { command: 'node', args, enabled: true }))).toEqual({
      gone: [],
      come: ['        "--deep",'],
    });
  });

  test('writes a policy where there is something to say', () => {
    const entry = { url: 'https://example.org/mcp', disabled: false };
    expect(lines(put('mail', entry, { policy: {} }))).toEqual({ gone: [], come: [] });
    expect(lines(put('mail', entry, { policy: { health: { kind: 'none' } } })).come).toEqual([
      '      "mail": {',
      '        "health": {',
      '          "kind": "none"',
      '        }',
      '      },',
    ]);
    const files = { command: 'node', args: ['files.mjs', '/home/ada'], enabled: true };
    const policy = { dependsOn: ['search'], restartWith: null, autoStart: false };
    expect(lines(put('files', files, { policy })).come).toEqual([
      '        "dependsOn": ["search"], // both ways',
      '        "autoStart": false,',
    ]);
    expect(lines(put('files', files, { policy: {} })).gone).toHaveLength(4);
  });

  test('makes it a member of exactly the groups that are named', () => {
    const entry = { url: 'https://example.org/mcp', disabled: false };
    expect(lines(put('mail', entry, { groups: ['work', 'night', 'night'] }))).toEqual({
      gone: ['      "work": ["search", "files"], // from nine to five'],
      come: ['      "work": ["search", "files", "mail"], // from nine to five', '      "night": ["mail"],'],
    });
    const search = {
      command: 'npx',
      args: ['-y', '@scope/search@1'],
      env: { KEY: '${KEY}', LEVEL: 'info' },
      icon: '🔍',
    };
    // It is in "home" by its alias; "files" is no alias of it, since a server has that name.
    expect(lines(put('search', search, { groups: [] })).come).toEqual([
      '      "work": ["files"], // from nine to five',
      '      "home": [],',
    ]);
    expect(lines(put('search', search, { groups: ['work', 'home'] }))).toEqual({ gone: [], come: [] });
    const wrong = '{"mcpServers": {"a": {}}, "orchestrator": {"groups": {"g": 3}}}';
    expect(changed(wrong, put('a', {}, { groups: ['g'] }))).toBe(wrong.replace('3', '["a"]'));
  });

  test('makes what is missing around it', () => {
    const policy = { autoStart: false };
    const made = changed('{}', put('a', { command: 'x' }, { policy, groups: ['g'] }));
    expect(JSON.parse(made)).toEqual({
      mcpServers: { a: { command: 'x' } },
      orchestrator: { servers: { a: policy }, groups: { g: ['a'] } },
    });
    expect(made).toMatch(/^\{\n {2}"mcpServers": \{\n {4}"a": \{\n/);
  });

  test('refuses a name that cannot be one, but not to mend a server that has such a name', () => {
    expect(() => changed(TEXT, put('a/b', {}))).toThrow(/^INVALID The name "a\/b" holds one of/);
    expect(changed('{"mcpServers": {"a/b": {}}}', put('a/b', { command: 'x' }))).toBe(
      '{"mcpServers": {"a/b": {"command": "x"}}}',
    );
  });

  test.each([
    ['[]', {}, 'The file is not an object with braces'],
    ['{"mcpServers": []}', {}, '"mcpServers" is not an object with braces, so "mcpServers.a" has no place.'],
    ['{"orchestrator": null}', { policy: { autoStart: true } }, '"orchestrator" is not an object'],
    ['{"orchestrator": {"servers": 3}}', { policy: {} }, '"orchestrator.servers" is not an object'],
    ['{"orchestrator": {"groups": []}}', { groups: [] }, '"orchestrator.groups" is not an object'],
  ])('refuses %s', (text, more, sentence) => {
    expect(() => changed(text, put('a', { command: 'x' }, more))).toThrow(sentence);
  });
});

describe('rename-server', () => {
  const rename = (name: string, to: string): ConfigChange => ({ kind: 'rename-server', name, to });

  test('renames it wherever it is meant, and nothing else', () => {
    const text = changed(TEXT, rename('search', 'find'));
    expect(difference(TEXT, text).come).toEqual([
      '    "find": {',
      '      "find": { "aliases": ["s", "files"], "enabled": true },',
      '        "dependsOn": ["find", { "server": "find", "condition": "started" }], // both ways',
      '        "restartWith": ["find"],',
      '      "work": ["find", "files"], // from nine to five',
    ]);
    expect(changed(text, rename('find', 'search'))).toBe(TEXT);
  });

  test('renames it in the defaults and in its own policy', () => {
    expect(lines(rename('mail', 'post')).come).toEqual([
      '    "post": { "url": "https://example.org/mcp", "disabled": false },',
      '    "defaults": { "dependsOn": ["post"], "restart": { "maxRestarts": 5 } },',
    ]);
    const own = '{"mcpServers": {"a": {}}, "orchestrator": {"servers": {"a": {"dependsOn": ["a"]}}}}';
    expect(changed(own, rename('a', 'b'))).toBe(own.replaceAll('"a"', '"b"'));
  });

  test('takes the place of a policy that waited for that name', () => {
    expect(lines(rename('files', 'stray')).come).toContain('      "stray": {');
    expect(changed(TEXT, rename('files', 'stray'))).not.toContain('autoStart');
  });

  test('refuses what is unknown, taken or no name, and does nothing for the same name', () => {
    expect(changed(TEXT, rename('search', 'search'))).toBe(TEXT);
    expect(() => changed(TEXT, rename('serch', 'x'))).toThrow(
      'UNKNOWN_SERVER The file has no server `serch`. Did you mean `search`?',
    );
    expect(() => changed(TEXT, rename('zzz', 'x'))).toThrow(
      /^UNKNOWN_SERVER The file has no server `zzz`\.$/,
    );
    expect(() => changed(TEXT, rename('search', 'files'))).toThrow(/^INVALID The file has a server `files`/);
    expect(() => changed(TEXT, rename('search', 'all'))).toThrow(/^INVALID The name "all" is taken/);
  });
});

describe('remove-server', () => {
  test('takes its policy and its places in groups along, and leaves who depends on it', () => {
    const text = changed(TEXT, { kind: 'remove-server', name: 'search' });
    expect(difference(TEXT, text)).toMatchObject({
      gone: expect.arrayContaining(['    "search": {', '      "home": ["s"],']),
      come: ['      "work": ["files"], // from nine to five', '      "home": [],'],
    });
    expect(text).toContain('"dependsOn": ["search", { "server": "search"');
    expect(text).toContain('// servers of every day');
    expect(text).not.toContain('// from npm');
  });

  test('takes every one of a name that stands twice', () => {
    const twice = '{\n  "mcpServers": {\n    "a": {},\n    "b": {},\n    "a": {}\n  }\n}\n';
    expect(changed(twice, { kind: 'remove-server', name: 'a' })).toBe(
      '{\n  "mcpServers": {\n    "b": {}\n  }\n}\n',
    );
    expect(() => changed(twice, { kind: 'remove-server', name: 'c' })).toThrow('UNKNOWN_SERVER');
  });
});

describe('set-enabled', () => {
  const enable = (text: string, enabled: boolean, name = 'a'): string =>
    changed(text, { kind: 'set-enabled', name, enabled });
  const file = (entry: string, ours = ''): string =>
    `{"mcpServers": {"a": {"command": "x"${entry}}}${ours === '' ? '' : `, "orchestrator": {${ours}}`}}`;

  test.each([
    ['nothing is said', file(''), file(', "disabled": true')],
    ['`disabled` is said', file(', "disabled": false'), file(', "disabled": true')],
    ['`enabled` is said', file(', "enabled": true'), file(', "enabled": false')],
    [
      'the policy says it',
      file('', '"servers": {"a": {"enabled": true}}'),
      file('', '"servers": {"a": {"enabled": false}}'),
    ],
    [
      'all are disabled',
      file('', '"defaults": {"enabled": false}'),
      file('', '"defaults": {"enabled": false}'),
    ],
    ['it is so already', file(', "disabled": true'), file(', "disabled": true')],
  ])('disables where %s', (_what, before, after) => {
    expect(enable(before, false)).toBe(after);
  });

  test.each([
    ['nothing is said', file(''), file('')],
    ['`disabled` is said', file(', "disabled": true'), file('')],
    ['`disabled: false` is said', file(', "disabled": false'), file(', "disabled": false')],
    ['both are said', file(', "disabled": true, "enabled": false'), file(', "enabled": true')],
    [
      'the policy says it',
      file('', '"servers": {"a": {"enabled": false}}'),
      file('', '"servers": {"a": {"enabled": true}}'),
    ],
    [
      'all are disabled',
      file('', '"defaults": {"enabled": false}'),
      file('', '"defaults": {"enabled": false}, "servers": {"a": {"enabled": true}}'),
    ],
  ])('enables where %s', (_what, before, after) => {
    expect(enable(before, true)).toBe(after);
  });

  test('refuses where there is no place for it', () => {
    expect(() => enable('{"mcpServers": {"a": 3}}', false)).toThrow('"mcpServers.a" is not an object');
    expect(() => enable(file(''), false, 'b')).toThrow('UNKNOWN_SERVER');
    expect(() => enable(file('', '"defaults": {"enabled": false}, "servers": []'), true)).toThrow(
      '"orchestrator.servers" is not an object',
    );
  });
});

describe('set-value', () => {
  const set = (text: string, path: string[], value?: unknown): string =>
    changed(text, { kind: 'set-value', path, value });

  test('sets, changes and takes out a value, however deep', () => {
    expect(lines({ kind: 'set-value', path: ['defaults', 'restart', 'maxRestarts'], value: 7 }).come).toEqual(
      ['    "defaults": { "dependsOn": ["mail"], "restart": { "maxRestarts": 7 } },'],
    );
    expect(lines({ kind: 'set-value', path: ['http', 'port'], value: 7717 })).toEqual({
      gone: [],
      come: ['    "http": {', '      "port": 7717', '    },'],
    });
    expect(lines({ kind: 'set-value', path: ['defaults', 'restart'], value: null }).come).toEqual([
      '    "defaults": { "dependsOn": ["mail"] },',
    ]);
    expect(set(TEXT, ['http', 'port'], null)).toBe(TEXT);
    expect(set(TEXT, ['defaults', 'restart'])).toBe(set(TEXT, ['defaults', 'restart'], null));
    expect(JSON.parse(set('{}', ['defaults', 'health'], { interval: '30s' }))).toEqual({
      orchestrator: { defaults: { health: { interval: '30s' } } },
    });
  });

  test('finds its way through lists, which grow at their end only', () => {
    expect(lines({ kind: 'set-value', path: ['groups', 'work', '2'], value: 'mail' }).come).toEqual([
      '      "work": ["search", "files", "mail"], // from nine to five',
    ]);
    expect(lines({ kind: 'set-value', path: ['groups', 'work', '0'], value: null }).come).toEqual([
      '      "work": ["files"], // from nine to five',
    ]);
    const path = ['servers', 'files', 'dependsOn', '1', 'condition'];
    expect(set(TEXT, path, 'healthy')).toBe(TEXT.replace('"started"', '"healthy"'));
    expect(() => set(TEXT, ['groups', 'work', '5'], 'x')).toThrow(
      '"orchestrator.groups.work[5]" is not there',
    );
  });

  test('refuses a way that leads through something else', () => {
    expect(() => set(TEXT, ['defaults', 'restart', 'maxRestarts', 'x'], 1)).toThrow(
      '"orchestrator.defaults.restart.maxRestarts" is not an object',
    );
    expect(() => set('3', ['x'], 1)).toThrow('The file is not an object');
  });
});

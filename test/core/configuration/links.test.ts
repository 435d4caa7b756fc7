import { describe, expect, test } from 'vitest';
import { describeCycle, findCycles } from '../../../src-main/core/configuration/dependencies.ts';
import { nameFault } from '../../../src-shared/model/server-name.ts';
import { load, sentences, server } from './load-text.ts';

const x = { command: 'x' };

describe('names', () => {
  test.each([
    ['', 'empty'],
    ['a'.repeat(129), 'too-long'],
    ['😀'.repeat(129), 'too-long'],
    ['a\nb', 'control'],
    ['\u0000', 'control'],
    ['\u0085', 'control'],
    ['a\u2028b', 'control'],
    ['\ud800', 'control'],
    ['a/b', 'slash'],
    ['..\\b', 'slash'],
    ['a#1', 'slash'],
    ['__proto__', 'reserved'],
    ['constructor', 'reserved'],
    ['prototype', 'reserved'],
    ['all', 'reserved'],
    ['.', 'dots'],
    ['..', 'dots'],
  ])('%j is refused', (name, fault) => {
    expect(nameFault(name)).toBe(fault);
    const configuration = load(
      `{"mcpServers": {${JSON.stringify(name)}: {"command": "x"}, "other": {"command": "x"}}}`,
    );
    expect(configuration.servers.map((one) => one.name)).toEqual(['other']);
    expect(configuration.errors).toHaveLength(1);
  });

  test.each([
    'a',
    '数据库',
    'خادم',
    '👩‍💻',
    'a b',
    '...',
    'CON',
    'toString',
    'hasOwnProperty',
    'All',
    '😀'.repeat(128),
  ])('%j is allowed, as a server, an alias and a group', (name) => {
    expect(nameFault(name)).toBeNull();
    expect(load({ mcpServers: { [name]: x } })).toMatchObject({
      servers: [{ name, problems: [] }],
      errors: [],
    });
    const configuration = load({
      mcpServers: { other: x },
      orchestrator: { servers: { other: { aliases: [name] } }, groups: { [`${name.slice(0, 2)}~`]: [name] } },
    });
    expect(configuration).toMatchObject({ errors: [], servers: [{ aliases: [name] }] });
    expect(configuration.groups[0]?.servers).toEqual(['other']);
  });

  test('an object of hostile names changes no prototype', () => {
    const text =
      '{"mcpServers": {"a": {"command": "x", "env": {"__proto__": "y"}, "__proto__": {"url": "http://h/"}}}, "orchestrator": {"defaults": {"__proto__": {"enabled": false}, "gateway": {"__proto__": {"p": 1}}}, "servers": {"__proto__": {"enabled": false}, "constructor": {}}, "groups": {"__proto__": ["a"]}}, "__proto__": {"q": 1}}';
    const configuration = load(text);
    expect(server(configuration, 'a')).toMatchObject({ enabled: true, problems: [], endpoint: null });
    expect(Object.entries(server(configuration, 'a').launch?.env ?? {})).toEqual([['__proto__', 'y']]);
    expect(({} as Record<string, unknown>).p ?? ({} as Record<string, unknown>).q).toBeUndefined();
    expect(configuration.groups).toEqual([]);
  });

  test('servers, aliases and groups share one namespace; the first holder keeps the name', () => {
    const configuration = load({
      mcpServers: { a: x, b: x, c: x },
      orchestrator: {
        servers: {
          a: { aliases: ['b', 'a', 'one', 'one'] },
          b: { aliases: ['two'] },
          c: { aliases: ['two', 'x/y'] },
        },
        groups: { c: ['a'], one: ['b'], three: ['two', 'c', 'c'] },
      },
    });
    expect(configuration.errors.map((problem) => problem.server)).toEqual(['a', 'c', 'c', null, null]);
    expect(sentences(configuration.errors)).toEqual([
      'The alias "b" already means the server "b". Choose another.',
      'The alias "two" already means the server "b". Choose another.',
      'The name "x/y" holds one of / \\ #, which addresses and folders need. Use a hyphen instead.',
      'The group "c" is called as the server "c" or one of its aliases. Choose another.',
      'The group "one" is called as the server "a" or one of its aliases. Choose another.',
    ]);
    expect(configuration.servers.map((one) => one.aliases)).toEqual([['one'], ['two'], []]);
    expect(configuration.groups).toEqual([{ name: 'three', servers: ['b', 'c'] }]);
    expect(server(configuration, 'c').groups).toEqual(['three']);
  });

  test('a group names unknown members and keeps the others', () => {
    const { groups, errors } = load({
      mcpServers: { market: x },
      orchestrator: { groups: { g: ['markt', 'market', 3] } },
    });
    expect(groups).toEqual([{ name: 'g', servers: ['market'] }]);
    expect(sentences(errors)).toEqual([
      '"groups.g" names "markt", which is no server of this file. Did you mean "market"?',
      '"orchestrator.groups.g[2]" must be text in quotation marks, found 3.',
    ]);
  });
});

describe('dependencies', () => {
  test('are given by name or alias, and resolved to names', () => {
    const configuration = load({
      mcpServers: { db: x, web: x },
      orchestrator: {
        servers: {
          db: { aliases: ['pg'] },
          web: { dependsOn: ['pg', { server: 'db', condition: 'started' }], restartWith: ['pg'] },
        },
      },
    });
    expect(configuration.errors).toEqual([]);
    expect(server(configuration, 'web').policy).toMatchObject({
      dependsOn: [{ server: 'db', condition: 'started' }],
      restartWith: ['db'],
    });
  });

  test('an unknown one refuses the server that has it; a disabled one and a stray restartWith are warnings', () => {
    const configuration = load({
      mcpServers: { postgres: x, web: x, job: x, off: { ...x, disabled: true } },
      orchestrator: {
        servers: {
          web: { dependsOn: ['postgre', 'zzz'], restartWith: ['yyy'] },
          job: { dependsOn: ['off'], restartWith: ['postgres'] },
        },
      },
    });
    expect(configuration.errors.map((problem) => problem.server)).toEqual(['web', 'web', 'web']);
    expect(sentences(configuration.errors)).toEqual([
      '"dependsOn" names "postgre", which is no server of this file. Did you mean "postgres"?',
      '"dependsOn" names "zzz", which is no server of this file.',
      '"restartWith" names "yyy", which is no server of this file.',
    ]);
    expect(sentences(configuration.warnings)).toEqual([
      'It depends on "off", which is disabled and never started.',
      '"restartWith" names "postgres", which is not in "dependsOn". Add it there too.',
    ]);
  });

  test('every server of a cycle is told the cycle from its own place; servers beside it are not', () => {
    const configuration = load({
      mcpServers: { a: x, b: x, c: x, self: x, above: x, below: x },
      orchestrator: {
        servers: {
          a: { dependsOn: ['b'] },
          b: { dependsOn: ['c'] },
          c: { dependsOn: ['below', 'a'] },
          self: { dependsOn: ['self'] },
          above: { dependsOn: ['a'] },
        },
      },
    });
    expect(configuration.errors.map((problem) => [problem.server, problem.path])).toEqual([
      ['a', 'orchestrator.servers.a.dependsOn[0]'],
      ['b', 'orchestrator.servers.b.dependsOn[0]'],
      ['c', 'orchestrator.servers.c.dependsOn[1]'],
      ['self', 'orchestrator.servers.self.dependsOn[0]'],
    ]);
    expect(sentences(configuration.errors)).toEqual([
      'Its dependencies go round in a circle: a → b → c → a. Remove one of them.',
      'Its dependencies go round in a circle: b → c → a → b. Remove one of them.',
      'Its dependencies go round in a circle: c → a → b → c. Remove one of them.',
      'Its dependencies go round in a circle: self → self. Remove one of them.',
    ]);
  });

  test('a long chain and a long ring need no stack and little text', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `s${index}`);
    const chain = new Map(names.map((name, index) => [name, names.slice(index + 1, index + 2)]));
    expect(findCycles(chain).size).toBe(0);
    chain.set(names.at(-1) ?? '', ['s0']);
    const cycles = findCycles(chain);
    expect(cycles.size).toBe(20_000);
    const last = cycles.get('s19999');
    expect(last && describeCycle(last)).toBe('s19999 → s0 → s1 → s2 → s3 → s4 → s5 → s6 → … → s19999');
  });

  test('a server between two cycles is on neither', () => {
    const edges = { a: ['b'], b: ['a', 'm'], m: ['c'], c: ['d'], d: ['c'] };
    expect([...findCycles(new Map(Object.entries(edges))).keys()]).toEqual(['a', 'b', 'c', 'd']);
  });
});

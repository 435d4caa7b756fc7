import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbour } from '../../../src-renderer/features/server/keys.ts';
import {
  dependenciesOf,
  originOfAll,
  policyValue,
} from '../../../src-renderer/features/server/policy-values.ts';
import { treeOf } from '../../../src-renderer/features/server/process-tree.ts';
import { stateWords } from '../../../src-renderer/features/server/standing.ts';
import { statusOf } from '../../doubles/orchestrator.ts';
import { T0 } from './points.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('a value of the policy', () => {
  it('is written as a person reads it', () => {
    const values: readonly (readonly [string, unknown, string])[] = [
      ['restart.backoff.initial', 1000, '1 s'],
      ['health.interval', 30_000, '30 s'],
      ['restart.stableReset', 600_000, '10 min'],
      ['resources.memoryWarn', 1e9, '1 GB'],
      ['resources.memoryLimit', null, 'none'],
      ['resources.cpuWarn', 90, '90 %'],
      ['restart.backoff.jitter', 0.25, '25 %'],
      ['restart.maxRestarts', 3, '3'],
      ['autoStart', true, 'yes'],
      ['startupTimeout', null, 'by the kind of command'],
      ['aliases', [], 'none'],
      ['dependsOn', [{ server: 'db', condition: 'healthy' }, 'cache'], 'db (healthy), cache'],
    ];
    for (const [path, value, text] of values) expect(plain(policyValue(path, value)), path).toBe(text);
  });

  it('is told whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (path, value) => {
        expect(typeof policyValue(path, value)).toBe('string');
      }),
    );
  });

  it('has the origin of the nearest who said any of it', () => {
    const leaf = (path: string, from: 'default' | 'all servers' | 'this server') => ({
      path,
      value: 1,
      from,
      line: null,
    });
    const policy = [leaf('a', 'default'), leaf('b', 'all servers'), leaf('c', 'this server')];
    expect(originOfAll(policy, ['a', 'b'])?.path).toBe('b');
    expect(originOfAll(policy, ['a', 'b', 'c'])?.path).toBe('c');
    expect(originOfAll(policy, ['x'])).toBeNull();
    expect(
      dependenciesOf([
        { path: 'dependsOn', value: ['a', { server: 'b' }, 7, null], from: 'default', line: null },
      ]),
    ).toEqual(['a', 'b']);
  });
});

describe('the tree of processes', () => {
  const process = (pid: number, parentPid: number) => ({
    pid,
    parentPid,
    command: `c${pid}`,
    cpuPercent: 0,
    memoryBytes: 1,
  });

  it('has parents before their children', () => {
    const rows = treeOf([process(30, 20), process(20, 10), process(10, 1), process(25, 10), process(99, 5)]);
    expect(rows.map(({ pid, depth }) => [pid, depth])).toEqual([
      [10, 0],
      [20, 1],
      [30, 2],
      [25, 1],
      [99, 0],
    ]);
  });

  it('tells each process once, even where parents go round in a circle', () => {
    const pids = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(pids, fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 30 }), (own, parents) => {
        const rows = treeOf(own.map((pid, index) => process(pid, parents[index] ?? 0)));
        expect(rows.map(({ pid }) => pid).sort()).toEqual([...own].sort());
      }),
    );
  });
});

describe('what a server does, in words', () => {
  const iso = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();
  const words = (changes: Parameters<typeof statusOf>[1]) => plain(stateWords(statusOf('db', changes), T0));

  it('has the time of its state', () => {
    expect(words({ startedAt: iso(-3600) })).toBe('Running 1 h');
    expect(words({ state: 'UNHEALTHY', startedAt: iso(-3600), since: iso(-30) })).toBe('Unhealthy 30 s');
    expect(words({ state: 'STARTING', startedAt: iso(-12) })).toBe('Starting, 12 s');
    expect(words({ state: 'STARTING', nextRestartAt: iso(14) })).toBe('Starting again in 14 s');
    expect(words({ state: 'STOPPED', enabled: false })).toBe('Disabled in the file');
    expect(words({ state: 'CRASHED' })).toBe('Crashed');
  });
});

describe('the next server that needs the person', () => {
  it('is found round and round, from one that needs nobody too', () => {
    expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('a');
    expect(neighbour(['a', 'b', 'c'], 'a', -1)).toBe('c');
    expect(neighbour(['a', 'b'], 'x', 1)).toBe('a');
    expect(neighbour(['a', 'b'], 'x', -1)).toBe('b');
    expect(neighbour(['a'], 'a', 1)).toBeNull();
    expect(neighbour([], 'a', 1)).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesFor,
  changesLaunch,
  rebased,
  takenNames,
} from '../../../src-renderer/features/edit/changes.ts';
import {
  draftOf,
  emptyDraft,
  entryOf,
  faultsOf,
  policyOf,
  type Written,
} from '../../../src-renderer/features/edit/draft.ts';
import { policyKeys } from '../../../src-renderer/features/edit/policy-keys.ts';
import { leafOf, merged, objectIn, same, withLeaf } from '../../../src-renderer/features/edit/values.ts';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { editPage } from '../../../src-shared/i18n/en/edit-page.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';

const written: Written = {
  name: 'db',
  entry: {
    command: 'node',
    args: ['a.js'],
    env: { PORT: '1' },
    alwaysAllow: ['x'],
    disabled: true,
    headers: {},
  },
  policy: { restart: { policy: 'never', backoff: { initial: 500 } }, startupTimeout: '30s', replicas: 2 },
  groups: ['a'],
};

const text = fc.string({ maxLength: 8 });
const entries = fc.record(
  {
    type: fc.constantFrom('stdio', 'http', 'sse'),
    command: fc.string({ minLength: 1, maxLength: 8 }),
    args: fc.array(text, { maxLength: 3 }),
    env: fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.oneof(text, fc.integer()), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    cwd: text.filter((each) => each !== ''),
    url: fc.constant('https://a.example'),
    headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), text, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    disabled: fc.boolean(),
    alwaysAllow: fc.array(text, { maxLength: 2 }),
    timeout: fc.integer(),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const policies = fc.record(
  {
    autoStart: fc.boolean(),
    restart: fc.record(
      { policy: fc.constantFrom('always', 'never'), maxRestarts: fc.nat(), resetDaily: fc.boolean() },
      { requiredKeys: ['policy'], noNullPrototype: true },
    ),
    startupTimeout: fc.constantFrom<string | number>('30s', 1000, '2 min'),
    dependsOn: fc.array(text, { minLength: 1, maxLength: 2 }),
    port: fc.record({ env: fc.constantFrom('PORT', '8080') }, { noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

describe('a server in the form', () => {
  it('is what it was where nothing was touched', () => {
    fc.assert(
      fc.property(entries, policies, fc.array(text, { maxLength: 2 }), (entry, policy, groups) => {
        // Only what the chosen way of reaching it leaves out may go, and the form tells that.
        fc.pre(entry.command !== undefined || (entry.url !== undefined && entry.args === undefined));
        fc.pre(
          entry.url !== undefined || entry.headers === undefined || Object.keys(entry.headers).length === 0,
        );
        const before = { name: 'x', entry, policy, groups };
        expect(changesFor(before, draftOf(before))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('changes only the key that was changed', () => {
    const draft = { ...draftOf(written), args: ['b.js'] };
    expect(changesFor(written, draft)).toEqual([
      { kind: 'put-server', name: 'db', entry: { ...written.entry, args: ['b.js'] } },
    ]);
  });

  it('is renamed first, then changed under its new name', () => {
    const draft = { ...draftOf(written), name: 'data', groups: ['a', 'b'] };
    expect(changesFor(written, draft)).toEqual([
      { kind: 'rename-server', name: 'db', to: 'data' },
      { kind: 'put-server', name: 'data', entry: written.entry, groups: ['a', 'b'] },
    ]);
  });

  it('keeps what a policy says elsewhere, and takes out what was emptied', () => {
    const draft = draftOf(written);
    expect(draft.policy).toEqual({ 'restart.policy': 'never', startupTimeout: '30s', replicas: '2' });
    expect(objectIn(draft.morePolicy)).toEqual({ restart: { backoff: { initial: 500 } } });
    const next = {
      ...draft,
      policy: { ...draft.policy, 'restart.policy': '', replicas: '3', 'health.interval': '500' },
    };
    expect(policyOf(next, written.policy)).toEqual({
      restart: { backoff: { initial: 500 } },
      startupTimeout: '30s',
      health: { interval: 500 },
      replicas: 3,
    });
  });

  it('tells a change of its launch from one that is applied while it runs', () => {
    const draft = draftOf(written);
    expect(changesLaunch(written, draft)).toBe(false);
    expect(
      changesLaunch(written, { ...draft, policy: { ...draft.policy, 'restart.maxRestarts': '9' } }),
    ).toBe(false);
    expect(changesLaunch(written, { ...draft, env: [{ name: 'PORT', value: '2' }] })).toBe(true);
    expect(changesLaunch(written, { ...draft, policy: { ...draft.policy, 'port.fixed': '8080' } })).toBe(
      true,
    );
    expect(changesLaunch(written, { ...draft, policy: { ...draft.policy, replicas: '3' } })).toBe(false);
    expect(changesLaunch(written, { ...draft, name: 'other' })).toBe(true);
  });

  it('is new with all that was filled in', () => {
    const draft = {
      ...emptyDraft,
      name: 'x',
      way: 'url' as const,
      url: 'https://a.example',
      headers: [
        { name: 'A', value: 'b' },
        { name: '', value: '' },
      ],
    };
    expect(changesFor(null, draft)).toEqual([
      { kind: 'put-server', name: 'x', entry: { url: 'https://a.example', headers: { A: 'b' } } },
    ]);
  });

  it('names what keeps it from being saved, each with words of its own', () => {
    const draft = {
      ...emptyDraft,
      name: 'taken',
      way: 'both' as const,
      url: 'nowhere',
      more: '[',
      env: [
        { name: 'A', value: '' },
        { name: 'A', value: '' },
      ],
    };
    const faults = faultsOf(draft, new Set(['taken']));
    expect(faults.map(({ field }) => field)).toEqual(['name', 'command', 'url', 'env', 'more']);
    for (const { field, kind } of faults)
      expect(Object.keys(editPage)).toContain(`edit.invalid.${field}.${kind}`);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the configuration
    expect(faultsOf({ ...emptyDraft, name: 'x', way: 'url', url: '${BASE}/mcp' }, new Set())).toEqual([]);
  });

  it('may not have the name of another server, its other name, or a group', () => {
    const document = {
      servers: [
        { ...written, line: 1 },
        { name: 'b', line: 2, entry: {}, policy: { aliases: ['c'] }, groups: [] },
      ],
      orchestrator: { groups: { g: [] } },
    } as unknown as ConfigDocument;
    expect([...takenNames(document, 'db')].sort()).toEqual(['b', 'c', 'g']);
  });
});

describe('my edit on a file that changed', () => {
  const mine = {
    ...draftOf(written),
    args: ['mine.js'],
    env: [
      { name: 'PORT', value: '1' },
      { name: 'MINE', value: '1' },
    ],
  };

  it('keeps theirs where I changed nothing and mine where I did', () => {
    const theirs = {
      ...written,
      entry: { ...written.entry, command: 'bun', args: ['theirs.js'], env: { PORT: '1', THEIRS: '1' } },
      policy: { replicas: 5 },
      groups: ['z'],
    };
    const draft = rebased(written, mine, theirs);
    expect(entryOf(draft, theirs.entry)).toMatchObject({
      command: 'bun',
      args: ['mine.js'],
      env: { PORT: '1', THEIRS: '1', MINE: '1' },
      alwaysAllow: ['x'],
      disabled: true,
    });
    expect(policyOf(draft, theirs.policy)).toEqual({ replicas: 5 });
    expect(draft.groups).toEqual(['z']);
  });

  it('stays whole where they took the server out', () => {
    expect(rebased(written, mine, null)).toBe(mine);
  });
});

describe('the fields of a policy', () => {
  it('have the defaults that the policy has', () => {
    for (const { path, standard } of policyKeys) {
      if (path.startsWith('port.')) continue; // no port at all by default
      expect([path, leafOf(defaultPolicy as unknown as Record<string, unknown>, path)]).toEqual([
        path,
        standard,
      ]);
    }
  });

  it('each have their words', () => {
    const keys = Object.keys(editPage);
    for (const { path, kind, choices = [], standard } of policyKeys) {
      expect(keys).toContain(`edit.policy.${path}`);
      if (standard === null) expect(keys).toContain(`edit.policy.none.${path}`);
      if (kind === 'choice')
        for (const choice of choices) expect(keys).toContain(`edit.policy.${path}.${choice}`);
    }
  });
});

describe('values', () => {
  const json = fc.object({
    maxDepth: 3,
    values: [fc.integer(), fc.string(), fc.boolean()],
  });

  it('are the same however their keys are ordered', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(same(value, Object.fromEntries(Object.entries(value).reverse()))).toBe(true);
        expect(same(value, { ...value, more: 1, [`${Object.keys(value).length}!`]: 2 })).toBe(false);
      }),
    );
  });

  it('get a leaf and lose it again without a trace', () => {
    fc.assert(
      fc.property(
        json,
        fc.uniqueArray(fc.stringMatching(/^new[a-z]{1,3}$/), { minLength: 1, maxLength: 3 }),
        (value, path) => {
          const set = withLeaf(value, path, 7);
          expect(leafOf(set, path.join('.'))).toBe(7);
          expect(withLeaf(set, path, undefined)).toEqual(value);
        },
      ),
    );
  });

  it('are merged at every depth', () => {
    expect(merged({ a: { b: 1, c: 2 }, d: 1 }, { a: { c: 3 }, e: [] })).toEqual({
      a: { b: 1, c: 3 },
      d: 1,
      e: [],
    });
  });
});

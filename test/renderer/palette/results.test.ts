import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch } from '../../../src-renderer/features/palette/fuzzy.ts';
import {
  type Entry,
  findEntries,
  type Sources,
  withRecent,
} from '../../../src-renderer/features/palette/results.ts';
import { cpuMsOf } from '../../support/stopwatch.ts';

const entry = (id: string, text = id, also: readonly string[] = []): Entry => ({ id, text, also });
const bolded = (query: string, text: string) =>
  fuzzyMatch(query, text)?.ranges.map(([from, to]) => text.slice(from, to)) ?? null;

describe('a fuzzy match', () => {
  it.each([
    ['post', 'postgres: restart', ['post']],
    ['POST', 'Postgres', ['Post']],
    ['restart post', 'postgres: restart', ['post', 'restart']],
    ['gres', 'postgres', ['gres']],
    ['ms', 'multidimensional-stochastic', ['m', 's']],
    ['pgr', 'postgres', ['p', 'gr']],
    ['xyz', 'postgres', null],
    ['', 'anything', []],
  ])('%j in %j marks %j', (query, text, marked) => {
    expect(bolded(query, text)).toEqual(marked);
  });

  it('is better at the beginning, then at a word, then inside one, then scattered', () => {
    const scores = ['postgres', 'list_post', 'compost', 'p-o-s-t'].map(
      (text) => fuzzyMatch('post', text)?.score ?? Number.NaN,
    );
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
  });

  it('marks places of the text, in order and apart, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (query, text) => {
        const match = fuzzyMatch(query, text);
        let before = -1;
        for (const [from, to] of match?.ranges ?? []) {
          expect(from).toBeGreaterThan(before);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          before = to;
        }
      }),
    );
  });
});

const sources: Sources<Entry> = {
  trouble: [
    {
      server: 'postgres',
      entries: [
        entry('restart:postgres', 'postgres: restart'),
        entry('log:postgres', 'postgres: log at the crash'),
      ],
    },
    { server: 'web', entries: [entry('edit:web', 'web: edit')] },
  ],
  servers: [
    { open: entry('open:postgres', 'postgres'), actions: [] },
    {
      open: entry('open:posthog', 'posthog', ['analytics']),
      actions: [entry('restart:posthog', 'posthog: restart'), entry('stop:posthog', 'posthog: stop')],
    },
  ],
  tools: [entry('tool:github/create_post', 'create_post'), entry('tool:memory/read', 'read')],
  commands: [entry('restart-all', 'Restart all'), entry('theme:dark', 'Theme: dark')],
  recent: ['theme:dark', 'gone', 'open:posthog'],
};
const shown = (query: string, from: Sources<Entry> = sources) =>
  findEntries(query, from).map(({ kind, server, found }) => [
    kind,
    server,
    found.map(({ entry: { id } }) => id),
  ]);

describe('the results of the palette', () => {
  it('are the actions for what is not well, the best first, then servers, tools and commands', () => {
    expect(shown('post')).toEqual([
      ['trouble', 'postgres', ['restart:postgres', 'log:postgres']],
      ['servers', null, ['open:posthog', 'open:postgres']],
      ['tools', null, ['tool:github/create_post']],
    ]);
  });

  it('narrow down to an action when one types it', () => {
    expect(shown('restart')).toEqual([
      ['trouble', 'postgres', ['restart:postgres']],
      ['servers', null, ['restart:posthog']],
      ['commands', null, ['restart-all']],
    ]);
    expect(shown('stop hog')).toEqual([['servers', null, ['stop:posthog']]]);
  });

  it('begin with what was chosen lately while nothing is typed, and show nothing twice', () => {
    expect(shown('')).toEqual([
      ['recent', null, ['theme:dark', 'open:posthog']],
      ['trouble', null, ['restart:postgres', 'edit:web']],
      ['commands', null, ['restart-all']],
    ]);
  });

  it('find a server by its other names, and nothing by nonsense', () => {
    expect(shown('analyt')).toEqual([['servers', null, ['open:posthog']]]);
    expect(shown('qqq')).toEqual([]);
  });

  it('stay few however much there is', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => entry(`tool:${index}`, `do_it_${index}`));
    const find = () => expect(findEntries('do', { ...sources, tools: many })[0]?.found).toHaveLength(8);
    expect(cpuMsOf(find)).toBeLessThan(1000);
  });
});

it('keeps what was chosen lately once, newest first, and not for ever', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(withRecent(Array.from({ length: 30 }, String), 'x')).toHaveLength(20);
});

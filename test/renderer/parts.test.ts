import { describe, expect, it } from 'vitest';
import { appendLines, EMPTY_LOG, MOST_LINES } from '../../src-renderer/features/log/use-log.ts';
import { anchorOf, linkTo } from '../../src-renderer/features/servers/anchor.ts';
import { tell } from '../../src-renderer/features/servers/detail.ts';
import { groupServers, troubleFirst } from '../../src-renderer/state/groups.ts';
import { type Pending, pendingKey, settle } from '../../src-renderer/state/operations.ts';
import { plainText } from '../../src-renderer/ui/words.ts';
import { english } from '../../src-shared/i18n/en/index.ts';
import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';
import { statusOf } from '../doubles/orchestrator.ts';

const params = new Proxy(
  {},
  {
    get: (_, name) => (name === 'program' ? 'uv' : 2),
    has: () => true,
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
  },
);
const remedies = Object.keys(english).filter((key) => /^reason\.[A-Z_]+\.remedy/.test(key));

describe('a detail', () => {
  it.each(remedies)('is told apart from %s', (key) => {
    const remedy = formatMessage(message(key, params as Record<string, string>));
    const told = tell(`It ended with code 2 after 3.5 s: \`a. b\`. ${remedy}`);
    expect(told.what).toBe('It ended with code 2 after 3.5 s: `a. b`.');
    expect([told.todo, told.after].filter((part) => part !== null).join(' ')).toBe(remedy);
  });

  it('stays whole where no remedy is known', () => {
    expect(tell('Something of its own. And more.')).toEqual({
      what: 'Something of its own. And more.',
      todo: null,
      after: null,
    });
  });
});

describe('the parts of the page', () => {
  it('groups in the order of the file, those without a group last, and crashed ones before unhealthy ones', () => {
    const servers = [
      statusOf('a'),
      statusOf('b', { groups: ['two'], state: 'UNHEALTHY' }),
      statusOf('c', { groups: ['one', 'two'], state: 'CRASHED' }),
      statusOf('d', { groups: ['two'] }),
      statusOf('e', { state: 'CRASHED', enabled: false }),
    ];
    expect(
      groupServers(servers).map(({ name, servers: members }) => [name, members.map((server) => server.name)]),
    ).toEqual([
      ['two', ['b', 'd']],
      ['one', ['c']],
      [null, ['a', 'e']],
    ]);
    expect(troubleFirst(servers).map(({ name }) => name)).toEqual(['c', 'b']);
  });

  it('ends exactly the operation that an event names, and never mistakes a server for all of them', () => {
    const pending: Pending[] = [
      { key: pendingKey('stop', 'a'), verb: 'stop', servers: ['a'], since: 0, operation: 'one' },
      { key: pendingKey('stop', 'b'), verb: 'stop', servers: ['b'], since: 0, operation: null },
    ];
    const event = {
      seq: 1,
      at: '',
      type: 'operation.finished',
      server: null,
      generation: null,
      actor: '',
      data: {},
    } as const;
    expect(settle(pending, { ...event, operation: 'one' })).toEqual([pending[1]]);
    expect(settle(pending, { ...event, operation: null })).toBe(pending);
    expect(settle(pending, { ...event, type: 'server.state', operation: 'one' })).toBe(pending);
    expect(pendingKey('stop', '*')).not.toBe(pendingKey('stop', null));
  });

  it('keeps the newest 500 lines, each under its own number', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        at: '',
        server: 'a',
        stream: 'stdout' as const,
        text: `${index}`,
        truncated: false,
      }));
    const state = appendLines(appendLines(EMPTY_LOG, lines(400), 0), lines(300), 5);
    expect([state.lines.length, state.lines[0]?.number, state.last, state.missed]).toEqual([
      MOST_LINES,
      201,
      700,
      5,
    ]);
  });

  it('shows output without colour codes, titles of terminals and other control characters', () => {
    expect(plainText('\u001b[1;31mred\u001b[0m\u001b]0;title\u0007 a\tb\u0000\u009b')).toBe('red a\tb');
  });

  it('links to a card whatever its name is', () => {
    for (const name of ['a b', '50%', '#?&', '🚀', '"']) {
      expect(decodeURIComponent(linkTo(name).slice(1))).toBe(anchorOf(name));
    }
  });
});

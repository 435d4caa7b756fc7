import { describe, expect, it } from 'vitest';
import { lineClass, splitSentence, tellCause } from '../../src-renderer/features/overview/cause-text.ts';
import { clusterByCause, groupServers, troubleFirst } from '../../src-renderer/state/groups.ts';
import { plainText } from '../../src-renderer/ui/words.ts';
import { reasons } from '../../src-shared/i18n/en/reasons.ts';
import { message } from '../../src-shared/i18n/message.ts';
import { statusOf } from '../doubles/orchestrator.ts';

const names = (servers: readonly { readonly name: string }[]) => servers.map(({ name }) => name);
const notFound = (command: string) => ({
  state: 'CRASHED' as const,
  reason: 'NOT_FOUND' as const,
  cause: {
    happened: message('reason.NOT_FOUND.happened', { command, folders: 9 }),
    remedy: message('reason.NOT_FOUND.remedy', { program: command }),
  },
});

describe('a cause', () => {
  it('is told as what happened, what to do, and what that means', () => {
    expect(tellCause(statusOf('a', notFound('uvx')), '')).toEqual({
      what: 'The command `uvx` was not found in the 9 folders of the PATH.',
      todo: 'Install uvx, or give the full path of the command.',
      after: 'Then try again: no restart was used up.',
    });
  });

  it('of an unhealthy server first says that it still takes calls, then what to look at', () => {
    const cause = {
      happened: message('reason.UNHEALTHY.happened', { times: 2, problem: 'HTTP 503' }),
      remedy: message('reason.UNHEALTHY.remedy-dependency', {
        dependency: 'db',
        time: '11 s',
        threshold: 3,
      }),
    };
    expect(tellCause({ cause, detail: null }, '').todo).toBe('It still takes calls. Look at db first;');
  });

  it('without parts is the detail as it is, and without a detail its head', () => {
    const bare = { cause: null, detail: 'Something of its own. And more.' };
    expect(tellCause(bare, 'x')).toEqual({ what: bare.detail, todo: null, after: null });
    expect(tellCause({ cause: null, detail: null }, 'Crashed').what).toBe('Crashed');
  });

  it('has no instruction where there is nothing to do', () => {
    const cause = {
      happened: message('process.exit.code', { code: 2 }),
      remedy: message('supervisor.nothing'),
    };
    expect(tellCause({ cause, detail: null }, '')).toEqual({
      what: 'It ended with code 2.',
      todo: null,
      after: null,
    });
  });

  it.each(Object.entries(reasons).filter(([key]) => key.includes('remedy')))(
    'has a first sentence in %s',
    (_, text) => {
      const [first, rest] = splitSentence(text.replaceAll(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, 'x'));
      expect(first).toMatch(/[.;]$/);
      expect(rest === null || rest.length > 3).toBe(true);
    },
  );

  it('does not end its first sentence in code, in a number or in a name', () => {
    expect(splitSentence('Mend `a. b` in v1.2 of server.js. Then go on.')).toEqual([
      'Mend `a. b` in v1.2 of server.js.',
      'Then go on.',
    ]);
    expect(splitSentence('No end')).toEqual(['No end', null]);
  });
});

describe('the order of the page', () => {
  it('groups as the file does, and puts those without a group last', () => {
    const servers = [
      statusOf('a'),
      statusOf('b', { groups: ['two'] }),
      statusOf('c', { groups: ['one', 'two'] }),
      statusOf('d', { groups: ['two'] }),
    ];
    expect(groupServers(servers).map(({ name, servers: members }) => [name, names(members)])).toEqual([
      ['two', ['b', 'd']],
      ['one', ['c']],
      [null, ['a']],
    ]);
  });

  it('has crashed servers before unhealthy ones, the newest first, and never a disabled one', () => {
    const servers = [
      statusOf('unhealthy', { state: 'UNHEALTHY', since: '2026-01-01T12:00:00Z' }),
      statusOf('old', { state: 'CRASHED', since: '2026-01-01T10:00:00Z' }),
      statusOf('new', { state: 'CRASHED', since: '2026-01-01T11:00:00Z' }),
      statusOf('off', { state: 'CRASHED', enabled: false }),
      statusOf('fine'),
    ];
    expect(names(troubleFirst(servers))).toEqual(['new', 'old', 'unhealthy']);
  });

  it('makes one of servers with the same cause, and leaves a restart limit to each', () => {
    const limit = {
      state: 'CRASHED' as const,
      reason: 'RESTART_LIMIT' as const,
      cause: { happened: message('process.exit.code', { code: 1 }), remedy: message('process.exit.remedy') },
    };
    const servers = [
      statusOf('a', notFound('uvx')),
      statusOf('b', limit),
      statusOf('c', notFound('uvx')),
      statusOf('d', notFound('docker')),
      statusOf('e', limit),
      statusOf('f', { state: 'CRASHED', reason: 'NOT_FOUND' }),
      statusOf('g', { state: 'CRASHED', reason: 'NOT_FOUND' }),
    ];
    expect(clusterByCause(servers).map(names)).toEqual([['a', 'c'], ['b'], ['d'], ['e'], ['f'], ['g']]);
  });

  it('makes one of servers behind a host that does not answer, and leaves a failed check to each', () => {
    const unhealthy = (key: string, params: Readonly<Record<string, string | number>>) => ({
      state: 'UNHEALTHY' as const,
      cause: { happened: message(key, params), remedy: message('mcp.remedy.network') },
    });
    const silent = (host: string) => unhealthy('mcp.network.unreachable', { host, code: 'ECONNREFUSED' });
    const servers = [
      statusOf('a', silent('10.0.0.1:80')),
      statusOf('b', silent('10.0.0.2:80')),
      statusOf('c', silent('10.0.0.1:80')),
      statusOf('d', unhealthy('health.timeout', { times: 2 })),
      statusOf('e', unhealthy('health.timeout', { times: 2 })),
    ];
    expect(clusterByCause(servers).map(names)).toEqual([['a', 'c'], ['b'], ['d'], ['e']]);
  });
});

describe('output', () => {
  it('is shown without colour codes, titles of terminals and other control characters', () => {
    expect(plainText('\u001b[1;31mred\u001b[0m\u001b]0;title\u0007 a\tb\u0000\u009b')).toBe('red a\tb');
  });

  it('shows what is hidden in it or turns it around, and lets a right-to-left text keep its hints', () => {
    const hidden = Array.from('rm -rf', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
    expect(plainText(`Adds two.${hidden.join('')}`)).toMatch(/^Adds two\.(\\u\{e00[0-9a-f]{2}\}){6}$/);
    expect(plainText('pay\u202egpj.exe a\u200bb')).toBe('pay\\u{202e}gpj.exe a\\u{200b}b');
    expect(plainText('שלום!\u200f 👩\u200d👧')).toBe('שלום!\u200f 👩\u200d👧');
    expect(plainText('half \ud83d')).toBe('half \ufffd');
  });

  it('is coloured by what it calls itself', () => {
    expect(['FATAL: no', 'a warning', 'terror', 'fine'].map(lineClass)).toEqual(['err', 'wrn', '', '']);
  });
});

import { describe, expect, it } from 'vitest';
import { parseArguments, splitCommand } from '../../../src-main/hosts/headless/arguments.ts';
import { parseDurationMs } from '../../../src-main/hosts/headless/durations.ts';
import { nearestCommand } from '../../../src-main/hosts/headless/nearest-command.ts';
import { commands } from '../../../src-main/hosts/headless/registry.ts';

const parse = (command: string, ...words: readonly string[]) =>
  parseArguments(command, words, commands[command]?.options ?? {}, commands[command]?.most);

describe('the words of a command line', () => {
  it('are split at the command, whatever stands before it', () => {
    expect(splitCommand(['--home', 'stop', '--json', 'status', 'a', '--help'])).toEqual({
      command: 'status',
      rest: ['--home', 'stop', '--json', 'a', '--help'],
      wantsHelp: true,
      wantsVersion: false,
    });
    expect(splitCommand(['--server', '--help', 'status']).wantsHelp).toBe(false);
    expect(splitCommand(['stop', '--', '--help'])).toMatchObject({ command: 'stop', wantsHelp: false });
    expect(splitCommand(['--json'])).toMatchObject({ command: undefined, rest: ['--json'] });
  });

  it('give names from both places, each once', () => {
    const args = parse('start', 'a', '--server', 'b', '--server=c', 'b', '--no-deps');
    expect(args.names).toEqual(['a', 'b', 'c']);
    expect(args.flag('no-deps')).toBe(true);
    expect(args.flag('no-wait')).toBe(false);
  });

  it('take a name that looks like an option after --', () => {
    expect(parse('stop', '--', '--json').names).toEqual(['--json']);
  });

  it('take figures and times, and refuse what is neither', () => {
    const args = parse('events', '-n', '7');
    expect(args.number('lines', { min: 0, max: 10 })).toBe(7);
    expect(() => args.number('lines', { min: 8, max: 10 })).toThrow('-n takes a whole number from 8 to 10');
    for (const wrong of ['', ' ', '1.5', '0x', 'NaN', '-']) {
      const given = parse('events', `--lines=${wrong}`);
      expect(() => given.number('lines', { min: 0, max: 10 })).toThrow('whole number');
    }
    expect(parse('pause', 'a', '--for', '90').durationMs('for')).toBe(90_000);
    expect(() => parse('pause', 'a', '--for', '0s').durationMs('for')).toThrow('a time such as');
  });

  it('that are wrong are told with the nearest that there is', () => {
    expect(() => parse('stop', '--forse')).toThrow('`stop` has no option --forse. Did you mean --force?');
    expect(() => parse('stop', '-x')).toThrow('`stop` has no option -x. See `mcp-orchestrator stop --help`.');
    expect(() => parse('start', '--timeout')).toThrow('--timeout needs a value.');
    expect(() => parse('start', '--timeout', '--json')).toThrow('--timeout needs a value.');
    expect(() => parse('stop', '--force=1')).toThrow('--force takes no value.');
    expect(() => parse('open', 'page')).toThrow('`open` has no use for "page".');
  });
});

it.each([
  ['30', 30_000],
  ['250ms', 250],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['2min', 120_000],
  ['1h', 3_600_000],
  ['1 d', 86_400_000],
  ['', undefined],
  ['m', undefined],
  ['-5s', undefined],
  ['5 weeks', undefined],
  ['1e3', undefined],
])('the time "%s" is %s ms', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

it.each([
  ['stat', 'status'],
  ['sttaus', 'status'],
  ['log', 'logs'],
  ['shutdwon', 'shutdown'],
  ['halp', 'help'],
  ['xyzzy', null],
])('"%s" probably means %s', (word, command) => {
  expect(nearestCommand(word)).toBe(command);
});

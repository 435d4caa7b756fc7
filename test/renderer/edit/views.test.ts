import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src-renderer/features/edit/diff-lines.ts';
import { shownLine, stretchesAround } from '../../../src-renderer/features/edit/file-lines.ts';
import { fold } from '../../../src-renderer/features/edit/fold.ts';
import { likeIt, understand } from '../../../src-renderer/features/edit/pasted.ts';
import { type Trial, withStep } from '../../../src-renderer/features/edit/use-trial.ts';
import { parseRoute, paths } from '../../../src-renderer/routes.ts';
import { cpuMsOf } from '../../support/stopwatch.ts';

describe('a line of the file', () => {
  it('is shown without its secret, also where that is longer than what is shown', () => {
    const secret = 'abc123'.repeat(500);
    const line = shownLine(`    "API_KEY": "${secret}",\u001b[31m`);
    expect(line).toContain('"API_KEY": "••');
    expect(line).not.toContain('abc123');
    expect(shownLine('x'.repeat(1e6)).length).toBeLessThanOrEqual(1000);
  });
});

describe('the change to the file', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { maxLength: 40 });
  const whole = (list: readonly string[]) => list.map((line) => `${line}\n`).join('');

  it('gives both files back, line for line and with their numbers', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = linesOf(whole(before), whole(after));
        const left = diff.filter(({ kind }) => kind !== 'added');
        const right = diff.filter(({ kind }) => kind !== 'removed');
        expect(left.map(({ text }) => text)).toEqual(before);
        expect(right.map(({ text }) => text)).toEqual(after);
        expect(left.map((line) => line.before)).toEqual(before.map((_, index) => index + 1));
        expect(right.map((line) => line.after)).toEqual(after.map((_, index) => index + 1));
      }),
    );
  });

  it('is folded without losing a line, and never where something changes', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = linesOf(whole(before), whole(after));
        const parts = fold(diff);
        expect(parts.flatMap((part) => part.lines)).toEqual(diff);
        for (const part of parts)
          if (part.kind === 'folded') expect(part.lines.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('is worked out in time where two files have nothing in common', () => {
    const one = whole(Array.from({ length: 20_000 }, (_, index) => `a${index}`));
    const other = whole(Array.from({ length: 20_000 }, (_, index) => `b${index}`));
    const tookMs = cpuMsOf(() => expect(linesOf(one, other)).toHaveLength(40_000));
    expect(tookMs).toBeLessThan(4000);
  });
});

describe('the lines around problems', () => {
  it('are shown once, in order, and none beyond the file', () => {
    expect(stretchesAround([41, 3, 44, 900], 100, 3)).toEqual([
      { from: 1, to: 6 },
      { from: 38, to: 47 },
    ]);
    expect(stretchesAround([], 100, 3)).toEqual([]);
  });
});

describe('a trial', () => {
  const begun: Trial = { status: 'running', steps: [], output: [], ended: null, problem: null, key: '' };
  const step = { kind: 'step', step: 'start', tookMs: null, text: null } as const;

  it('shows a step once, at its end as at its beginning', () => {
    const running = withStep(begun, { ...step, status: 'running' });
    const done = withStep(running, { ...step, status: 'ok', tookMs: 12, text: 'PID 7' });
    expect([running.steps.length, done.steps]).toEqual([
      1,
      [{ ...step, status: 'ok', tookMs: 12, text: 'PID 7' }],
    ]);
  });

  it('keeps the newest lines of its output', () => {
    let trial = begun;
    for (let index = 0; index < 500; index++)
      trial = withStep(trial, { kind: 'output', stream: 'stderr', text: String(index) });
    expect([trial.output.length, trial.output.at(-1)?.text]).toEqual([200, '499']);
  });
});

describe('what is added', () => {
  it('is one candidate for each server that was pasted', () => {
    const { candidates } = understand(
      '{"a":{"command":"x"},"b":{"url":"https://b.example"}}',
      new Set(['a']),
    );
    expect(candidates.map(({ draft, renamedFrom }) => [draft.name, draft.way, renamedFrom])).toEqual([
      ['a-2', 'command', 'a'],
      ['b', 'url', null],
    ]);
  });

  it('is like the one that it is made from, but for its names', () => {
    const like = likeIt(
      { name: 'a', entry: { command: 'x' }, policy: { aliases: ['z'], replicas: 2 }, groups: ['g'] },
      new Set(['a', 'z', 'g']),
    );
    expect(like.draft).toMatchObject({
      name: 'a-2',
      command: 'x',
      policy: { replicas: '2' },
      groups: ['g'],
      morePolicy: '',
    });
  });
});

describe('the address of the file', () => {
  it('leads to it, with or without a line', () => {
    expect(parseRoute(paths.file())).toEqual({ view: 'file' });
    expect(paths.file(41)).toBe('/file?line=41');
    expect(parseRoute('/file/x')).toMatchObject({ view: 'unknown' });
  });
});

import { describe, expect, it } from 'vitest';
import { type Pending, pendingKey, settle } from '../../../src-renderer/state/operations.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';

const finished = (operation: string): OrchestratorEvent => ({
  seq: 1,
  at: '2026-11-21T10:00:00.000Z',
  type: 'operation.finished',
  server: null,
  generation: null,
  actor: 'dashboard',
  operation,
  data: { ok: true, error: null },
});
const pending = (operations: readonly string[] | null): Pending => ({
  key: pendingKey('restart', ['db']),
  verb: 'restart',
  since: 0,
  operations,
});

describe('what was asked', () => {
  it('ends with the event of its operation, and of several with the last of them', () => {
    const asked = [pending(['one', 'two'])];
    const half = settle(asked, finished('one'));
    expect(half.map(({ operations }) => operations)).toEqual([['two']]);
    expect(settle(half, finished('two'))).toEqual([]);
  });

  it('is not ended by the event of another, nor before it was accepted', () => {
    const asked = [pending(['one']), pending(null)];
    expect(settle(asked, finished('other'))).toBe(asked);
    expect(settle(asked, { ...finished('one'), type: 'server.state' })).toBe(asked);
    expect(settle(asked, finished('one'))).toEqual([pending(null)]);
  });

  it('never mistakes a server for all of them, nor two for one with both names', () => {
    const keys = [
      pendingKey('stop', 'all'),
      pendingKey('stop', ['*']),
      pendingKey('stop', ['all']),
      pendingKey('stop', ['a', 'b']),
      pendingKey('stop', ['a b']),
      pendingKey('stop', ['a","b']),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

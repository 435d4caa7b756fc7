import { describe, expect, it } from 'vitest';
import { newestStop } from '../../../src-renderer/features/notices/stopping.ts';
import type { EventType, OrchestratorEvent } from '../../../src-shared/schema/event.ts';

const events = (...types: readonly EventType[]): readonly OrchestratorEvent[] =>
  types.map((type, index) => ({
    seq: index + 1,
    at: `2026-01-01T00:00:0${index}.000Z`,
    type,
    server: null,
    actor: 'cli:0',
    operation: null,
    data: type === 'instance.stopping' ? { reason: 'request' } : {},
  })) as unknown as readonly OrchestratorEvent[];

describe('an orchestrator that stops', () => {
  it('is told from one that does not answer by its own word', () => {
    expect(newestStop(events('config.loaded', 'server.state'))).toBeNull();
    expect(newestStop(events('config.loaded', 'instance.stopping', 'server.state', 'server.exit'))).toEqual({
      at: '2026-01-01T00:00:01.000Z',
      reason: 'request',
    });
  });

  it('is over when another one has begun', () => {
    expect(newestStop(events('instance.stopping', 'config.loaded'))).toBeNull();
    expect(newestStop(events('instance.stopping', 'instance.started', 'server.state'))).toBeNull();
    expect(newestStop(events('instance.stopping', 'config.loaded', 'instance.stopping'))).not.toBeNull();
  });

  it('is not known where nothing was heard', () => {
    expect(newestStop([])).toBeNull();
  });
});

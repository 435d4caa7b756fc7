import { describe, expect, it } from 'vitest';
import { type Asked, lastCall, startCall } from '../../src-renderer/state/calls.ts';

const asked = (item: string): Asked => ({ kind: 'tools', server: 'a', item, arguments: { n: 1 } });

describe('what was called from this page', () => {
  it('keeps the newest answer with what was asked', async () => {
    await startCall(asked('one'), async () => ({ content: [] }));
    expect(lastCall(asked('one'))).toMatchObject({
      arguments: { n: 1 },
      outcome: { kind: 'answered', result: { content: [] }, bytes: 14 },
    });
  });

  it('asks once at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<{ done: boolean }>();
    const first = startCall(asked('two'), () => promise);
    expect(await startCall(asked('two'), async () => ({}))).toBe(null);
    resolve({ done: true });
    expect((await first)?.outcome.kind).toBe('answered');
  });

  it('tells a refusal from a connection that went', async () => {
    const refused = await startCall(asked('three'), () => Promise.reject(new Error('It said no.')));
    expect(refused?.outcome).toEqual({ kind: 'refused', problem: 'It said no.' });
    const gone = Object.assign(new Error('closed'), { name: 'AbortError' });
    expect((await startCall(asked('three'), () => Promise.reject(gone)))?.outcome).toEqual({ kind: 'lost' });
  });

  it('lets old results go before they fill the memory, and old calls after fifty', async () => {
    const large = 'x'.repeat(9_000_000);
    await startCall(asked('old'), async () => ({ large }));
    await startCall(asked('new'), async () => ({ large }));
    expect(lastCall(asked('old'))?.outcome).toMatchObject({ kind: 'answered', result: null });
    expect(lastCall(asked('new'))?.outcome).toMatchObject({ result: { large } });
    for (let index = 0; index < 50; index++) await startCall(asked('many'), async () => ({}));
    expect(lastCall(asked('new'))).toBe(null);
  });
});

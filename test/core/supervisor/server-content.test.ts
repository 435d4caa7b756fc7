import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src-main/core/ports/mcp.ts';
import { FakeConnection } from '../../doubles/fake-connection.ts';
import { Kit, server } from './fleet-kit.ts';

type Params = Readonly<Record<string, unknown>>;

async function running(): Promise<
  { readonly kit: Kit; readonly connection: FakeConnection } & AsyncDisposable
> {
  const kit = new Kit();
  await kit.boot([server('a')]);
  await kit.advance(1000);
  const connection = kit.world.connections.get('a');
  if (!(connection instanceof FakeConnection)) throw new Error('not connected');
  return { kit, connection, [Symbol.asyncDispose]: async () => void (await kit.shutdown()) };
}

const ok = (result: Params): CallResult => ({ ok: true, result });
const failed = (code: number, message: string): CallResult => ({ ok: false, kind: 'error', code, message });

function offer(connection: FakeConnection, capabilities: readonly string[] | null): void {
  if (connection.facts === null) throw new Error('not connected');
  connection.facts = { ...connection.facts, capabilities };
}

describe('lists of a server', () => {
  test('are read page by page, each entry reduced to what is shown', async () => {
    await using it = await running();
    const asked: unknown[] = [];
    it.connection.answers.set('resources/list', (params) => {
      asked.push(params);
      return params.cursor === undefined
        ? ok({ resources: [{ uri: 'a://1', name: 'one', icons: ['x'], size: 3 }, 7, {}], nextCursor: 'n' })
        : ok({ resources: [{ uri: 'a://2', mimeType: 'text/plain', title: 4 }] });
    });
    it.connection.answers.set('resources/templates/list', () =>
      ok({ resourceTemplates: [{ uriTemplate: 'a://{x}', name: 'x', description: 'd' }] }),
    );
    expect(await it.kit.orchestrator.resources('a')).toEqual({
      ok: true,
      value: {
        ok: true,
        value: {
          resources: [
            { uri: 'a://1', name: 'one', size: 3 },
            { uri: 'a://2', name: 'a://2', mimeType: 'text/plain' },
          ],
          templates: [{ uriTemplate: 'a://{x}', name: 'x', description: 'd' }],
        },
      },
    });
    expect(asked).toEqual([{}, { cursor: 'n' }]);
    it.connection.answers.set('prompts/list', () =>
      ok({
        prompts: [
          { name: 'p', title: 'P', arguments: [{ name: 'x', required: true, description: 'why' }, {}, null] },
          { name: 'q', arguments: [] },
          { title: 'nameless' },
        ],
      }),
    );
    expect(await it.kit.orchestrator.prompts('a')).toMatchObject({
      value: {
        value: [
          { name: 'p', title: 'P', arguments: [{ name: 'x', required: true, description: 'why' }] },
          { name: 'q' },
        ],
      },
    });
  });

  test('are empty where it does not offer them, and it is not even asked', async () => {
    await using it = await running();
    offer(it.connection, ['tools']);
    for (const method of ['resources/list', 'resources/templates/list', 'prompts/list'])
      it.connection.answers.set(method, () => failed(-32603, 'asked'));
    expect(await it.kit.orchestrator.resources('a')).toMatchObject({
      value: { ok: true, value: { resources: [], templates: [] } },
    });
    expect(await it.kit.orchestrator.prompts('a')).toMatchObject({ value: { ok: true, value: [] } });
  });

  test('are empty where it did not say what it offers and does not know the method', async () => {
    await using it = await running();
    offer(it.connection, null);
    expect(await it.kit.orchestrator.prompts('a')).toMatchObject({ value: { ok: true, value: [] } });
    expect(await it.kit.orchestrator.resources('a')).toMatchObject({ value: { ok: true } });
  });

  test('fail with the words of the server', async () => {
    await using it = await running();
    it.connection.answers.set('resources/list', () => failed(-32603, 'the disk is gone'));
    const answer = await it.kit.orchestrator.resources('a');
    expect(answer).toMatchObject({ ok: true, value: { ok: false, message: 'the disk is gone' } });
  });

  test('end where pages go round, never end, or hold nothing that is a list', async () => {
    await using it = await running();
    let pages = 0;
    it.connection.answers.set('prompts/list', () => {
      pages++;
      return ok({ prompts: [{ name: `p${pages}` }], nextCursor: 'same' });
    });
    const count = async () => {
      const answer = await it.kit.orchestrator.prompts('a');
      return answer.ok && answer.value.ok ? answer.value.value.length : -1;
    };
    expect(await count()).toBe(2);
    pages = 0;
    it.connection.answers.set('prompts/list', () => {
      pages++;
      return ok({ prompts: [{ name: 'p' }], nextCursor: `page ${pages}` });
    });
    expect([await count(), pages]).toEqual([200, 200]);
    const many = Array.from({ length: 10_500 }, (_, index) => ({ name: `p${index}` }));
    it.connection.answers.set('prompts/list', () => ok({ prompts: many, nextCursor: 'more' }));
    expect(await count()).toBe(10_000);
    it.connection.answers.set('prompts/list', () => ok({ prompts: 'none' }));
    expect(await count()).toBe(0);
  });
});

test('what is read is given as the server gave it, and refused while the server does not run', async () => {
  await using it = await running();
  it.connection.answers.set('resources/read', ({ uri }) => ok({ contents: [{ uri, text: 'x', extra: 1 }] }));
  it.connection.answers.set('prompts/get', (params) => ok({ params }));
  expect(await it.kit.orchestrator.readResource('a', 'a://1')).toEqual({
    ok: true,
    value: { ok: true, result: { contents: [{ uri: 'a://1', text: 'x', extra: 1 }] } },
  });
  expect(await it.kit.orchestrator.getPrompt('a', 'p', { x: '1' })).toMatchObject({
    value: { result: { params: { name: 'p', arguments: { x: '1' } } } },
  });
  it.kit.stop('a');
  await it.kit.advance(1000);
  const { orchestrator } = it.kit;
  for (const answer of [
    await orchestrator.resources('a'),
    await orchestrator.prompts('a'),
    await orchestrator.readResource('a', 'x'),
    await orchestrator.getPrompt('a', 'p', {}),
  ])
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'NOT_RUNNING', server: 'a' } });
  expect(await orchestrator.prompts('nobody')).toMatchObject({ refusal: { code: 'UNKNOWN_SERVER' } });
});

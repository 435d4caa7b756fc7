import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { message } from '../../src-shared/i18n/message.ts';
import type { AlertMessage } from '../../src-shared/schema/alert.ts';
import { defaultAlertSettings } from '../../src-shared/schema/alert.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { eventually } from '../support/eventually.ts';
import { startRig, TOKEN } from '../transport/rig.ts';

const path = '/api/alerts';

test('the settings are read and changed over HTTP; what is not given stays', async () => {
  await using rig = await startRig([]);
  expect((await rig.api('GET', path)).body).toEqual({
    settings: defaultAlertSettings,
    quiet: false,
    presenter: null,
    last: null,
  });
  const quietHours = { from: '22:00', to: '07:30' };
  const changed = await rig.api('POST', `${path}/settings`, { quietHours, muted: ['db'] });
  expect([changed.status, changed.body.settings]).toEqual([
    200,
    { ...defaultAlertSettings, quietHours, muted: ['db'] },
  ]);
  const again = await rig.api('POST', `${path}/settings`, { crashed: false, quietHours: null });
  expect(again.body.settings).toEqual({ ...defaultAlertSettings, crashed: false, muted: ['db'] });
  expect((await rig.api('GET', path)).body.settings).toEqual(again.body.settings);
});

test('a server is muted by itself, beside those that others mute; one that is gone can be taken off the list', async () => {
  await using rig = await startRig([statusOf('db'), statusOf('web')]);
  const mute = async (server: string, muted: boolean) => {
    const { status, body } = await rig.api('POST', `${path}/mute`, { server, muted });
    return status === 200 ? body.settings.muted : [status, body.error.code];
  };
  await Promise.all([mute('db', true), mute('web', true), mute('db', true)]);
  expect((await rig.api('GET', path)).body.settings.muted.toSorted()).toEqual(['db', 'web']);
  expect(await mute('web', false)).toEqual(['db']);
  expect(await mute('nobody', true)).toEqual([404, 'UNKNOWN_SERVER']);
  rig.orchestrator.remove('db');
  expect(await mute('db', false)).toEqual([]);
});

test.each([
  { quietHours: { from: '24:00', to: '07:00' } },
  { quietHours: { from: '22:00' } },
  { muted: 'db' },
  { enabled: 'yes' },
  { volume: 11 },
])('a setting that makes no sense is refused and changes nothing: %j', async (input) => {
  await using rig = await startRig([]);
  const { status, body } = await rig.api('POST', `${path}/settings`, { crashed: false, ...input });
  expect([status, body.error.code]).toEqual([400, 'BAD_REQUEST']);
  expect((await rig.api('GET', path)).body.settings).toEqual(defaultAlertSettings);
});

test('asked to show one where nobody can, it says so', async () => {
  await using rig = await startRig([]);
  const { status, body } = await rig.api('POST', `${path}/test`);
  expect([status, body]).toEqual([200, { shown: false, why: message('alerts.why.nobody') }]);
});

test('who follows over HTTP shows and reports; when the connection ends, that is over', async () => {
  await using rig = await startRig([]);
  const ending = new AbortController();
  const stream = await fetch(`${rig.url}${path}/stream?as=phone`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: ending.signal,
  });
  const presenter = async () => (await rig.api('GET', path)).body.presenter as string | null;
  await eventually(presenter, (name) => name === 'phone');
  const asked = rig.api('POST', `${path}/test`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('"show"')) break;
  }
  expect(text).toContain('"id":"test"');
  expect((await rig.api('POST', `${path}/test/outcome`, { shown: true, why: null })).status).toBe(200);
  expect((await asked).body).toEqual({ shown: true, why: null });
  ending.abort();
  await eventually(presenter, (name) => name === null);
});

test('in this process it follows from the call on', async () => {
  await using rig = await startRig([]);
  const client = createRouterClient(rig.server.router, { context: { actor: 'desktop' } });
  const stream = await client.alerts.follow({ as: 'desktop' });
  expect((await stream.next()).value).toEqual({ kind: 'standing', ids: [] });
  const asked = client.alerts.test();
  const { value } = await stream.next();
  expect((value as Extract<AlertMessage, { kind: 'show' }>).alert.kind).toBe('test');
  await client.alerts.report({ id: 'test', shown: true, why: null });
  expect(await asked).toEqual({ shown: true, why: null });
  await stream.return?.();
  expect((await client.alerts.state()).presenter).toBeNull();
});

test.each(['', ' ', 'x'.repeat(65)])('a presenter needs a name that can be shown: "%s"', async (name) => {
  await using rig = await startRig([]);
  expect((await rig.api('GET', `${path}/stream?as=${encodeURIComponent(name)}`)).status).toBe(400);
});

import { expect, test } from 'vitest';
import { Liveness } from './liveness.ts';
import { McpLineClient } from './mcp-line-client.ts';

test('sends requests, and gives each its answer', async () => {
  await using server = McpLineClient.fixture('trivial.mjs');
  expect(await server.ready()).toEqual(['echo']);
  const texts = await Promise.all(['a', 'b', 'c'].map((text) => server.call('echo', { text })));
  expect(texts).toEqual(['a', 'b', 'c']);
});

test('keeps noise apart from messages', async () => {
  await using server = McpLineClient.fixture('chaos.mjs', ['--noise', '2']);
  await server.initialize();
  expect([server.lines.length, server.messages.length]).toEqual([3, 1]);
});

test('a wait ends as soon as the server has, with its last words', async () => {
  await using server = McpLineClient.fixture('chaos.mjs', ['--exit-on', 'ping', '--exit-code', '3']);
  await server.ready();
  await expect(server.request('ping')).rejects.toThrow(
    /the server ended \({"code":3,"signal":null}\) without an answer to 3; .*ends by code 3, on ping/s,
  );
});

test('a wait without an answer says what came instead', async () => {
  await using server = McpLineClient.fixture('chaos.mjs', ['--mute', '--noise', '1']);
  await server.lineCount(1);
  await expect(server.request('ping', {}, { withinMs: 50 })).rejects.toThrow(
    /within 50 ms: no sign of an answer to 1; stdout: "Welcome to chaos!/,
  );
});

test('a command that cannot be started is an error', () => {
  expect(() => McpLineClient.start('/no/such/command', [])).toThrow('could not be started');
});

test('its end is the end of the whole tree, whatever that ignores', async () => {
  await using liveness = await Liveness.listen();
  {
    const sides = ['inherit', 'setsid', 'setsid-inherit', 'detached'].flatMap((kind) => [
      '--side-process',
      kind,
    ]);
    const args = ['--ignore-eof', '--ignore-term', ...sides];
    await using _server = McpLineClient.fixture('chaos.mjs', args, { env: liveness.env });
    await liveness.born(5);
  }
  await liveness.allDead();
});

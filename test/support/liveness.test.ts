import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Liveness } from './liveness.ts';
import { McpLineClient } from './mcp-line-client.ts';

test('a process is alive from its report until the kernel has ended it', async () => {
  await using liveness = await Liveness.listen();
  await using server = McpLineClient.fixture('chaos.mjs', [], { env: liveness.env });
  const [life] = await liveness.born(1);
  expect([life, liveness.alive()]).toEqual([{ pid: server.pid, role: 'root' }, [life]]);
  server.signal('SIGKILL');
  await liveness.dead(server.pid);
  expect(liveness.alive()).toEqual([]);
});

test('a wait that is over says who still lives', async () => {
  await using liveness = await Liveness.listen();
  await using server = McpLineClient.fixture('chaos.mjs', ['--side-process', 'setsid'], {
    env: liveness.env,
  });
  await liveness.born(2);
  const side = liveness.births.find(({ role }) => role === 'side-setsid');
  server.signal('SIGKILL');
  await liveness.dead(server.pid);
  await expect(liveness.allDead({ withinMs: 50 })).rejects.toThrow(
    `within 50 ms: still alive: ${side?.pid} (side-setsid)`,
  );
  await expect(liveness.born(3, { withinMs: 50 })).rejects.toThrow('2 of 3 processes were born');
});

test('the death of one that never reported cannot be waited for', async () => {
  await using liveness = await Liveness.listen();
  await expect(liveness.dead(1)).rejects.toThrow('process 1 never reported; these did: nobody');
});

test('a report may come in pieces, and a connection without one counts for nothing', async () => {
  await using liveness = await Liveness.listen();
  const silent = connect(liveness.port, '127.0.0.1');
  const slow = connect(liveness.port, '127.0.0.1');
  slow.write('{"pid":1,');
  await new Promise((resolve) => slow.write('"role":"in pieces"}\n', resolve));
  expect(await liveness.born(1)).toEqual([{ pid: 1, role: 'in pieces' }]);
  slow.destroy();
  await liveness.allDead();
  silent.destroy();
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Orchestrator } from '../../../src-main/core/orchestrator.ts';
import { createRuntime } from '../../../src-main/runtime/create-runtime.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { isLive } from '../../support/proc.ts';
import { tempFolder } from '../../support/temp.ts';

const by = { actor: 'test' };
const launch = (name: string, ...args: string[]) => ({
  command: process.execPath,
  args: [fixtureServer(name), ...args],
});

/** Resolves at the first event after which it holds. */
function until(orchestrator: Orchestrator, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = orchestrator.onStatus(look);
    look();
  });
}

function status(orchestrator: Orchestrator, name: string) {
  const answer = orchestrator.server(name);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

test('real processes start in order, are healed, restarted, called and ended', async () => {
  await using home = await tempFolder('fleet-smoke');
  const config = join(home.path, 'servers.json');
  await writeFile(
    config,
    JSON.stringify({
      mcpServers: {
        app: launch('trivial.mjs'),
        db: launch('trivial.mjs'),
        missing: { command: 'no-such-command-anywhere' },
      },
      orchestrator: { servers: { app: { dependsOn: ['db'] } } },
    }),
  );
  const pids: number[] = [];
  {
    await using runtime = await createRuntime({ home: join(home.path, 'home'), config, port: 0 });
    const { orchestrator } = runtime;
    await until(orchestrator, () => orchestrator.status().summary.RUNNING === 2);
    await until(orchestrator, () => status(orchestrator, 'missing').state === 'CRASHED');
    expect(status(orchestrator, 'missing')).toMatchObject({ reason: 'NOT_FOUND', restartCount: 0 });
    const order = orchestrator
      .events({ since: 0, limit: 100, types: ['server.state'] })
      .filter(({ data }) => data.to === 'RUNNING');
    expect(order.map((event) => event.server)).toEqual(['db', 'app']);

    const first = status(orchestrator, 'db').pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(orchestrator, () => status(orchestrator, 'db').restartCount === 1);
    await until(orchestrator, () => status(orchestrator, 'db').state === 'RUNNING');
    expect(status(orchestrator, 'db').lastExit).toMatchObject({ code: null, signal: 'SIGKILL' });

    const restart = orchestrator.restart(['db'], { force: false }, by);
    expect(restart.ok && (await restart.value.done)).toEqual({ ok: true, failures: [] });
    const checks = await orchestrator.check([], by);
    expect(checks.ok && checks.value.map(({ server, ok }) => [server, ok])).toEqual([
      ['app', true],
      ['db', true],
      ['missing', false],
    ]);
    for (const name of ['app', 'db']) pids.push(status(orchestrator, name).pid ?? 0);
    expect(pids.every((pid) => isLive(pid))).toBe(true);
    const stop = orchestrator.stop(['db'], { force: false }, by);
    expect(stop.ok && (await stop.value.done)).toEqual({ ok: true, failures: [] });
    expect(pids.some((pid) => isLive(pid))).toBe(false);
    const start = orchestrator.start(['app'], { dependencies: true }, by);
    expect(start.ok && (await start.value.done)).toEqual({ ok: true, failures: [] });
    for (const name of ['app', 'db']) pids.push(status(orchestrator, name).pid ?? 0);
  }
  expect(pids.some((pid) => isLive(pid))).toBe(false);
});

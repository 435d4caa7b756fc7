import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src-main/adapters/clock/system-clock.ts';
import { createSystemRandom } from '../../../src-main/adapters/clock/system-random.ts';

describe('the system clock', () => {
  it('fires in order, not before its time, and not once cancelled', async () => {
    const clock = createSystemClock();
    const fired: string[] = [];
    const begun = clock.monotonicMs();
    const cancelled = clock.setTimer(1, () => fired.push('cancelled'));
    cancelled.cancel();
    cancelled.cancel();
    clock.setTimer(-5, () => fired.push('negative'));
    await new Promise<void>((resolve) => {
      clock.setTimer(20, () => {
        fired.push('last');
        resolve();
      });
      // Our timers keep no process alive, this one keeps the test's.
      setTimeout(() => undefined, 1000).unref();
    });
    expect(fired).toEqual(['negative', 'last']);
    expect(clock.monotonicMs() - begun).toBeGreaterThanOrEqual(19);
  });

  it('does not fire at once what is too far away, nor keep the process alive for it', () => {
    const url = new URL('../../../src-main/adapters/clock/system-clock.ts', import.meta.url).href;
    const program = `
      const { createSystemClock } = await import(${JSON.stringify(url)});
      const clock = createSystemClock();
      for (const ms of [2 ** 31, 2 ** 40, Infinity]) clock.setTimer(ms, () => console.log('fired ' + ms));
      setTimeout(() => console.log('end'), 50);`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      timeout: 100_000,
    });
    expect(String(output)).toBe('end\n');
  });

  it('lets an answer that waits in a socket be read before a turn is over', async () => {
    const clock = createSystemClock();
    const server = createServer((socket) => socket.end('answer')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const client = connect(port, '127.0.0.1');
    let read = '';
    client.on('data', (data) => {
      read += String(data);
    });
    await once(client, 'connect');
    const seen = await new Promise<string>((resolve) => {
      // The process freezes: meanwhile the other side (the kernel's buffers here) has the answer.
      setTimeout(() => {
        const until = performance.now() + 60;
        while (performance.now() < until);
        void clock
          .nextTurn()
          .then(() => clock.nextTurn())
          .then(() => resolve(read));
      }, 1);
    });
    expect(seen).toBe('answer');
    client.destroy();
    server.close();
  });
});

describe('the system random source', () => {
  it('gives identifiers that are safe anywhere and never the same', () => {
    const random = createSystemRandom();
    const ids = new Set(Array.from({ length: 1000 }, () => random.id()));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    const units = Array.from({ length: 1000 }, () => random.unit());
    expect(Math.min(...units)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...units)).toBeLessThan(1);
    expect(new Set(units).size).toBeGreaterThan(990);
  });
});

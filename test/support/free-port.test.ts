import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freePort, freePorts, isFree, occupyPort } from './free-port.ts';
import { hasProc } from './proc.ts';

test('several ports are different and free', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
});

test.skipIf(!hasProc)(
  'a port lies outside the range from which the kernel gives ports to connections',
  async () => {
    const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
      .split(/\s+/)
      .map(Number);
    const port = await freePort();
    expect(port >= Number(first) && port <= Number(last)).toBe(false);
  },
);

test('an occupied port is not free until its holder is gone', async () => {
  const port = await freePort();
  {
    await using _stranger = await occupyPort(port);
    expect(await isFree(port)).toBe(false);
    await expect(occupyPort(port)).rejects.toThrow('EADDRINUSE');
  }
  expect(await isFree(port)).toBe(true);
});

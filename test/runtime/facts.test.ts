import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as library from '../../src-main/index.ts';
import { resolveConfigPath } from '../../src-main/runtime/config-path.ts';
import { createRuntime } from '../../src-main/runtime/create-runtime.ts';
import { createInstanceFacts } from '../../src-main/runtime/instance-facts.ts';
import { RuntimeError } from '../../src-main/runtime/options.ts';
import { VERSION } from '../../src-main/runtime/version.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('the library is createRuntime and its error', () => {
  expect({ ...library }).toEqual({ createRuntime, RuntimeError });
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
});

test('the configuration is the one asked for, then the environment’s, then ~/.mcp.json', () => {
  const env = { MCP_ORCHESTRATOR_CONFIG: 'from-environment.json' };
  expect(resolveConfigPath('asked.json', env)).toBe(resolve('asked.json'));
  expect(resolveConfigPath(undefined, env)).toBe(resolve('from-environment.json'));
  expect(resolveConfigPath(undefined, {})).toBe(join(homedir(), '.mcp.json'));
});

test('CPU is a share of one core over a second at least, and unknown before', async () => {
  const clock = new FakeClock();
  let url: string | null = null;
  const facts = createInstanceFacts({ clock, version: '1.2.3', url: () => url });
  expect([facts.cpuPercent(), facts.url()]).toEqual([null, null]);
  url = 'http://127.0.0.1:1';
  expect(facts.url()).toBe(url);

  const { user, system } = process.cpuUsage();
  const burnt = (): number => (process.cpuUsage().user + process.cpuUsage().system - user - system) / 1000;
  while (burnt() < 50);
  await clock.advance(1000);
  const percent = facts.cpuPercent() ?? 0;
  // At least 50 ms of CPU in a second of that clock, and no more than this process can have used meanwhile.
  expect(percent).toBeGreaterThanOrEqual(5);
  expect(percent).toBeLessThan(100 * facts.cores);
  await clock.advance(999);
  expect(facts.cpuPercent()).toBe(percent);
  expect(facts.memoryBytes()).toBeGreaterThan(10_000_000);
});

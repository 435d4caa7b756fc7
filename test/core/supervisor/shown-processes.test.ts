import { expect, test } from 'vitest';
import { createRedactor } from '../../../src-main/core/logs/redact.ts';
import { shownProcesses } from '../../../src-main/core/supervisor/shown-processes.ts';

const shown = (command: string, args: readonly string[], secrets: readonly string[] = []) =>
  shownProcesses(
    {
      cpuPercent: 1,
      memoryBytes: 2,
      processes: [{ pid: 3, parentPid: 1, command, args, cpuPercent: null, memoryBytes: 2 }],
    },
    createRedactor(secrets),
  )?.processes[0];

test('a process is shown with the line it was called with', () => {
  expect(shown('node', ['index.js', 'stdio'])).toEqual({
    pid: 3,
    parentPid: 1,
    command: 'node index.js stdio',
    cpuPercent: null,
    memoryBytes: 2,
  });
});

test('no secret is in it, known, told by its option or by its shape', () => {
  const line = shown(
    'node',
    ['--api-key', 'two words', 'TOKEN=abcdefgh', 'https://a.example/?token=zyxwvu', 'hunter22'],
    ['hunter22'],
  )?.command;
  for (const secret of ['two words', 'abcdefgh', 'zyxwvu', 'hunter22']) expect(line).not.toContain(secret);
  expect(line).toMatch(/^node --api-key •••• TOKEN=••••/);
});

test('a script given as an argument does not fill the page', () => {
  expect(shown('node', ['-e', 'x'.repeat(10_000)])?.command.length).toBeLessThan(600);
});

test('nothing is nothing', () => {
  expect(shownProcesses(null, (text) => text)).toBeNull();
});

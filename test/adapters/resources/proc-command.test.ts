import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCommandLines, parseCommandLine } from '../../../src-main/adapters/resources/proc-command.ts';

describe('a command line', () => {
  const read = (text: string) => parseCommandLine(Buffer.from(text));

  test('is the program without its folder and its arguments, spaces and all', () => {
    expect(read('/usr/bin/node\0/srv/index.js\0two words\0')).toEqual({
      command: 'node',
      args: ['/srv/index.js', 'two words'],
    });
  });

  test('of a program that gave itself a title is that title', () => {
    expect(read('npm exec @example/server stdio\0\0\0')).toEqual({
      command: 'npm',
      args: ['exec', '@example/server', 'stdio'],
    });
  });

  test('is nothing where the system tells nothing', () => {
    expect(read('')).toBeNull();
    expect(read('\0\0')).toBeNull();
  });

  test('loses an argument that was cut rather than showing half of it', () => {
    expect(read(`node\0${'a'.repeat(10)}\0${'b'.repeat(5000)}`.slice(0, 4096))).toEqual({
      command: 'node',
      args: ['a'.repeat(10)],
    });
  });
});

describe('command lines of processes', () => {
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'proc-command-'));
    await mkdir(join(root, '7'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const write = (text: string) => writeFileSync(join(root, '7', 'cmdline'), text);

  test('are read once, and again where another program took the place or the number', () => {
    const lines = createCommandLines(root);
    const one = { pid: 7, startTicks: 1, command: 'sh' };
    write('/bin/sh\0-c\0node a.js\0');
    expect(lines.of(one)).toEqual({ command: 'sh', args: ['-c', 'node a.js'] });
    write('node\0a.js\0');
    expect(lines.of(one).command).toBe('sh');
    expect(lines.of({ ...one, command: 'MainThread' })).toEqual({ command: 'node', args: ['a.js'] });
    write('other\0');
    expect(lines.of({ ...one, command: 'MainThread', startTicks: 2 }).command).toBe('other');
    lines.forgetUnless(() => false);
    write('fresh\0');
    expect(lines.of({ ...one, command: 'MainThread', startTicks: 2 }).command).toBe('fresh');
  });

  test('are the name that the system has for it where there is no line', () => {
    expect(createCommandLines(root).of({ pid: 8, startTicks: 1, command: 'kworker' })).toEqual({
      command: 'kworker',
      args: [],
    });
  });
});

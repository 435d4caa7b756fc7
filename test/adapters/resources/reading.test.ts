import { expect, test } from 'vitest';
import { parseProcStat } from '../../../src-main/adapters/resources/proc-stat.ts';
import { parsePs, parseWindows } from '../../../src-main/adapters/resources/process-list.ts';
import { groupByTree } from '../../../src-main/adapters/resources/tree-members.ts';

const FIELDS = '4 5 6 -1 0 0 10 20 30 40 700 80 9 1 20 0 11 0 123456 1000000 2048 18446744073709551615 1 1';

test('a stat line is read, whatever the command is called', () => {
  expect(parseProcStat(`77 (a) S (b) R ${FIELDS}\n`)).toEqual({
    pid: 77,
    command: 'a) S (b',
    isZombie: false,
    parentPid: 4,
    processGroup: 5,
    ticks: 780,
    reapedTicks: 10,
    startTicks: 123_456,
    residentPages: 2048,
  });
  expect(parseProcStat(`77 (x) Z ${FIELDS}`)?.isZombie).toBe(true);
  expect(parseProcStat(`77 (x) X ${FIELDS}`)?.isZombie).toBe(true);
});

test.each(['', '77', '77 (x', '77 (x) S 1 2 3', 'no brackets at all'])('%j is no stat line', (line) => {
  expect(parseProcStat(line)).toBeNull();
});

test('the list of ps is read, with spaces in names and without folders', () => {
  expect(
    parsePs(
      '    1     0     1 /sbin/launchd\n  501   1   501 /Applications/A b.app/A b \n nonsense\n 9 2 0 [kworker/0:1]\n',
    ),
  ).toEqual([
    { pid: 1, parentPid: 0, processGroup: 1, command: 'launchd' },
    { pid: 501, parentPid: 1, processGroup: 501, command: 'A b' },
    { pid: 9, parentPid: 2, processGroup: 0, command: '[kworker/0:1]' },
  ]);
});

test('the list of Windows is read', () => {
  expect(parseWindows('4,0,System\r\n 812,4,my, server.exe\r\n\r\nerror\r\n')).toEqual([
    { pid: 4, parentPid: 0, processGroup: null, command: 'System' },
    { pid: 812, parentPid: 4, processGroup: null, command: 'my, server.exe' },
  ]);
});

test('a tree is its group and all descendants of it, and nothing else', () => {
  const one = (pid: number, parentPid: number, processGroup: number | null) => ({
    pid,
    parentPid,
    processGroup,
  });
  const all = [
    one(1, 0, 1),
    one(10, 1, 10),
    one(11, 10, 10),
    one(12, 11, 12), // own group, but a child
    one(13, 1, 10), // lost its parent, still in the group
    one(14, 12, 14),
    one(20, 1, 20),
    one(21, 20, null), // no groups here
    one(30, 31, 30), // parents in a circle
    one(31, 30, 31),
  ];
  const trees = [
    { server: 'a', pid: 10, processGroup: 10 },
    { server: 'b', pid: 20, processGroup: -1 },
    { server: 'c', pid: 99, processGroup: 99 },
  ];
  const members = groupByTree(all, trees);
  expect(
    Object.fromEntries([...members].map(([server, list]) => [server, list.map(({ pid }) => pid)])),
  ).toEqual({
    a: [10, 11, 12, 13, 14],
    b: [20, 21],
  });
});

test('a server that was started inside another tree is its own', () => {
  const all = [
    { pid: 10, parentPid: 1, processGroup: 10 },
    { pid: 20, parentPid: 10, processGroup: 20 },
    { pid: 21, parentPid: 20, processGroup: 20 },
  ];
  const members = groupByTree(all, [
    { server: 'outer', pid: 10, processGroup: 10 },
    { server: 'inner', pid: 20, processGroup: 20 },
  ]);
  expect([members.get('outer')?.length, members.get('inner')?.length]).toEqual([1, 2]);
});

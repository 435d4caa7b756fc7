import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import {
  leaveWhereItFails,
  watchUnexpected,
} from '../../../../src-main/hosts/desktop/lifecycle/unexpected.ts';
import { started } from '../../../doubles/electron/kit.ts';

it('what nobody caught is a line of the log with its place, and nothing ends', () => {
  const process = new EventEmitter();
  const lines: string[] = [];
  const watch = watchUnexpected({ process, log: (text) => lines.push(text) });
  process.emit('uncaughtException', new Error('a socket broke'));
  process.emit('unhandledRejection', 'refused', Promise.resolve());
  expect(lines).toEqual([
    expect.stringMatching(/^not expected: Error: a socket broke\n.*unexpected\.test\.ts/s),
    'not expected: refused',
  ]);
  watch.close();
  expect(process.eventNames()).toEqual([]);
});

it('an application that cannot begin says why and leaves, and the next one can take its place', async () => {
  await using first = await started();
  first.electron.app.requestSingleInstanceLock();
  await leaveWhereItFails(first.electron, Promise.reject(new Error('its folder is gone')));
  expect(first.user.errorBoxes).toEqual([
    { title: 'MCP Orchestrator', content: expect.stringContaining('its folder is gone') },
  ]);
  expect(first.double.exited).toBe(1);
  await using second = await started({ secondInstanceOf: first.double });
  expect(second.electron.app.requestSingleInstanceLock()).toBe(true);
});

it('one that begins stays', async () => {
  await using first = await started();
  await leaveWhereItFails(first.electron, Promise.resolve());
  expect([first.user.errorBoxes, first.double.exited]).toEqual([[], null]);
});

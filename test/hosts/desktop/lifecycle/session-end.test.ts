import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { watchSessionEnd } from '../../../../src-main/hosts/desktop/lifecycle/session-end.ts';
import { type Started, started } from '../../../doubles/electron/kit.ts';

function watched(on: Started) {
  const told: string[] = [];
  const signals = new EventEmitter();
  const watch = watchSessionEnd({
    electron: on.electron,
    platform: on.double.platform,
    quit: (reason) => told.push(reason),
    saveNow: () => told.push('saved'),
    signals,
  });
  return { told, signals, watch };
}

it.each(['linux', 'darwin'] as const)('a shutdown on %s is delayed until all is down', async (platform) => {
  await using on = await started({ platform });
  const { told, watch } = watched(on);
  expect(on.user.power.shutdown()).toBe('delayed');
  expect(told).toEqual(['saved', 'the computer shuts down']);
  watch.close();
  expect(on.user.power.shutdown()).toBe('goes on');
});

it('a log-off of Windows writes what must not be lost, through a window without a page', async () => {
  await using on = await started({ platform: 'win32' });
  const pages: unknown[] = [];
  on.electron.app.on('web-contents-created', (_event, contents) => pages.push(contents));
  const { told } = watched(on);
  on.user.logOff();
  expect([told, pages, on.user.windows]).toEqual([['saved', 'saved', 'the session ends'], [], []]);
});

it('a key press that comes twice, from terminal and npm, is one', async () => {
  await using on = await started();
  const { told, signals, watch } = watched(on);
  signals.emit('SIGINT', 'SIGINT');
  signals.emit('SIGINT', 'SIGINT');
  signals.emit('SIGTERM', 'SIGTERM');
  expect(told).toEqual(['SIGINT', 'SIGTERM']);
  watch.close();
  expect(signals.eventNames()).toEqual([]);
});

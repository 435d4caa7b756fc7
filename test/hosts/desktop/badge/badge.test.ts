import { describe, expect, test } from 'vitest';
import { createBadge } from '../../../../src-main/hosts/desktop/badge/badge.ts';
import type { DesktopPlatform } from '../../../../src-main/hosts/desktop/electron-api.ts';
import { openRig, type RigOptions } from '../window/rig.ts';

async function openWithBadge(platform: DesktopPlatform, options: RigOptions = {}) {
  const it = await openRig({ platform, preferences: { closeExplained: true }, ...options });
  const { electron, board, window, icons, words } = it;
  const badge = createBadge({ electron, platform, board, window, icons, words });
  return Object.assign(it, { badge, count: () => electron.app.badgeCount });
}

describe('on the dock of macOS', () => {
  test('it is the number of servers that need the person, while one of them is down', async () => {
    await using it = await openWithBadge('darwin');
    const seen: string[] = [];
    for (const states of [
      ['RUNNING', 'RUNNING'],
      ['UNHEALTHY', 'STARTING'],
      ['CRASHED', 'UNHEALTHY'],
      ['CRASHED', 'CRASHED'],
      ['RUNNING', 'RUNNING'],
    ] as const) {
      it.servers(...states);
      seen.push(it.user.dock.badge);
    }
    expect(seen).toEqual(['', '', '2', '2', '']);
  });

  test('it goes when somebody looks, and stays away while nothing else fails', async () => {
    await using it = await openWithBadge('darwin');
    it.servers('CRASHED', 'CRASHED', 'RUNNING');
    it.badge.seen();
    expect(it.user.dock.badge).toBe('');
    it.servers('CRASHED', 'RUNNING', 'UNHEALTHY');
    expect(it.user.dock.badge).toBe('');
    it.servers('CRASHED', 'RUNNING', 'CRASHED');
    expect(it.user.dock.badge).toBe('2');
  });

  test('a server that ran in between and is down again is news', async () => {
    await using it = await openWithBadge('darwin');
    it.servers('CRASHED');
    it.badge.seen();
    it.servers('RUNNING');
    it.servers('CRASHED');
    expect(it.user.dock.badge).toBe('1');
  });

  test('a lost connection neither brings nor takes it', async () => {
    await using it = await openWithBadge('darwin');
    it.servers('CRASHED');
    it.board.lost();
    expect(it.user.dock.badge).toBe('1');
  });

  test('it is not changed any more at the end', async () => {
    await using it = await openWithBadge('darwin');
    it.badge.close();
    it.servers('CRASHED');
    expect(it.user.dock.badge).toBe('');
  });
});

describe('on Linux', () => {
  test('it is the number where the dock shows one', async () => {
    await using it = await openWithBadge('linux');
    it.servers('CRASHED', 'UNHEALTHY');
    expect(it.count()).toBe(2);
    it.badge.seen();
    expect(it.count()).toBe(0);
  });

  test('nothing happens where it does not', async () => {
    await using it = await openWithBadge('linux', { badge: 'no' });
    it.servers('CRASHED');
    expect(it.count()).toBe(0);
  });
});

describe('on the task bar of Windows', () => {
  test('it is a sign with words, and the button flashes once for what is new', async () => {
    await using it = await openWithBadge('win32');
    it.window.show();
    await it.settle();
    const window = it.user.window();
    window.blurs();
    it.servers('CRASHED', 'UNHEALTHY', 'RUNNING');
    expect([window.overlay, window.isFlashing]).toEqual([
      { path: expect.stringMatching(/win.badge-failed\.png$/), description: '2 servers need you' },
      true,
    ]);
    // The person has seen it flash; a change that is no failure does not flash again.
    window.focuses();
    window.blurs();
    it.servers('CRASHED', 'RUNNING', 'RUNNING');
    expect([window.overlay?.description, window.isFlashing]).toEqual(['1 server needs you', false]);
    it.servers('CRASHED', 'CRASHED', 'RUNNING');
    expect(window.isFlashing).toBe(true);
    it.badge.seen();
    expect([window.overlay, window.isFlashing]).toEqual([null, false]);
  });

  test('the window that one works in does not flash', async () => {
    await using it = await openWithBadge('win32');
    it.window.show();
    await it.settle();
    it.servers('CRASHED');
    expect([it.user.window().overlay?.description, it.user.window().isFlashing]).toEqual([
      '1 server needs you',
      false,
    ]);
  });

  test('a window that comes later has it, and one that comes back', async () => {
    await using it = await openWithBadge('win32');
    it.servers('CRASHED');
    it.window.show();
    await it.settle();
    expect(it.user.window().overlay?.description).toBe('1 server needs you');
    it.user.window().close();
    it.servers('CRASHED', 'CRASHED');
    it.window.show();
    expect(it.user.window().overlay?.description).toBe('2 servers need you');
  });

  test('a sign that is missing costs the sign only', async () => {
    await using it = await openWithBadge('win32', { withIcons: false });
    it.window.show();
    await it.settle();
    it.user.window().blurs();
    it.servers('CRASHED');
    expect([it.user.window().overlay, it.user.window().isFlashing]).toEqual([null, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { createDesktopState } from '../../../src-main/hosts/desktop/desktop-state.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import { defaultDesktopPreferences } from '../../../src-shared/schema/desktop.ts';

const versions = { app: '1', electron: '2', chromium: '3', node: '4' };
const loginItem = { state: 'off', detail: null, canOpenSettings: false } as const;

function stateOf() {
  let shown = false;
  const source = createDesktopState(() => ({
    mode: 'own',
    pid: 1,
    versions,
    tray: { shown, why: null },
    loginItem,
    preferences: defaultDesktopPreferences,
  }));
  return {
    source,
    showTray() {
      shown = true;
      source.changed();
    },
  };
}

describe('what a window knows of the application', () => {
  it('is the state of now, then of after every change, of which a slow reader gets the newest', async () => {
    const { source, showTray } = stateOf();
    const ending = new AbortController();
    const reader = source.watch(ending.signal);
    expect((await reader.next()).value).toMatchObject({ tray: { shown: false }, notices: [] });
    source.changed();
    source.changed();
    showTray();
    expect((await reader.next()).value).toMatchObject({ tray: { shown: true } });
    const next = reader.next();
    ending.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('keeps a notice for good, and the same one once', async () => {
    const { source } = stateOf();
    source.notice(message('application.second-version', { other: '2', own: '1' }));
    source.notice(message('application.second-version', { other: '2', own: '1' }));
    source.notice(message('application.second-version', { other: '3', own: '1' }));
    expect(source.state.notices.map(({ params }) => params.other)).toEqual(['2', '3']);
  });

  it('tells nobody any more who has stopped reading', async () => {
    const { source } = stateOf();
    const reader = source.watch(undefined);
    await reader.next();
    await reader.return();
    source.changed();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });
});

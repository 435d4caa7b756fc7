import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand';
import type { DesktopClient } from '../../../src-renderer/connection/client.ts';
import { createDesktop } from '../../../src-renderer/state/desktop.ts';
import { shareLook } from '../../../src-renderer/state/desktop-look.ts';
import { type DesktopState, defaultDesktopPreferences } from '../../../src-shared/schema/desktop.ts';

type Look = Pick<DesktopState['preferences'], 'theme' | 'language'>;

const stateOf = (look: Partial<Look>): DesktopState => ({
  mode: 'own',
  pid: 1,
  versions: { app: '1', electron: '1', chromium: '1', node: '1' },
  tray: { shown: true, why: null },
  loginItem: { state: 'off', detail: null, canOpenSettings: false },
  preferences: { ...defaultDesktopPreferences, ...look },
  notices: [],
});

/** An application whose answers the test gives, and a page with a look of its own. */
function rig(look: Partial<Look> = {}) {
  const told: unknown[] = [];
  const answers: PromiseWithResolvers<Record<string, never>>[] = [];
  let connected = true;
  const client = {
    updatePreferences(change: unknown) {
      told.push(change);
      const answer = Promise.withResolvers<Record<string, never>>();
      answers.push(answer);
      return answer.promise;
    },
  } as unknown as DesktopClient;
  const refused: unknown[] = [];
  const desktop = createDesktop({
    client: () => {
      if (!connected) throw new Error('not connected');
      return client;
    },
    refuse: (error) => refused.push(error),
  });
  const page = createStore<Look>(() => ({ theme: 'system', language: 'system', ...look }));
  const end = shareLook(desktop, {
    get: page.getState,
    set: (change) => page.setState(change),
    subscribe: (listener) => page.subscribe(listener),
  });
  return {
    page,
    told,
    refused,
    end,
    says: (next: Partial<Look>) => desktop.store.setState(stateOf(next), true),
    connect(on: boolean) {
      connected = on;
    },
    async answer() {
      answers.shift()?.resolve({});
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    },
  };
}

describe('the look that the page shares with the application', () => {
  it('is the application’s at the beginning, whatever the page kept', () => {
    const { page, told, says } = rig({ theme: 'dark' });
    says({ theme: 'light', language: 'de' });
    expect(page.getState()).toEqual({ theme: 'light', language: 'de' });
    expect(told).toEqual([]);
  });

  it('is told to the application when it is changed here, once, and only what changed', async () => {
    const { page, told, says, answer } = rig();
    says({});
    page.setState({ theme: 'dark' });
    await answer();
    says({ theme: 'dark' });
    expect(told).toEqual([{ theme: 'dark' }]);
  });

  it('follows the application, and echoes nothing back', () => {
    const { page, told, says } = rig();
    says({});
    says({ theme: 'dark' });
    says({ theme: 'dark', language: 'de' });
    expect(page.getState()).toEqual({ theme: 'dark', language: 'de' });
    expect(told).toEqual([]);
  });

  it('stays as it was chosen last, though the application still tells of the choice before', async () => {
    const { page, told, says, answer } = rig();
    says({});
    page.setState({ theme: 'dark' });
    page.setState({ theme: 'light' });
    says({ theme: 'dark' });
    expect(page.getState().theme).toBe('light');
    await answer();
    await answer();
    says({ theme: 'light' });
    expect(told).toEqual([{ theme: 'dark' }, { theme: 'light' }]);
    expect(page.getState().theme).toBe('light');
  });

  it('is told when there is a connection again, if it was changed without one', async () => {
    const { page, told, refused, says, connect, answer } = rig();
    says({});
    connect(false);
    page.setState({ theme: 'dark' });
    await answer();
    expect([told.length, refused.length, page.getState().theme]).toEqual([0, 1, 'dark']);
    connect(true);
    says({});
    await answer();
    expect(told).toEqual([{ theme: 'dark' }]);
    expect(page.getState().theme).toBe('dark');
  });

  it('is nobody’s matter any more once it ended', () => {
    const { page, told, says, end } = rig();
    says({});
    end();
    page.setState({ theme: 'dark' });
    says({ language: 'de' });
    expect([told, page.getState().language]).toEqual([[], 'system']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src-renderer/connection/client.ts';
import { createAlertsMemory } from '../../../src-renderer/state/alerts.ts';
import {
  type AlertSettings,
  type AlertState,
  defaultAlertSettings,
} from '../../../src-shared/schema/alert.ts';

/** The orchestrator's side: settings, and answers that can be held back. */
function rig() {
  let settings: AlertSettings = defaultAlertSettings;
  const held: (() => void)[] = [];
  let hold = false;
  const answer = async (): Promise<AlertState> => {
    const state = { settings, quiet: false, presenter: null, last: null };
    if (hold) await new Promise<void>((resolve) => held.push(resolve));
    return state;
  };
  let connected = true;
  const refused: unknown[] = [];
  const client = {
    alerts: {
      state: answer,
      update(change: Partial<AlertSettings>) {
        settings = { ...settings, ...change };
        return answer();
      },
    },
  } as unknown as Client;
  const memory = createAlertsMemory({
    client: () => {
      if (!connected) throw new Error('not connected');
      return client;
    },
    refuse: (error) => refused.push(error),
  });
  return {
    memory,
    refused,
    elsewhere: (change: Partial<AlertSettings>) => {
      settings = { ...settings, ...change };
    },
    disconnect: () => {
      connected = false;
    },
    hold: () => {
      hold = true;
    },
    held,
    settings: () => settings,
  };
}

describe('what the page knows of notifications', () => {
  it('is nothing before it was asked for, then what the orchestrator says', async () => {
    const { memory } = rig();
    expect(memory.store.getState()).toBeNull();
    await memory.load();
    expect(memory.store.getState()?.settings).toEqual(defaultAlertSettings);
    await memory.change({ crashed: false });
    expect(memory.store.getState()?.settings.crashed).toBe(false);
  });

  it('mutes a server beside those that were muted elsewhere meanwhile, and each once', async () => {
    const { memory, elsewhere, settings } = rig();
    await memory.load();
    elsewhere({ muted: ['a'] });
    await memory.mute('b', true);
    await memory.mute('b', true);
    expect(settings().muted).toEqual(['a', 'b']);
    await memory.mute('a', false);
    expect(memory.store.getState()?.settings.muted).toEqual(['b']);
  });

  it('is the newest that was asked for, in whatever order the answers come', async () => {
    const { memory, hold, held, elsewhere } = rig();
    hold();
    const old = memory.load();
    elsewhere({ crashed: false });
    const young = memory.load();
    await expect.poll(() => held.length).toBe(2);
    held[1]?.();
    await young;
    held[0]?.();
    await old;
    expect(memory.store.getState()?.settings.crashed).toBe(false);
  });

  it('tells a change that was refused, and keeps what it knew', async () => {
    const { memory, refused, disconnect } = rig();
    await memory.load();
    disconnect();
    await memory.change({ enabled: false });
    expect(refused).toHaveLength(1);
    expect(memory.store.getState()?.settings.enabled).toBe(true);
    await expect(memory.load()).rejects.toThrow('not connected');
  });
});

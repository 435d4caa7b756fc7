import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src-renderer/connection/client.ts';
import { createAlertSettingsHand } from '../../../src-renderer/state/alerts.ts';

/** The orchestrator's side: what it was asked for. */
function rig() {
  let connected = true;
  const refused: unknown[] = [];
  const asked: object[] = [];
  const take = async (request: object) => void asked.push(request);
  const hand = createAlertSettingsHand({
    client: () => {
      if (!connected) throw new Error('not connected');
      return { alerts: { update: take, mute: take } } as unknown as Client;
    },
    refuse: (error) => refused.push(error),
  });
  return {
    hand,
    refused,
    asked,
    disconnect: () => {
      connected = false;
    },
  };
}

describe('what the page sets of notifications', () => {
  it('is what was given, and nothing besides', async () => {
    const { hand, asked } = rig();
    await hand.change({ crashed: false });
    expect(asked).toEqual([{ crashed: false }]);
  });

  it('is muted by itself, whatever else is on the list', async () => {
    const { hand, asked } = rig();
    await hand.mute('b', true);
    await hand.mute('b', false);
    expect(asked).toEqual([
      { server: 'b', muted: true },
      { server: 'b', muted: false },
    ]);
  });

  it('tells a change that was refused', async () => {
    const { hand, refused, disconnect } = rig();
    disconnect();
    await hand.change({ enabled: false });
    await hand.mute('a', true);
    expect(refused).toHaveLength(2);
  });
});

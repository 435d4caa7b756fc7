import type { AlertSettings } from '../../src-shared/schema/alert.ts';
import type { Client } from '../connection/client.ts';

/** What a person sets of notifications. That it is set the feed tells, here as on every other page. */
export interface AlertSettingsHand {
  /** Never rejects: a refusal is told in the banner. */
  change(change: Partial<AlertSettings>): Promise<void>;
  /** Nothing is told of the server any more, or again. */
  mute(server: string, muted: boolean): Promise<void>;
}

export function createAlertSettingsHand(options: {
  /** Throws where it is not connected, in a sentence. */
  readonly client: () => Client;
  readonly refuse: (error: unknown) => void;
}): AlertSettingsHand {
  const ask = async (request: (alerts: Client['alerts']) => Promise<unknown>): Promise<void> => {
    try {
      await request(options.client().alerts);
    } catch (error) {
      options.refuse(error);
    }
  };
  return {
    change: (settings) => ask((alerts) => alerts.update(settings)),
    mute: (server, muted) => ask((alerts) => alerts.mute({ server, muted })),
  };
}

import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { message } from '../../../src-shared/i18n/message.ts';
import {
  type AlertSettings,
  alertSettingsSchema,
  defaultAlertSettings,
} from '../../../src-shared/schema/alert.ts';
import type { Logger } from '../ports/orchestrator-ports.ts';
import type { Store } from '../ports/store.ts';
import type { AlertSettingsChange } from './alerts.ts';

const KEY = 'alerts.settings';

export interface KeptSettings {
  readonly settings: AlertSettings;
  change(change: AlertSettingsChange): void;
}

/** The settings as the store keeps them for every host of the home; what cannot be read is told and replaced. */
export function keepSettings(store: Store, logger: Logger): KeptSettings {
  let settings = read(store.getValue(KEY), logger);
  return {
    get settings() {
      return settings;
    },
    change(change) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const next: AlertSettings = { ...settings, ...given };
      settings = { ...next, muted: [...new Set(next.muted)] };
      store.setValue(KEY, JSON.stringify(settings));
    },
  };
}

function read(text: string | null, logger: Logger): AlertSettings {
  if (text === null) return defaultAlertSettings;
  const broken = (problem: string): AlertSettings => {
    logger.warn(formatMessage(message('alerts.settings.broken', { problem })));
    return defaultAlertSettings;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
  // A setting that a later version added has its default; one that an earlier version knew is dropped.
  const known = alertSettingsSchema.safeParse({
    ...defaultAlertSettings,
    ...(isRecord(value) ? value : { value }),
  });
  if (!isRecord(value)) return broken('an object was expected');
  if (known.success) return known.data;
  const [issue] = known.error.issues;
  return broken(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

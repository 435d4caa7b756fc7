import { attached } from './attached.ts';
import type { DesktopScenario } from './desktop-scenario.ts';
import { life } from './life.ts';
import { notifications } from './notifications.ts';
import { tray } from './tray.ts';

export const desktopScenarios: Readonly<Record<string, readonly DesktopScenario[]>> = {
  'how it begins and ends': life,
  'the icon in the bar': tray,
  notifications,
  'attached to an orchestrator in another process': attached,
};

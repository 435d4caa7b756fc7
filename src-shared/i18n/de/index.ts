import { activityPage } from './activity-page.ts';
import { alerts } from './alerts.ts';
import { application } from './application.ts';
import { config } from './config.ts';
import { configurationEdit } from './configuration-edit.ts';
import { desktop } from './desktop.ts';
import { desktopHost } from './desktop-host.ts';
import { desktopPage } from './desktop-page.ts';
import { editPage } from './edit-page.ts';
import { health } from './health.ts';
import { logPage } from './log-page.ts';
import { machine } from './machine.ts';
import { mcp } from './mcp.ts';
import { overview } from './overview.ts';
import { page } from './page.ts';
import { process } from './process.ts';
import { reasons } from './reasons.ts';
import { serverPage } from './server-page.ts';
import { settingsPage } from './settings-page.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { supervisor } from './supervisor.ts';
import { toolsPage } from './tools-page.ts';
import { tray } from './tray.ts';

/** Every sentence of the page in German, by key. Loaded by who reads German. */
export const german: Readonly<Record<string, string>> = {
  ...states,
  ...reasons,
  ...supervisor,
  ...process,
  ...machine,
  ...mcp,
  ...health,
  ...page,
  ...shell,
  ...overview,
  ...serverPage,
  ...logPage,
  ...toolsPage,
  ...activityPage,
  ...settingsPage,
  ...editPage,
  ...desktopPage,
  ...desktop,
  ...desktopHost,
  ...alerts,
  ...tray,
  ...application,
  ...config,
  ...configurationEdit,
};

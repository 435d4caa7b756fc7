import { alerts } from './en/alerts.ts';
import { application } from './en/application.ts';
import { configurationEdit } from './en/configuration-edit.ts';
import { desktop } from './en/desktop.ts';
import { desktopHost } from './en/desktop-host.ts';
import { settingsPage } from './en/settings-page.ts';
import { tray } from './en/tray.ts';

/** What the page says in its settings, and of the application around it: loaded with them. */
export const spokenLater: Readonly<Record<string, string>> = {
  ...settingsPage,
  ...desktop,
  ...desktopHost,
  ...alerts,
  ...tray,
  ...application,
  ...configurationEdit,
};

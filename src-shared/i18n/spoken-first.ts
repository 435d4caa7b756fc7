import { activityPage } from './en/activity-page.ts';
import { config } from './en/config.ts';
import { desktopPage } from './en/desktop-page.ts';
import { editPage } from './en/edit-page.ts';
import { health } from './en/health.ts';
import { logPage } from './en/log-page.ts';
import { machine } from './en/machine.ts';
import { mcp } from './en/mcp.ts';
import { overview } from './en/overview.ts';
import { page } from './en/page.ts';
import { process } from './en/process.ts';
import { reasons } from './en/reasons.ts';
import { serverPage } from './en/server-page.ts';
import { shell } from './en/shell.ts';
import { states } from './en/states.ts';
import { supervisor } from './en/supervisor.ts';
import { toolsPage } from './en/tools-page.ts';

/** What every view of the page says. Its own module: the page loads it, and nothing else, before it is drawn. */
export const spokenFirst: Readonly<Record<string, string>> = {
  ...states,
  ...reasons,
  ...supervisor,
  ...process,
  ...machine,
  ...mcp,
  ...health,
  ...config,
  ...page,
  ...shell,
  ...overview,
  ...serverPage,
  ...logPage,
  ...toolsPage,
  ...activityPage,
  ...editPage,
  ...desktopPage,
};

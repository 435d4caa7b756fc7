import * as electron from 'electron';
import ElectronStore from 'electron-store';
import { beginApplication } from './application.ts';
import { parseDesktopArguments } from './arguments.ts';
import { commandOf, runCommand } from './command-line.ts';
import type { DesktopPlatform } from './electron-api.ts';
import { leaveWhereItFails } from './lifecycle/unexpected.ts';
import { openElectronStore } from './preferences/electron-store-file.ts';

/** Without the executable, and without the application's folder where Electron was given one. */
const words = process.argv.slice(process.defaultApp === true ? 2 : 1);
const command = commandOf(words);
// A terminal that was closed takes no more lines; that is no error of ours.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// Nothing is awaited here: Electron becomes ready only after its entry was evaluated (electron#40719).
if (command === null) {
  const begun = beginApplication({
    electron,
    platform: process.platform as DesktopPlatform,
    arguments: parseDesktopArguments(words),
    environment: process.env,
    folder: import.meta.dirname,
    openPreferences: (cwd) => openElectronStore(ElectronStore, { cwd }),
  });
  void leaveWhereItFails(electron, begun);
} else void runCommand(electron, command);

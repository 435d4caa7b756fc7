import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { desktopPreferencesSchema, desktopStateSchema } from '../schema/desktop.ts';
import { contractErrors } from './errors.ts';
import { contract } from './index.ts';

const base = oc.errors(contractErrors);
const nothing = z.object({});

/** What a window can ask of the application around it. Over its port only: neither HTTP nor a browser has it. */
export const desktopContract = {
  /** The state now, then at every change. */
  watch: base.output(eventIterator(desktopStateSchema)),
  updatePreferences: base.input(z.strictObject(desktopPreferencesSchema.partial().shape)).output(nothing),
  setLoginItem: base.input(z.object({ on: z.boolean() })).output(nothing),
  openLoginSettings: base.output(nothing),
  /** Opens the folder of the logs in the system's file manager. */
  openLogs: base.output(nothing),
  /** The person looks at what is not well: a badge on dock or taskbar has done its work. */
  seen: base.output(nothing),
  quit: base.output(nothing),
};

/** What a window of the desktop application speaks: everything a browser does, and the application. */
export const windowContract = { ...contract, desktop: desktopContract };
export type WindowContract = typeof windowContract;

import { z } from 'zod';
import { messageSchema } from './message.ts';

/** What only the desktop application remembers: of its window and of the person's wishes for it. Nothing of servers. */
export const desktopPreferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  /** What the close button of the window does where there is a tray. */
  close: z.enum(['hide', 'quit']),
  /** That closing only hides was explained, and is not again. */
  closeExplained: z.boolean(),
  /** Factor; 1 is 100 %. */
  zoom: z.number().min(0.5).max(3),
});
export type DesktopPreferences = z.infer<typeof desktopPreferencesSchema>;

export const defaultDesktopPreferences: DesktopPreferences = {
  theme: 'system',
  language: 'system',
  close: 'hide',
  closeExplained: false,
  zoom: 1,
};

/**
 * Whether it starts at login, as the system says it. `managed`: something else decides (Snap, Flatpak, a policy);
 * `needs-approval`: asked for, and the system waits for the person (macOS); `unknown`: the system does not tell.
 */
export const loginItemStates = ['on', 'off', 'managed', 'needs-approval', 'unknown'] as const;
export const loginItemSchema = z.object({
  state: z.enum(loginItemStates),
  /** A key of the catalogue with its parameters: why, or what to do; null where there is nothing to say. */
  detail: messageSchema.nullable(),
  /** The system has a page of settings for it that can be opened. */
  canOpenSettings: z.boolean(),
});
export type LoginItem = z.infer<typeof loginItemSchema>;

/** What the window knows of the application around it. */
export const desktopStateSchema = z.object({
  /** `own`: this application supervises. `attached`: an instance that was there before does, and stays when we quit. */
  mode: z.enum(['own', 'attached']),
  /** PID of the orchestrator that supervises. */
  pid: z.number().nullable(),
  versions: z.object({ app: z.string(), electron: z.string(), chromium: z.string(), node: z.string() }),
  /** Whether an icon is there; `why` says what is missing where it is not. */
  tray: z.object({
    shown: z.boolean(),
    why: messageSchema.nullable(),
  }),
  loginItem: loginItemSchema,
  preferences: desktopPreferencesSchema,
  /** Problems of the application itself that a person should know of: preferences set aside, an icon missing. */
  notices: z.array(messageSchema),
});
export type DesktopState = z.infer<typeof desktopStateSchema>;

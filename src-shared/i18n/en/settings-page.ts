/** Words of the settings, of diagnostics and of the about box. */
export const settingsPage = {} as const;

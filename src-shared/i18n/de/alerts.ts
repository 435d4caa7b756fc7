/** What notifications say, and their settings. */
export const alerts: Readonly<Record<string, string>> = {};

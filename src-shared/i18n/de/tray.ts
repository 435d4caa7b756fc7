/** What tray and menus say. */
export const tray: Readonly<Record<string, string>> = {};

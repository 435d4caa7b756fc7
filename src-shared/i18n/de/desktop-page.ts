/** What the page says in the window of the desktop application. */
export const desktopPage: Readonly<Record<string, string>> = {};

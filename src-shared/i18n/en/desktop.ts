/** What the desktop application says outside its page. */
export const desktop: Readonly<Record<string, string>> = {};

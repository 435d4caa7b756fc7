/** Every sentence of the page in German, by key. */
export const german: Readonly<Record<string, string>> = {};

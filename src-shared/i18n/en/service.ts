/** What the command `service` says. */
export const service: Readonly<Record<string, string>> = {};

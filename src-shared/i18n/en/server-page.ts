/** Words of a server's own page. */
export const serverPage = {} as const;

/** Words of the log view. */
export const logPage = {} as const;

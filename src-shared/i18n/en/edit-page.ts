/** Words for adding, editing and removing servers, and for the first run. */
export const editPage = {} as const;

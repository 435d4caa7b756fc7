/** Words of the list of events. */
export const activityPage = {} as const;

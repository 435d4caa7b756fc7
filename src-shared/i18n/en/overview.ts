/** Words of the overview: board, filters, cards, table, bulk actions. */
export const overview = {} as const;

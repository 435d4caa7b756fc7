/** Words of the catalogue of tools, resources and prompts, of their forms and results. */
export const toolsPage = {} as const;

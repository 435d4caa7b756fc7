/** What can be done about the service. */
export const SERVICE_VERBS = ['install', 'uninstall', 'status'] as const;

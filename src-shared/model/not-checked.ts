import type { HealthReport } from '../schema/status.ts';

/** What is known of a server before its first check. */
export const notChecked: HealthReport = {
  status: 'unknown',
  checkedAt: null,
  latencyMs: null,
  message: null,
  version: null,
  metrics: {},
  dependencies: {},
};

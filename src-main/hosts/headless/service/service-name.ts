import { createHash } from 'node:crypto';
import type { ServicePlan } from './service.ts';

/** Nothing for the usual home; another one has a service of its own beside it. */
export function serviceSuffix({ home, isUsualHome }: ServicePlan, separator = '-'): string {
  if (isUsualHome) return '';
  return `${separator}${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}

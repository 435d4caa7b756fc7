import type { LogScreen } from '../adapters/app-log/app-log.ts';
import { createStandardError } from '../adapters/app-log/standard-error.ts';

/**
 * Standard output or standard error as something that an instance writes to: a reader that has stopped reading never
 * stops the instance, and one that is gone is no error.
 */
export function createScreen(descriptor: 1 | 2): LogScreen {
  return createStandardError(descriptor);
}
export type { LogScreen };

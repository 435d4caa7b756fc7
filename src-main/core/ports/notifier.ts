import type { Alert, AlertOutcome } from '../../../src-shared/schema/alert.ts';

/** The operating system's notifications, as far as this host can reach them by itself. */
export interface Notifier {
  /** What it uses, such as `notify-send`. */
  readonly name: string;
  /** Never rejects: that it could not be shown, and why, is a result. One with the same id is replaced. */
  show(alert: Alert): Promise<AlertOutcome>;
  withdraw(id: string): void;
}

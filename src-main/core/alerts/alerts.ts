import type {
  Alert,
  AlertMessage,
  AlertOutcome,
  AlertSettings,
  AlertState,
} from '../../../src-shared/schema/alert.ts';

/** Which events a person is told of outside the page, once, and what came of it. */
export interface Alerts {
  state(): AlertState;
  /** What is given is set, everything else stays. */
  update(change: Partial<AlertSettings>): AlertState;
  /** Shows one now, whatever the settings say. Settles at the presenter's report, or after 10 s without one. */
  test(): Promise<AlertOutcome>;
  /** The stream of one presenter `as`; while there is one, the host's own notifier rests. Ends with the signal. */
  follow(as: string, signal?: AbortSignal): AsyncIterableIterator<AlertMessage>;
  report(id: Alert['id'], outcome: AlertOutcome): void;
  close(): void;
}

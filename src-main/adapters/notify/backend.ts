import type { AlertOutcome } from '../../../src-shared/schema/alert.ts';

/** One system's way of showing notifications, loaded when the first is to be shown. */
export interface NotifyBackend {
  /** What it uses, as a person may know it. */
  readonly name: string;
  load(): Promise<LoadedBackend>;
}

export interface LoadedBackend {
  /** Plain text on one line each. */
  show(shown: { readonly id: string; readonly title: string; readonly body: string }): Promise<AlertOutcome>;
  withdraw(id: string): void;
}

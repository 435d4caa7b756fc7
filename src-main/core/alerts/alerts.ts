import type {
  Alert,
  AlertMessage,
  AlertOutcome,
  AlertSettings,
  AlertState,
} from '../../../src-shared/schema/alert.ts';

/** What is given is set, everything else stays. */
export type AlertSettingsChange = { readonly [Key in keyof AlertSettings]?: AlertSettings[Key] | undefined };

/** Which events a person is told of outside the page, once, and what came of it. */
export interface Alerts {
  state(): AlertState;
  /** Called when something of the state is another, but for quiet hours that begin or end. Returns the unsubscriber. */
  onChange(listener: () => void): () => void;
  update(change: AlertSettingsChange): AlertState;
  /** Nothing is told of the server any more, or again. */
  mute(server: string, muted: boolean): AlertState;
  /** Shows one now, whatever the settings say. Settles at the presenter's report, or after 10 s without one. */
  test(): Promise<AlertOutcome>;
  /** The stream of one presenter `as`; while there is one, the host's own notifier rests. Ends with the signal. */
  follow(as: string, signal?: AbortSignal): AsyncIterableIterator<AlertMessage>;
  report(id: Alert['id'], outcome: AlertOutcome): void;
  close(): void;
}

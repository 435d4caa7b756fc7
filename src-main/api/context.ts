import type { LogLine } from '../../src-shared/schema/log-line.ts';
import type { Alerts } from '../core/alerts/alerts.ts';
import type { ConfigEditor } from '../core/configuration/edit/editor.ts';
import type { Orchestrator } from '../core/orchestrator.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { LogPage } from '../core/ports/logs.ts';
import type { Random } from '../core/ports/random.ts';
import type { Trials } from '../core/trial/trials.ts';
import type { HostFunctions } from './host-functions.ts';

/** What is known of a caller once it was let in. `actor`: `cli:UID`, `dashboard`, `desktop`, a client's name. */
export interface ApiContext {
  readonly actor: string;
}

/** The application's own log, as the API shows it. */
export interface OwnLog {
  /** Oldest first; `before` of the page leads to older lines. */
  page(request: { readonly before: string | null; readonly limit: number }): Promise<LogPage>;
  /** A listener that returns a promise is not called again before it settles. Returns the unsubscriber. */
  follow(listener: (lines: readonly LogLine[], dropped: number) => void | Promise<void>): () => void;
}

/** How long the event loop lets things wait, in milliseconds over the last minute or so. */
export interface EventLoopDelay {
  p99Ms(): number;
}

/** What the procedures are made of. */
export interface ApiParts {
  readonly orchestrator: Orchestrator;
  readonly host: HostFunctions;
  readonly configEditor: ConfigEditor;
  readonly trials: Trials;
  readonly ownLog: OwnLog;
  readonly alerts: Alerts;
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly eventLoop: EventLoopDelay;
  /** A new address of the page that works once. */
  readonly oneTimeAddress: () => { readonly url: string; readonly expiresAtWallMs: number };
}

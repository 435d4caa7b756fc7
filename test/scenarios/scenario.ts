import type { Page } from 'playwright';

/**
 * What a person does with the dashboard, told once and played wherever the page is shown: in a browser over the headless
 * host (`test/e2e-web/scenarios.test.ts`), in a window of the desktop application. A scenario knows the page, the
 * configuration file and the contract, and nothing of what is around them.
 */
export interface Scenario {
  /** A sentence. */
  readonly name: string;
  /** What stands in the configuration at the start; null: there is no file. */
  readonly configuration: (stage: { readonly folder: string }) => object | string | null;
  /** Kinds of servers that it waits for before it begins, by name; empty: none. */
  readonly ready?: readonly string[];
  /** Complaints of the page that belong to what is played, such as a connection that cannot be opened. */
  readonly complaints?: RegExp;
  /** It does something to the orchestrator itself: not for where the page and it live in one process. */
  readonly needsHost?: true;
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Stage {
  /** Shows the overview, connected. */
  readonly page: Page;
  /** Where the page's addresses begin, without a slash at the end. */
  readonly origin: string;
  /** The configuration file. */
  readonly file: string;
  /** A folder of this scenario alone. */
  readonly folder: string;
  /** The REST API, for what a person would look up elsewhere. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came; each scenario says what it expects
  readonly api: (method: string, path: string, body?: unknown) => Promise<any>;
  /** One more page of the same person, at the overview. */
  readonly another: () => Promise<Page>;
  readonly host: Host;
}

/** The process of the orchestrator. */
export interface Host {
  /** It answers nobody, and forgets nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** It ends with its servers; what is done in between; it is started again at the same address. */
  readonly restart: (between: () => Promise<void>) => Promise<void>;
}

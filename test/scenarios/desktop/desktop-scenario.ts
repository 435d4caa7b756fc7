/**
 * What a person does with the desktop application from outside its page, told once. It is played on the stateful double of
 * Electron (`test/hosts/desktop/scenarios.test.ts`) and, where there is a binary, on Electron itself
 * (`test/e2e-electron/scenarios.test.ts`), so that each checks the other. The orchestrator, its servers and the daemon are
 * real in both.
 */
export interface DesktopScenario {
  /** A sentence. */
  readonly name: string;
  /** What stands in the configuration at the start. */
  readonly configuration: object | string | ((stage: { readonly folder: string }) => object);
  /**
   * What it looks at that no program can reach in a running Electron: icon, native menus of it, dialogues and notifications
   * belong to the system there.
   */
  readonly needs?: readonly ('tray' | 'dialog' | 'notification' | 'session')[];
  readonly play: (stage: DesktopStage) => Promise<void>;
}

/** A person's computer. */
export interface DesktopStage {
  /** The configuration file. */
  readonly file: string;
  /** A folder of this scenario alone. */
  readonly folder: string;
  /** Home of the orchestrator, where its files lie. */
  readonly home: string;
  /** Opens the application: again while it runs, as from the start menu. Settles when it runs, or has left at once. */
  launch(...words: readonly string[]): Promise<Desktop>;
  /** Saves another configuration. */
  write(configuration: object | string): Promise<void>;
  /** A command of the command line on the same home; its exit code. */
  command(...words: readonly string[]): Promise<number | null>;
  /** The headless host in another process, which takes the home. */
  daemon(): Promise<Daemon>;
}

export interface Daemon {
  readonly pid: number;
  /** By its own command. */
  shutdown(): Promise<void>;
  readonly lives: boolean;
}

/** One launch of the application. */
export interface Desktop {
  /** Exit code once it has left; null while it runs. */
  readonly exited: number | null;
  /** Windows that a person sees. */
  windows(): Promise<number>;
  /** The path that the window shows. */
  route(): Promise<string | null>;
  /** State of a server as the orchestrator tells it; null where it has none of that name, or there is none. */
  stateOf(server: string): Promise<string | null>;
  /** Of the processes of servers that run. */
  pids(): Promise<readonly number[]>;
  /** A call of the page over the port of its window, such as `servers.status`; there must be a window. */
  // biome-ignore lint/suspicious/noExplicitAny: each scenario says what it expects
  call(path: string, input?: unknown): Promise<any>;
  /** The button of the window's frame. */
  closeWindow(): Promise<void>;
  /** An entry of the menu bar, by labels. */
  chooseMenu(...labels: readonly string[]): Promise<void>;
  /** As from the dock, or Ctrl+Q: asks the application to quit. */
  quit(): Promise<void>;
  /** A signal to the process. */
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGHUP'): Promise<void>;
  /** Settles when it has left. */
  gone(): Promise<number>;
  readonly tray: DesktopTray;
  readonly dialogs: DesktopDialogs;
  readonly notifications: DesktopNotifications;
  readonly session: DesktopSession;
}

/** Needs `tray`. */
export interface DesktopTray {
  readonly shown: boolean;
  readonly tooltip: string;
  /** The file that the icon was made of, without its folder. */
  readonly icon: string;
  /** How many icons this process has made. */
  readonly made: number;
  /** Every label of the menu, nested ones with ` > ` between. */
  labels(): readonly string[];
  choose(...labels: readonly string[]): void;
  click(): void;
}

/** Needs `dialog`. */
export interface DesktopDialogs {
  /** Text of the one that is open, or null. */
  readonly open: string | null;
  press(button: string, options?: { readonly checkbox?: boolean }): void;
}

/** Needs `notification`. */
export interface DesktopNotifications {
  readonly shown: readonly { readonly title: string; readonly body: string }[];
  click(title: string): void;
}

/** Needs `session`. */
export interface DesktopSession {
  suspend(): void;
  resume(): void;
  /** The person logs off or shuts down. */
  end(): void;
}

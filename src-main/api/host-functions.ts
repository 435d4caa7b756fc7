export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** What the API can ask of the process that hosts it. */
export interface HostFunctions {
  /**
   * Stops every server, then ends the instance; returns at once. `restart`: a new instance takes its place. `by`: who
   * asked, and the operation whose end is told when every server is down.
   */
  shutdown(
    request: { readonly force: boolean; readonly restart: boolean },
    by: { readonly actor: string; readonly operation: string },
  ): void;
  readonly pid: number;
  /** `v24.1.0` */
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
  /** The user's home folder, which reports do not name. */
  readonly userHome: string;
  /** Absolute paths: the instance's own home and its logs. */
  readonly places: { readonly home: string; readonly logs: string };
  /** Of every package that is part of what runs; none where it runs from its sources. */
  licences(): Promise<readonly Licence[]>;
}

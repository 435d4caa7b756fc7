/** What the API can ask of the process that hosts it. */
export interface HostFunctions {
  /** Stops every server, then ends the instance; returns at once. `restart`: a new instance takes its place. */
  shutdown(request: { readonly force: boolean; readonly restart: boolean }): void;
  readonly pid: number;
}

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
}

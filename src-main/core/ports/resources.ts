export interface ProcessSample {
  readonly pid: number;
  readonly parentPid: number;
  /** The program's name. */
  readonly command: string;
  /** What it was called with, where the system tells it cheaply; secrets among it. */
  readonly args?: readonly string[] | undefined;
  /** Percent of one core since the previous sample; null at the first. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number;
}

export interface TreeSample {
  readonly cpuPercent: number | null;
  /** Resident set of the whole tree. */
  readonly memoryBytes: number;
  readonly processes: readonly ProcessSample[];
}

export interface ResourceSampler {
  /** Where a look is dear (one PowerShell per sample on Windows): not oftener than this. Absent: as often as wanted. */
  readonly minimumIntervalMs?: number;
  /** One pass for all trees at once. A tree of which nothing lives is absent from the answer. */
  sample(
    trees: readonly { readonly server: string; readonly pid: number; readonly processGroup: number }[],
  ): Promise<ReadonlyMap<string, TreeSample>>;
}

/** What `/proc/PID/stat` says of one process. Times are clock ticks, memory is pages. */
export interface ProcStat {
  readonly pid: number;
  readonly command: string;
  readonly isZombie: boolean;
  readonly parentPid: number;
  readonly processGroup: number;
  /** User and system time of the process itself. */
  readonly ticks: number;
  /** The same of the children that it has waited for, theirs included. */
  readonly reapedTicks: number;
  /** Since boot; with the pid it says who this is. */
  readonly startTicks: number;
  readonly residentPages: number;
}

/** Places in proc_pid_stat(5), counted from the state, which follows the command. */
const PARENT = 1;
const GROUP = 2;
const USER_TICKS = 11;
const REAPED_SYSTEM_TICKS = 14;
const START = 19;
const RESIDENT = 21;

/**
 * Reads one line; null where it is not of that form. The command may hold spaces and brackets, so the fields count from
 * the last bracket. Digits are added up in place: splitting makes fifty strings a process, ten thousand a pass.
 */
export function parseProcStat(line: string): ProcStat | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < 0) return null;
  const fields = new Float64Array(RESIDENT + 1);
  let field = 0;
  for (let at = close + 2; at < line.length && field <= RESIDENT; at++) {
    const code = line.charCodeAt(at);
    if (code === 32) field++;
    else if (code >= 48 && code <= 57) fields[field] = (fields[field] ?? 0) * 10 + code - 48;
  }
  if (field < RESIDENT) return null;
  const value = (place: number): number => fields[place] ?? 0;
  let ticks = 0;
  for (let place = USER_TICKS; place <= REAPED_SYSTEM_TICKS; place++) ticks += value(place);
  const reapedTicks = value(REAPED_SYSTEM_TICKS) + value(REAPED_SYSTEM_TICKS - 1);
  const state = line[close + 2];
  return {
    pid: Number.parseInt(line, 10),
    command: line.slice(open + 1, close),
    isZombie: state === 'Z' || state === 'X',
    parentPid: value(PARENT),
    processGroup: value(GROUP),
    ticks: ticks - reapedTicks,
    reapedTicks,
    startTicks: value(START),
    residentPages: value(RESIDENT),
  };
}

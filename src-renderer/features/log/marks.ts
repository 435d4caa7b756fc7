/** What a line is to the view. Lines of the orchestrator between a server's own are told apart by their words. */
export type Kind =
  | 'line'
  | 'started'
  /** Ended as it was asked to, or with nothing to complain of. */
  | 'ended'
  | 'crashed'
  /** Lines that the orchestrator did not keep. */
  | 'left-out'
  /** Lines that this page did not get. */
  | 'missed';

const STARTED = /^Started, PID \d+\.$/;
const LEFT_OUT = /^\d[\d,.]* lines? (?:dropped:|(?:is|are) missing here:)/;
const QUIET_END = /^It (?:ended with code 0|was ended by the signal SIG(?:TERM|INT|HUP))\./;

export function kindOf(text: string): Kind {
  if (STARTED.test(text)) return 'started';
  if (LEFT_OUT.test(text)) return 'left-out';
  return QUIET_END.test(text) ? 'ended' : 'crashed';
}

export type Exit =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'told'; readonly text: string };

const CODE = /^It ended with code (\S{1,12})\.$/;
const SIGNAL = /^It was ended by the signal (\S{1,12})\.$/;

/** An end as it is told in the log: the usual ones in parts, so that they can be told with how long it ran. */
export function readExit(text: string): Exit {
  const code = CODE.exec(text)?.[1];
  if (code !== undefined) return { kind: 'code', code };
  const signal = SIGNAL.exec(text)?.[1];
  return signal === undefined ? { kind: 'told', text } : { kind: 'signal', signal };
}

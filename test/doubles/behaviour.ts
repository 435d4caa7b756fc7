import type { LaunchResult, PrecheckResult } from '../../src-main/core/ports/process.ts';

/** How a server of a test behaves from its next start on. `null` for a time: never. */
export interface Behaviour {
  precheck: Extract<PrecheckResult, { ok: false }> | null;
  launch: Extract<LaunchResult, { ok: false }> | null;
  launchMs: number;
  port: number | null;
  /** From the begin of the handshake to its answer. */
  readyMs: number | null;
  handshake: 'ok' | 'protocol' | 'auth' | 'probe-exit';
  /** From its launch to an end by itself. */
  exitAfterMs: number | null;
  exitCode: number;
  eofMs: number | null;
  termMs: number | null;
  killMs: number | null;
  lines: readonly string[];
  /** Whether a probe is answered; read at each probe. */
  answersProbes: boolean;
  /** A remote server: whether somebody listens; read at each connect. */
  reachable: boolean;
  /** Whether the listener on its port is its own. */
  ownsPort: boolean | null;
  tools: number;
}

export const wellBehaved: Behaviour = {
  precheck: null,
  launch: null,
  launchMs: 3,
  port: null,
  readyMs: 50,
  handshake: 'ok',
  exitAfterMs: null,
  exitCode: 1,
  eofMs: 20,
  termMs: 5,
  killMs: 0,
  lines: [],
  answersProbes: true,
  reachable: true,
  ownsPort: true,
  tools: 2,
};

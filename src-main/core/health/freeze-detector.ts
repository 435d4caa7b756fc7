import type { Clock, Timer } from '../ports/clock.ts';

/**
 * A beat costs one timer and two clock readings (about 10 µs): at 1 s that is 0.001 % of a core, so a coarser beat
 * would save nothing, and the length of a freeze is known to a second.
 */
const BEAT_MS = 1000;
/** reference: supervision, pitfall 27 (a) and (c). */
const FREEZE_GAP_MS = 5000;
const GRACE_MS = 30_000;

export interface Freeze {
  /** How long nothing ran, at least; a beat is the error. */
  readonly lengthMs: number;
  readonly endedAtWallMs: number;
}

/** Knows when this program did not run: the computer slept, the process was stopped, the loop was blocked. */
export interface FreezeDetector {
  /** Milliseconds since the start in which this program ran. Never goes back; sleep and clock changes leave it alone. */
  awakeMs(): number;
  /** Shortly after a freeze failures say nothing: networks, servers and disks wake up too. */
  inGrace(): boolean;
  /** Raised by every freeze and hint: what began under another number is void. */
  epoch(): number;
  /** Reads the clocks now: after a freeze other timers may fire before the beat does. */
  look(): void;
  onFreeze(listener: (freeze: Freeze) => void): () => void;
  /** The system says that it is about to sleep, or woke up: hints, which come late or not at all on some systems. */
  suspend(): void;
  wake(): void;
  dispose(): void;
}

export function createFreezeDetector({ clock }: { readonly clock: Clock }): FreezeDetector {
  const listeners = new Set<(freeze: Freeze) => void>();
  let beat: Timer;
  let monotonicAtLook = clock.monotonicMs();
  let wallAtLook = clock.wallMs();
  let sleptAtLook = sleptSoFar(clock);
  let awake = 0;
  let epochNumber = 0;
  let graceUntilAwakeMs = -1;

  /**
   * A sleep shows on the monotonic clock on some systems and on the wall clock alone on others (Linux). There it looks
   * like a clock that was set forward; only a clock that counts sleep and cannot be set tells them apart.
   */
  const frozenFor = (monotonicGap: number, wallGap: number): number => {
    if (monotonicGap <= FREEZE_GAP_MS && wallGap <= FREEZE_GAP_MS) return 0;
    const slept = clock.bootMs === undefined ? wallGap - monotonicGap : sleptSoFar(clock) - sleptAtLook;
    const gap = monotonicGap + Math.max(0, slept);
    return gap > FREEZE_GAP_MS ? gap : 0;
  };

  const beginGrace = () => {
    epochNumber++;
    graceUntilAwakeMs = awake + GRACE_MS;
  };

  const look = () => {
    const monotonicNow = clock.monotonicMs();
    const wallNow = clock.wallMs();
    const monotonicGap = monotonicNow - monotonicAtLook;
    const frozenMs = frozenFor(monotonicGap, wallNow - wallAtLook);
    // Of a gap that was a freeze, a beat at most was awake: its timer was due then.
    awake += Math.max(0, frozenMs > 0 ? Math.min(monotonicGap, BEAT_MS) : monotonicGap);
    monotonicAtLook = monotonicNow;
    wallAtLook = wallNow;
    if (frozenMs === 0) return;
    sleptAtLook = sleptSoFar(clock);
    beginGrace();
    const freeze: Freeze = { lengthMs: Math.max(0, frozenMs - BEAT_MS), endedAtWallMs: wallNow };
    for (const listener of [...listeners]) listener(freeze);
  };

  const onBeat = () => {
    beat = clock.setTimer(BEAT_MS, onBeat);
    look();
  };
  beat = clock.setTimer(BEAT_MS, onBeat);

  return {
    awakeMs: () => {
      look();
      return awake;
    },
    inGrace: () => {
      look();
      return awake < graceUntilAwakeMs;
    },
    epoch: () => epochNumber,
    look,
    onFreeze: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    suspend: () => {
      look();
      beginGrace();
    },
    wake: () => {
      look();
      beginGrace();
    },
    dispose: () => {
      beat.cancel();
      listeners.clear();
    },
  };
}

const sleptSoFar = (clock: Clock): number =>
  clock.bootMs === undefined ? 0 : clock.bootMs() - clock.monotonicMs();

/** What a burst of acts was in truth, on a computer that may stand still in the middle of it. */
export interface Burst {
  /** To be called after each act. */
  act(): void;
  /** Into how many bursts it fell apart at the most, for somebody who waits `quietMs` and `longestMs` in all. */
  parts(quietMs: number, longestMs: number): number;
}

export function burst(): Burst {
  const atMs = [performance.now()];
  return {
    act: () => void atMs.push(performance.now()),
    parts(quietMs, longestMs) {
      const now = [...atMs, performance.now()];
      const gaps = now.slice(1).map((at, index) => at - (now[index] ?? at));
      const whole = (now.at(-1) ?? 0) - (now[0] ?? 0);
      return 1 + gaps.filter((gap) => gap >= quietMs).length + Math.floor(whole / longestMs);
    },
  };
}

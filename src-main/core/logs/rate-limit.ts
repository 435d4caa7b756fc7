export interface RateLimitOptions {
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

/** 1 MB/s a server (reference: supervision §6, pitfall 18); the burst lets a start-up's worth of output through. */
export const defaultRateLimit: RateLimitOptions = { bytesPerSecond: 1_000_000, burstBytes: 1_000_000 };

/** What a line costs beside its bytes: a flood of empty lines is as dear to us as one of long ones. */
export const LINE_OVERHEAD_BYTES = 64;

export interface RateLimit {
  /** Whether a line may begin now. */
  admits(nowMs: number): boolean;
  charge(bytes: number): void;
}

/**
 * A token bucket with hysteresis: once empty it stays shut until a quarter of the burst is there again, so that a
 * flood leaves runs of consecutive lines, which can be read, rather than single lines out of every chunk.
 */
export function createRateLimit(options: RateLimitOptions = defaultRateLimit): RateLimit {
  const reopenAt = options.burstBytes / 4;
  let tokens = options.burstBytes;
  let shut = false;
  let lastMs: number | null = null;

  return {
    admits(nowMs) {
      const elapsedMs = lastMs === null ? 0 : Math.max(0, nowMs - lastMs);
      lastMs = nowMs;
      tokens = Math.min(options.burstBytes, tokens + (elapsedMs * options.bytesPerSecond) / 1000);
      if (tokens <= 0) shut = true;
      else if (tokens >= reopenAt) shut = false;
      return !shut;
    },
    charge(bytes) {
      tokens -= bytes + LINE_OVERHEAD_BYTES;
    },
  };
}

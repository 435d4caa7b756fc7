import { z } from 'zod';
import { parseByteSize, parseDurationMs } from '../model/quantities.ts';

export { parseByteSize, parseDurationMs };

/** A duration as a file or a command line writes it; the result is milliseconds. */
export const durationMs = z
  .union([z.number().min(0), z.string().regex(/^\s*\d+(\.\d+)?\s*(ms|s|m|min|h|d)?\s*$/)], {
    error: 'a duration in ms or text such as "30s"',
  })
  .transform((value) => parseDurationMs(value) ?? 0);

/** A duration of at least 1 ms: for what repeats, where none would be a loop without rest. */
export const positiveDurationMs = durationMs.refine((value) => value >= 1, {
  error: 'a duration of at least 1 ms or text such as "30s"',
});

/** A size as a file writes it; the result is whole bytes. */
export const byteSize = z
  .union([z.number().min(0), z.string().regex(/^\s*\d+(\.\d+)?\s*([kKmMgGtT]?[iI]?[bB])?\s*$/)], {
    error: 'a size in bytes or text such as "10MB"',
  })
  .transform((value) => parseByteSize(value) ?? 0);

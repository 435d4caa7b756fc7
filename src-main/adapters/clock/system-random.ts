import { randomBytes } from 'node:crypto';
import type { Random } from '../../core/ports/random.ts';

export function createSystemRandom(): Random {
  return {
    unit: () => Math.random(),
    // 128 bits in hexadecimal: begins with no dash and means the same where case does not count.
    id: () => randomBytes(16).toString('hex'),
  };
}

import { findings } from './check.ts';
import type { Json } from './json.ts';
import type { Schema } from './usable-schema.ts';

interface Asked {
  readonly id: number;
  readonly schema: Schema;
  readonly value: Json;
}

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const { id, schema, value } = data;
  try {
    postMessage({ id, findings: findings(schema, value) });
  } catch {
    // A schema that leads the validator in circles, or that it does not understand.
    postMessage({ id, findings: null });
  }
});

// Writes assets/schema/mcp-orchestrator.schema.json anew: `node assets/build/schema.ts` after a change of src-shared/schema.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../../src-shared/schema/config-json-schema.ts';

const folder = join(import.meta.dirname, '..', 'schema');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'mcp-orchestrator.schema.json'),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);

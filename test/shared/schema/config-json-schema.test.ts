import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configFileSchema } from '../../../src-shared/schema/config.ts';
import { configJsonSchema } from '../../../src-shared/schema/config-json-schema.ts';

test('the schema for editors is current (else: node assets/build/schema.ts)', () => {
  const file = join(import.meta.dirname, '../../../assets/schema/mcp-orchestrator.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});

test('the schema accepts what every client writes and keeps its unknown keys', () => {
  const file = {
    theme: 'dark',
    mcpServers: {
      fs: { command: 'npx', args: ['-y'], autoApprove: ['*'] },
      r: { type: 'http', url: 'https://h/' },
    },
    orchestrator: {
      defaults: { restart: { backoff: { initial: '1s' } } },
      servers: { fs: { dependsOn: ['r'] } },
    },
  };
  expect(configFileSchema.parse(file)).toMatchObject({
    theme: 'dark',
    mcpServers: file.mcpServers,
    orchestrator: { defaults: { restart: { backoff: { initial: 1000 } } } },
  });
  expect(configFileSchema.safeParse({ orchestrator: { default: {} } }).success).toBe(false);
});

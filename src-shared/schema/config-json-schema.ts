import { z } from 'zod';
import { configFileSchema } from './config.ts';

/** The JSON Schema of the configuration file, for editors: completion, descriptions, unknown keys marked. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configFileSchema, { io: 'input', target: 'draft-7', reused: 'inline' });
  return {
    ...schema,
    title: 'MCP Orchestrator configuration',
    description: 'The servers of every MCP client, and how MCP Orchestrator runs them.',
  };
}

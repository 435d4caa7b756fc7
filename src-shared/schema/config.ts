import { z } from 'zod';
import { policyInputSchema } from './policy.ts';

/** The words that clients write for the three transports; what a missing `type` means is in the loader. */
export const serverTypes = [
  'stdio',
  'http',
  'streamable-http',
  'streamableHttp',
  'streamable_http',
  'sse',
] as const;

/** One entry of `mcpServers`, as every MCP client writes it. Keys of other clients are accepted and kept. */
export const serverEntrySchema = z.looseObject({
  type: z
    .enum(serverTypes)
    .optional()
    .describe('Default: stdio with a command, otherwise http, falling back to sse.'),
  command: z.string().optional().describe('The program that starts the server.'),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional().describe('More environment variables for it.'),
  cwd: z.string().optional().describe('Its folder; a relative one is relative to this file.'),
  url: z
    .string()
    .optional()
    .describe('Where it is reached. Together with a command it is launched and reached by URL.'),
  headers: z.record(z.string(), z.string()).optional(),
  disabled: z.boolean().optional(),
  enabled: z.boolean().optional(),
});
export type ServerEntry = z.infer<typeof serverEntrySchema>;

const concurrency = z.int().min(1).max(1000).optional();

/** Keys that come with later parts: kept, not read yet. */
const later = z.record(z.string(), z.unknown()).optional();

export const orchestratorSchema = z.strictObject({
  defaults: policyInputSchema.optional().describe('A policy for every server.'),
  servers: z
    .record(z.string(), policyInputSchema)
    .optional()
    .describe('A policy for each server, over the defaults.'),
  groups: z.record(z.string(), z.array(z.string())).optional().describe('Names for several servers at once.'),
  startConcurrency: z
    .strictObject({
      direct: concurrency.describe('Servers that start at the same time. Default: the number of cores.'),
      wrappers: concurrency.describe('The same for npx, uvx, docker … Default: the number of cores.'),
    })
    .optional(),
  http: z
    .strictObject({
      port: z.int().min(0).max(65535).optional().describe('Default 7717.'),
      host: z.string().optional().describe('A loopback address. Default "127.0.0.1".'),
    })
    .optional(),
  gateway: later,
  alerts: later,
  storage: later,
  telemetry: later,
});

/** The whole file. */
export const configFileSchema = z.looseObject({
  $schema: z.string().optional(),
  mcpServers: z.record(z.string(), serverEntrySchema).optional(),
  orchestrator: orchestratorSchema.optional(),
});
export type ConfigFile = z.input<typeof configFileSchema>;

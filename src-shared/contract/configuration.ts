import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { messageSchema } from '../schema/message.ts';
import { configProblemSchema } from '../schema/problem.ts';
import { contractErrors } from './errors.ts';
import { toolSchema } from './servers.ts';

const base = oc.errors(contractErrors);

/** What stands under `mcpServers` for one server, as the person wrote it: variables not replaced, unknown keys kept. */
const entrySchema = z.record(z.string(), z.unknown());
/** What stands under `orchestrator.servers` for it. */
const policySchema = z.record(z.string(), z.unknown());

/**
 * One edit of the file. Everything that it does not name stays as it is: comments, order, unknown keys, spaces. A value
 * that is `null` in an entry or a policy takes that key out.
 */
export const configChangeSchema = z.discriminatedUnion('kind', [
  /**
   * Adds a server, or makes the keys of its entry what `entry` says: keys that `entry` lacks are taken out. `policy` and
   * `groups` likewise, where they are given. `after`: where a new one goes; otherwise last.
   */
  z.object({
    kind: z.literal('put-server'),
    name: z.string(),
    entry: entrySchema,
    policy: policySchema.optional(),
    groups: z.array(z.string()).optional(),
    after: z.string().optional(),
  }),
  /** With its policy and its places in groups and dependencies. */
  z.object({ kind: z.literal('rename-server'), name: z.string(), to: z.string() }),
  /** With its policy and its places in groups. */
  z.object({ kind: z.literal('remove-server'), name: z.string() }),
  z.object({ kind: z.literal('set-enabled'), name: z.string(), enabled: z.boolean() }),
  /** A value under `orchestrator`, such as `["defaults", "restart", "maxRestarts"]`; `null` takes it out. */
  z.object({
    kind: z.literal('set-value'),
    path: z.array(z.string()).min(1),
    value: z.unknown(),
  }),
]);
export type ConfigChange = z.infer<typeof configChangeSchema>;

export const configDocumentSchema = z.object({
  file: z.string(),
  exists: z.boolean(),
  /** Of the text as it is on the disk now; what a change is based on. */
  revision: z.string(),
  text: z.string(),
  /** In the order of the file. Empty where the file cannot be read as a whole. */
  servers: z.array(
    z.object({
      name: z.string(),
      line: z.number(),
      entry: entrySchema,
      policy: policySchema,
      groups: z.array(z.string()),
    }),
  ),
  /** `orchestrator` without `servers`. */
  orchestrator: z.record(z.string(), z.unknown()),
  /** Of the text as it is now, whether or not it is in force. */
  problems: z.array(configProblemSchema),
  /** What has no effect, or is wrong with a disabled server. */
  warnings: z.array(configProblemSchema).optional(),
});
export type ConfigDocument = z.infer<typeof configDocumentSchema>;

/** Each change reads the text anew, and nobody makes more at once than a snippet can hold servers. */
const MOST_CHANGES = 500;
const edit = z.object({
  revision: z.string(),
  changes: z.array(configChangeSchema).min(1).max(MOST_CHANGES),
});

/** What a trial run found, step by step; the last one is `ended`. */
export const trialStepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    /** In this order; what does not apply is left out. `stop`: it was ended again, nothing is left behind. */
    step: z.enum(['configuration', 'command', 'start', 'handshake', 'tools', 'stop']),
    /** `running`: it has begun, and the same step comes again with its end. */
    status: z.enum(['running', 'ok', 'failed']),
    /** Milliseconds that it took; null while it is running. */
    tookMs: z.number().nullable(),
    /** What was found, in a sentence: the full path, the PID, protocol and name, how many tools, why it failed. */
    text: z.string().nullable(),
    /** `text` in its sentences, for those who tell it in another language. */
    told: z.array(messageSchema).optional(),
  }),
  /** A line of its output while it ran. */
  z.object({ kind: z.literal('output'), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  z.object({
    kind: z.literal('ended'),
    ok: z.boolean(),
    protocol: z.string().nullable(),
    serverName: z.string().nullable(),
    serverVersion: z.string().nullable(),
    tools: z.array(toolSchema),
  }),
]);
export type TrialStep = z.infer<typeof trialStepSchema>;

/**
 * The configuration file as a page edits it. A file that changed since `revision` is never overwritten: CONFLICT, and
 * the client shows the difference.
 */
export const configurationContract = {
  read: base
    .route({
      method: 'GET',
      path: '/configuration',
      summary: 'The file as it is on the disk',
      tags: ['configuration'],
    })
    .output(configDocumentSchema),
  /** What `change` would write, and what would be wrong with it. Writes nothing. */
  preview: base
    .route({
      method: 'POST',
      path: '/configuration/preview',
      summary: 'What a change would make of the file',
      tags: ['configuration'],
    })
    .input(edit)
    .output(
      z.object({
        before: z.string(),
        after: z.string(),
        problems: z.array(configProblemSchema),
        warnings: z.array(configProblemSchema).optional(),
      }),
    ),
  /**
   * Writes the file, atomically and with a backup beside it, and applies it. A change that brings new errors into what
   * it touches is INVALID, unless `force`.
   */
  change: base
    .route({
      method: 'POST',
      path: '/configuration/changes',
      summary: 'Change the file',
      tags: ['configuration'],
    })
    .input(edit.extend({ force: z.boolean().optional() }))
    .output(z.object({ revision: z.string(), undo: z.string(), backup: z.string().nullable() })),
  /** Puts back what stood there before that change, as long as nothing was written since. */
  undo: base
    .route({
      method: 'POST',
      path: '/configuration/undo',
      summary: 'Take a change back',
      tags: ['configuration'],
    })
    .input(z.object({ undo: z.string() }))
    .output(z.object({ revision: z.string() })),
  /** Starts what is given, apart from the fleet, lists its tools and ends it again. Ends when the caller goes away. */
  trial: base
    .route({
      method: 'POST',
      path: '/configuration/trial',
      summary: 'Try a server before it is saved (SSE)',
      tags: ['configuration'],
    })
    .input(z.object({ name: z.string(), entry: entrySchema, policy: policySchema.optional() }))
    .output(eventIterator(trialStepSchema)),
};

import { z } from 'zod';
import { messageSchema } from './message.ts';

/**
 * What a person is told of outside the page. `crashed`: ended unasked, it starts again by itself. `down`: it stays down
 * and needs the person. `recovered`: after one of the two it runs again for good. `test`: asked for in the settings.
 */
export const alertKinds = ['crashed', 'down', 'recovered', 'test'] as const;
export const alertKindSchema = z.enum(alertKinds);
export type AlertKind = z.infer<typeof alertKindSchema>;

export const alertActions = ['restart', 'log'] as const;

export const alertSchema = z.object({
  /** The same as an earlier one's: it takes that one's place on the screen. */
  id: z.string(),
  kind: alertKindSchema,
  /** ISO 8601, when what it tells of happened; the log is opened there. */
  at: z.string(),
  /** One, or several that are told of together; none of a test. */
  servers: z.array(z.string()),
  title: messageSchema,
  /** Sentences: what happened, then what comes next or is to be done. `model/alert-text.ts` makes the text of them. */
  body: z.array(messageSchema),
  actions: z.array(z.enum(alertActions)),
});
export type Alert = z.infer<typeof alertSchema>;

/** What becomes of alerts. A host that shows them follows the stream and reports what came of each. */
export const alertMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('show'), alert: alertSchema }),
  /** It is no longer true: take it off the screen where the system allows. */
  z.object({ kind: z.literal('withdraw'), id: z.string() }),
  /** The first: which of those that this one showed before still hold. Any other is to be taken off the screen. */
  z.object({ kind: z.literal('standing'), ids: z.array(z.string()) }),
]);
export type AlertMessage = z.infer<typeof alertMessageSchema>;

/** The honest result: what the operating system made of it. `why` is null where it was shown. */
export const alertOutcomeSchema = z.object({ shown: z.boolean(), why: messageSchema.nullable() });
export type AlertOutcome = z.infer<typeof alertOutcomeSchema>;

/** `HH:MM` in local time. */
const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const alertSettingsSchema = z.object({
  enabled: z.boolean(),
  crashed: z.boolean(),
  down: z.boolean(),
  recovered: z.boolean(),
  /** Nothing is shown in between; what still holds at the end is told then, together. May span midnight. */
  quietHours: z.object({ from: timeOfDaySchema, to: timeOfDaySchema }).nullable(),
  /** Servers that nothing is told of. */
  muted: z.array(z.string()),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

export const defaultAlertSettings: AlertSettings = {
  enabled: true,
  crashed: true,
  down: true,
  recovered: true,
  quietHours: null,
  muted: [],
};

export const alertStateSchema = z.object({
  settings: alertSettingsSchema,
  /** Within quiet hours now. */
  quiet: z.boolean(),
  /** Who shows them: `desktop`, or what the headless host uses (`notify-send`); null: nobody can. */
  presenter: z.string().nullable(),
  /** The newest that was to be shown, and what came of it; outcome null: not known yet. */
  last: z.object({ alert: alertSchema, outcome: alertOutcomeSchema.nullable() }).nullable(),
});
export type AlertState = z.infer<typeof alertStateSchema>;

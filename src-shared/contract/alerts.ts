import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  alertMessageSchema,
  alertOutcomeSchema,
  alertSettingsSchema,
  alertStateSchema,
} from '../schema/alert.ts';
import { contractErrors } from './errors.ts';

const base = oc.errors(contractErrors);

/** Notifications of the operating system: what is told of, who shows it, and what came of it. */
export const alertsContract = {
  state: base
    .route({
      method: 'GET',
      path: '/alerts',
      summary: 'Settings, and what came of the last',
      tags: ['alerts'],
    })
    .output(alertStateSchema),
  /** What is given is set, everything else stays. Kept in the home, obeyed by every host of it. */
  update: base
    .route({ method: 'POST', path: '/alerts/settings', summary: 'Change the settings', tags: ['alerts'] })
    .input(z.strictObject(alertSettingsSchema.partial().shape))
    .output(alertStateSchema),
  /** One of `muted` by itself, so that two who mute at once do not undo each other. */
  mute: base
    .route({
      method: 'POST',
      path: '/alerts/mute',
      summary: 'Tell nothing of a server, or tell of it again',
      tags: ['alerts'],
    })
    .input(z.strictObject({ server: z.string().min(1), muted: z.boolean() }))
    .output(alertStateSchema),
  /** Shows one now, whatever the settings say; answers with what came of it. */
  test: base
    .route({ method: 'POST', path: '/alerts/test', summary: 'Show one now', tags: ['alerts'] })
    .output(alertOutcomeSchema),
  /**
   * What is to be shown from now on. While somebody follows, the host's own way of showing rests: `as` is who, and each
   * `show` is answered by a `report`.
   */
  follow: base
    .route({ method: 'GET', path: '/alerts/stream', summary: 'Alerts as they come (SSE)', tags: ['alerts'] })
    .input(z.object({ as: z.string().trim().min(1).max(64) }))
    .output(eventIterator(alertMessageSchema)),
  report: base
    .route({ method: 'POST', path: '/alerts/{id}/outcome', summary: 'What came of one', tags: ['alerts'] })
    .input(alertOutcomeSchema.extend({ id: z.string() }))
    .output(z.object({})),
};

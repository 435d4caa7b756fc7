import type { AlertSettings } from '../../../src-shared/schema/alert.ts';

/**
 * Is this moment within them? By the clock on the wall where the person lives, so that nothing is to be done about
 * summer time; from and to the same are no hours at all.
 */
export function isQuiet(hours: AlertSettings['quietHours'], wallMs: number): boolean {
  if (hours === null) return false;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const date = new Date(wallMs);
  const now = date.getHours() * 60 + date.getMinutes();
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

/** `HH:MM` */
function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

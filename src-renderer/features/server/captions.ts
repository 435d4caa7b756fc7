import { bytes, duration, percent, say } from '../../ui/words.ts';
import type { Figures } from './hour.ts';

/** `12 % now, 70 % highest`; of a server that is down `29 % at the end, 70 % highest`. */
export function usageCaption(figures: Figures | null, unit: 'percent' | 'bytes', isUp: boolean): string {
  if (figures === null) return say('server.chart.nothing');
  const written = unit === 'percent' ? percent : bytes;
  const { last, highest } = figures;
  return say(isUp ? 'server.chart.now' : 'server.chart.end', {
    last: written(last),
    highest: written(highest),
  });
}

/** `6 ms median, 22 ms slowest` */
export function latencyCaption(figures: Figures | null, failing = false): string {
  if (figures === null) return say(failing ? 'server.chart.no-answer' : 'server.chart.no-check');
  return say('server.chart.latency', {
    median: duration(figures.median),
    slowest: duration(figures.highest),
  });
}

/** `3 in the last hour, 14 in all` */
export function restartsCaption(hour: number, total: number): string {
  return say('server.chart.restarts', { hour, total });
}

/** The same as a sentence that stands alone. */
export function chartLabel(title: string, caption: string, exits: number): string {
  return say('server.chart.label', { title, caption, exits });
}

/** `1 GB` rather than `1.00 GB`: a scale and a threshold are round. */
export function roundBytes(value: number): string {
  return bytes(value).replace(/[.,](\d*?)0+(?=\D)/, (part, kept: string) =>
    kept === '' ? '' : part.slice(0, kept.length + 1),
  );
}

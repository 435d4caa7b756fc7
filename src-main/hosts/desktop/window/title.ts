import { message } from '../../../../src-shared/i18n/message.ts';
import type { BoardState } from '../board/board.ts';
import type { Words } from '../words.ts';

/** The verdict in short, whichever view is open: a task bar shows little more. Words as the page's own title. */
export function titleOf({ connection, report, health }: BoardState, words: Words): string {
  if (connection === 'lost') return words.say('page.title.lost');
  if (health.needYou > 0) return words.say(message('page.title.need-you', { count: health.needYou }));
  const allRun = health.level === 'ok' && (report?.servers.length ?? 0) > 0;
  return words.say(allRun ? 'page.title.all-running' : 'page.title');
}

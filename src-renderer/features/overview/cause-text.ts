import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { speaks } from '../../ui/language.ts';
import { sayMessage } from '../../ui/words.ts';

export interface Told {
  readonly what: string;
  /** What a person does; null where there is nothing to do or nothing known. */
  readonly todo: string | null;
  /** What it means. */
  readonly after: string | null;
}

/** The first sentence and the rest; what stands in `code` ends no sentence. */
export function splitSentence(text: string, end = /[.;]/): readonly [string, string | null] {
  let code = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '`') code = !code;
    const closes = !code && end.test(char) && /^(\s|$)/.test(text.slice(at + 1, at + 2));
    if (!closes) continue;
    const rest = text.slice(at + 1).trim();
    return [text.slice(0, at + 1), rest === '' ? null : rest];
  }
  return [text, null];
}

/** What happened, what to do, what that means. Without a cause in parts, the detail as it is. */
export function tellCause({ cause, detail }: Pick<ServerStatus, 'cause' | 'detail'>, fallback: string): Told {
  if (cause === null || !speaks(cause.happened) || !speaks(cause.remedy))
    return { what: detail ?? fallback, todo: null, after: null };
  const what = sayMessage(cause.happened);
  const remedy = sayMessage(cause.remedy);
  if (remedy === '') return { what, todo: null, after: null };
  // Of an unhealthy server the first sentence calms; what to do is the second.
  const end = cause.remedy.key === 'reason.UNHEALTHY.remedy-dependency' ? /;/ : /[.;]/;
  const [todo, after] = splitSentence(remedy, end);
  return { what, todo, after };
}

/** What a line of output is about, by its words; programs agree on nothing better. */
export function lineClass(line: string): '' | 'err' | 'wrn' {
  if (/\b(error|fatal|exception|panic|traceback|critical)\b/i.test(line)) return 'err';
  return /\bwarn(ing)?\b/i.test(line) ? 'wrn' : '';
}

/** All that is known of it as text, to be sent to whoever can help. */
export function reportOf(
  server: Pick<ServerStatus, 'name' | 'state' | 'reason' | 'detail' | 'lastExit' | 'kind'>,
): string {
  const { name, state, reason, detail, lastExit, kind } = server;
  return [
    `${name} (${kind})`,
    reason === null ? state : `${state} ${reason}`,
    detail ?? '',
    ...(lastExit === null ? [] : [lastExit.at, ...lastExit.lastLines]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

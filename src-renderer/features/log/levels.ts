export type Level = 'info' | 'warn' | 'error';

/** Where a level stands in a line that has one. */
const HEAD = 240;
// A level as a program writes it: in capitals, in brackets, or as a field. Words of a sentence come after it.
const STATED =
  /\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|ALERT|EMERG|PANIC|SEVERE)\b|[[<(](trace|debug|info|notice|warn|warning|error|err|fatal|critical|panic)[\])>]|(?:\blevel|\bseverity|\blvl)"?\s*[=:]\s*"?(trace|debug|info|notice|warn|warning|error|err|fatal|critical|panic)\b|^(?:npm )?(warn|warning|error|err!|fatal)(?!\w)/i;
const CAPITALS = /^[A-Z]+$/;
const TROUBLE =
  /\b(?:error|exception|traceback|fatal|panic(?:ked)?|unhandled|segmentation fault|EACCES|ECONNREFUSED|ENOENT|EADDRINUSE|ETIMEDOUT)\b/i;
/** `TypeError`, `java.io.IOException` */
const NAMED = /[a-z](?:Error|Exception)\b/;
const NOT_TROUBLE = /\b(?:no|0|without) errors?\b/i;
const WARNING = /\b(?:warn(?:ing)?|deprecat(?:ed|ion)|retry(?:ing)?)\b/i;
const CONTINUED = /^(?:\s+(?:at\b|File "|\.\.\.|\^|\|)|\s{4,}\S|Caused by:)/;

/**
 * How grave a line is, as far as can be told from its words. `before`: the line before it, for a stack trace belongs
 * to its error.
 */
export function levelOf(text: string, before: Level): Level {
  const head = text.length > HEAD ? text.slice(0, HEAD) : text;
  const stated = statedLevel(head);
  if (stated !== null) return stated;
  if (before !== 'info' && CONTINUED.test(head)) return before;
  if ((TROUBLE.test(head) && !NOT_TROUBLE.test(head)) || NAMED.test(head)) return 'error';
  return WARNING.test(head) ? 'warn' : 'info';
}

function statedLevel(head: string): Level | null {
  const match = STATED.exec(head);
  if (match === null) return null;
  // "info" in the midst of a sentence says nothing; "INFO" does.
  if (match[1] !== undefined && !CAPITALS.test(match[1])) return null;
  const word = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').toLowerCase();
  if (word.startsWith('warn')) return 'warn';
  return /^(?:trace|debug|info|notice)$/.test(word) ? 'info' : 'error';
}

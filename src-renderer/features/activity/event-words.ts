import type { Message } from '../../../src-shared/i18n/message.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import type { CrashReason, ServerState } from '../../../src-shared/schema/status.ts';
import { currentLanguage } from '../../ui/language.ts';
import type { SignKind } from '../../ui/sign.tsx';
import { duration, isMessage, plainText, say, sayMessage, sayProblem, sayTold } from '../../ui/words.ts';

type Data = Readonly<Record<string, unknown>>;

/** More names than these in one sentence would be a list. */
const MOST_NAMES = 4;

// Not the lists of the schema: the page does without the code that checks data.
const SIGN_OF: Readonly<Record<ServerState, SignKind>> = {
  STOPPED: 'stopped',
  STARTING: 'starting',
  RUNNING: 'running',
  UNHEALTHY: 'unhealthy',
  CRASHED: 'crashed',
  STOPPING: 'stopping',
};
const REASONS: Readonly<Record<CrashReason, true>> = {
  RESTART_LIMIT: true,
  NOT_FOUND: true,
  CONFIG: true,
  PORT_CONFLICT: true,
  DEPENDENCY: true,
  HOST: true,
  EXITED: true,
  PROTOCOL: true,
  AUTH: true,
  UNKILLABLE: true,
};

/** What happened, in a sentence without its end; `code` stands between backticks. Never throws: a newer orchestrator may say more. */
export function eventSentence({ type, data }: OrchestratorEvent): string {
  switch (type) {
    case 'server.state':
      return stateSentence(data);
    case 'server.exit':
      return exitSentence(data);
    case 'server.restart':
      return say('event.restart', {
        attempt: numberOf(data.attempt),
        max: numberOf(data.maxRestarts),
        time: duration(numberOf(data.delayMs)),
        // The words of a choice in ICU have no hyphens.
        kind: textOf(data.kind).replaceAll('-', '_'),
      });
    case 'server.health':
      return healthSentence(data);
    case 'server.warning':
      return warningSentence(data);
    case 'config.loaded':
      return loadedSentence(data);
    case 'config.error':
      return configErrorSentence(data);
    case 'instance.started':
      return say('event.started', { version: textOf(data.version) || '?', pid: textOf(data.pid) || '?' });
    case 'instance.stopping':
      return say('event.stopping', { reason: textOf(data.reason) });
    case 'instance.freeze':
      return say('event.freeze', { time: duration(numberOf(data.lengthMs)) });
    case 'tools.changed':
      return say('event.tools', { count: numberOf(data.tools) });
    case 'operation.finished':
      return operationSentence(data);
    default:
      return say('event.unknown', { type: plainText(String(type)) });
  }
}

/** The sign beside it; null: the event has no state to show. */
export function eventSign({ type, data }: OrchestratorEvent): SignKind | null {
  switch (type) {
    case 'server.state': {
      const state = stateOf(data.to);
      return state === null ? null : SIGN_OF[state];
    }
    case 'server.exit':
      return data.expected === true ? 'stopped' : 'crashed';
    case 'server.restart':
      return 'starting';
    case 'server.health':
      return data.status === 'ok' ? 'running' : 'unhealthy';
    case 'server.warning':
      return data.change === 'cleared' ? null : 'warning';
    case 'config.error':
      return 'warning';
    default:
      return null;
  }
}

/** Who caused it, as one reads it. A client's name stands as it is. */
export function actorWords(actor: string): string {
  const [head = '', user = ''] = splitOnce(actor, ':');
  switch (head) {
    case 'supervisor':
    case 'reload':
    case 'schedule':
    case 'dashboard':
    case 'desktop':
      return say(`event.by.${head}`);
    case 'cli':
      return user === '' ? say('event.by.cli') : say('event.by.cli.user', { user });
    default:
      return plainText(actor);
  }
}

function stateSentence(data: Data): string {
  const to = stateOf(data.to);
  const from = stateOf(data.from);
  if (to === null) return say('event.unknown', { type: plainText(String(data.to)) });
  const why = causeText(data);
  switch (to) {
    case 'RUNNING':
      return say(from === 'UNHEALTHY' ? 'event.state.well-again' : 'event.state.RUNNING');
    case 'STARTING':
      return startingSentence(data.phase, why);
    case 'STOPPING':
      return stoppingSentence(data.then);
    case 'STOPPED':
      return say(data.then === 'remove' ? 'event.state.STOPPED.removed' : 'event.state.STOPPED');
    case 'UNHEALTHY':
      return withWhy(say('event.state.UNHEALTHY'), why);
    case 'CRASHED':
      return withWhy(crashHead(data.reason), why);
  }
}

function startingSentence(phase: unknown, why: string): string {
  if (phase === 'BACKOFF')
    return why === '' ? say('event.state.backoff') : say('event.state.backoff.why', { why });
  // It is told of as it begins, whose first phase says nothing yet.
  return say('event.state.STARTING');
}

function stoppingSentence(then: unknown): string {
  const known = ['restart', 'remove', 'failure'].find((each) => each === then);
  return say(known === undefined ? 'event.state.STOPPING' : `event.state.STOPPING.${known}`);
}

function crashHead(reason: unknown): string {
  return say(isKeyOf(REASONS, reason) ? `reason.${reason}.head` : 'state.CRASHED');
}

function withWhy(state: string, why: string): string {
  return why === '' ? state : say('event.state.why', { state, why });
}

/** What happened, from the parts where the event has them, which can be told in another language; else the text. */
function causeText({ cause, detail }: Data): string {
  const happened = (cause as { readonly happened?: unknown } | null | undefined)?.happened;
  if (isMessage(happened)) return plainText(sayMessage(happened));
  return textOf(detail);
}

/** How a process ended that nobody asked to end. */
export function endSentence(code: number | null, signal: string | null): string {
  return exitSentence({ code, signal });
}

function exitSentence({ code, signal, expected }: Data): string {
  const [how, value] =
    typeof signal === 'string'
      ? ['signal', plainText(signal)]
      : typeof code === 'number'
        ? ['code', String(code)]
        : ['unknown', ''];
  if (expected === true) return say('event.exit.expected', { how, value });
  return say(`event.exit.${how}`, { [how]: value });
}

function healthSentence({ status, latencyMs, message, cause }: Data): string {
  if (status === 'ok')
    return typeof latencyMs === 'number'
      ? say('event.health.ok.time', { time: duration(latencyMs) })
      : say('event.health.ok');
  if (status !== 'fail') return say('event.health.unknown');
  const why = causeText({ cause, detail: message });
  if (why === '') return say('event.health.fail');
  // A whole sentence says by itself that it is about the check.
  return why.endsWith('.') ? withoutEnd(why) : say('event.health.fail.why', { why });
}

function warningSentence(data: Data): string {
  const { change, kind } = data;
  const text = withoutEnd(plainText(sayTold(toldIn(data)))) || say('event.warning', { kind: textOf(kind) });
  return change === 'cleared' ? say('event.warning.over', { text }) : text;
}

/** A row of a list has no full stop; of several sentences each keeps its own. */
function withoutEnd(text: string): string {
  return text.endsWith('.') && !/[.!?] /.test(text) ? text.slice(0, -1) : text;
}

function loadedSentence(data: Data): string {
  if (data.exists === false) return say('event.config.none', { file: textOf(data.file) });
  const count = numberOf(data.servers);
  const errors = numberOf(data.errors);
  const changes = [
    ...(['added', 'removed', 'changed'] as const).flatMap((key) => {
      const names = namesOf(data[key]);
      return names.length === 0 ? [] : [say(`event.config.${key}`, { names: listed(names) })];
    }),
    ...(errors > 0 ? [say('event.config.errors', { count: errors })] : []),
  ];
  return changes.length === 0
    ? say('event.config.loaded', { count })
    : say('event.config.loaded.changes', { count, changes: changes.join(' ') });
}

function configErrorSentence({ errors }: Data): string {
  const list = Array.isArray(errors) ? errors : [];
  const first = problemText(list[0]);
  return first === ''
    ? say('event.config.error.unknown')
    : say('event.config.error', { count: list.length, first });
}

/** A problem of the file, as it came with an event: of which version ever. */
function problemText(value: unknown): string {
  const { line, column } = (value ?? {}) as Data;
  const at = {
    line: typeof line === 'number' ? line : null,
    column: typeof column === 'number' ? column : null,
  };
  return plainText(sayProblem({ ...at, ...toldIn(value) }));
}

/** A sentence that came with its parts. */
function toldIn(value: unknown): { readonly message: string; readonly told?: Message } {
  const { message, told } = (value ?? {}) as Data;
  return { message: textOf(message), ...(isMessage(told) ? { told } : {}) };
}

function operationSentence({ ok, error }: Data): string {
  if (ok === true) return say('event.done');
  const why = plainText(sayTold(toldIn(error)));
  return why === '' ? say('event.not-done') : say('event.not-done.why', { why });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const rest = names.length - shown.length;
  if (rest > 0) return say('event.names.more', { names: shown.join(', '), count: rest });
  return new Intl.ListFormat(currentLanguage()).format(shown);
}

function namesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  // Both its launch and its policy may have changed.
  return [...new Set(value.filter((name) => typeof name === 'string').map(plainText))];
}

function stateOf(value: unknown): ServerState | null {
  return isKeyOf(SIGN_OF, value) ? value : null;
}

function isKeyOf<K extends string>(of: Readonly<Record<K, unknown>>, value: unknown): value is K {
  return typeof value === 'string' && Object.hasOwn(of, value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? plainText(value) : typeof value === 'number' ? String(value) : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

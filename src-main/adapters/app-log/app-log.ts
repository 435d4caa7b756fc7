import { join } from 'node:path';
import type { Logger as Pino } from 'pino';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { createRedactor, type Redactor, redactTokenShapes } from '../../core/logs/redact.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { LogPage } from '../../core/ports/logs.ts';
import type { Logger } from '../../core/ports/orchestrator-ports.ts';
import { createFollowers, type LogListener } from '../logs/followers.ts';
import { APP_LOG_BASE_NAME } from '../logs/log-names.ts';
import { createRotatedFile } from '../logs/rotated-file.ts';
import { readAppLogPage, toLogLine } from './app-log-pages.ts';
import { formatForTerminal } from './terminal-format.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const MAX_SIZE_BYTES = 10_000_000;
const MAX_FILES = 5;

/** Where lines are shown beside the file, usually standard error. `write` must not throw. */
export interface LogScreen {
  readonly isTerminal: boolean;
  readonly hasColors: boolean;
  write(text: string): void;
}

export interface AppLogOptions {
  /** HOME/logs */
  readonly directory: string;
  readonly clock: Clock;
  readonly say: (message: Message) => string;
  /** null: the file only. */
  readonly screen: LogScreen | null;
  /** MCP_ORCHESTRATOR_LOG_LEVEL; unknown words mean `info`. */
  readonly level?: string | undefined;
}

/** The application's own log: JSON lines in HOME/logs/orchestrator.log. */
export interface AppLog extends Logger {
  /** Values never to be shown: the home's token and every server's secrets. Replaces those given before. */
  setSecrets(secrets: readonly string[]): void;
  /** As `LogStore.page` and `LogStore.follow`, of this log. */
  page(options: { readonly before: string | null; readonly limit: number }): Promise<LogPage>;
  follow(listener: LogListener): () => void;
  flush(): Promise<void>;
  /** For a process that dies of an exception. */
  flushSync(): void;
  close(): Promise<void>;
}

export function parseLogLevel(text: string | undefined): LogLevel {
  const word = text?.trim().toLowerCase();
  return logLevels.find((level) => level === word) ?? 'info';
}

/** Loads pino, so only who logs pays for it. */
export async function openAppLog(options: AppLogOptions): Promise<AppLog> {
  const { pino } = await import('pino');
  const { directory, clock, screen } = options;
  const followers = createFollowers(clock);
  let redactSecrets: Redactor = createRedactor([]);
  let troubled = false;
  const file = createRotatedFile({
    directory,
    baseName: APP_LOG_BASE_NAME,
    maxSize: MAX_SIZE_BYTES,
    maxFiles: MAX_FILES,
    clock,
    lostLine: (lines) => plainLine(clock, 'warn', options.say(message('logs.lost', { lines }))),
    onTrouble(error) {
      if (troubled) return;
      troubled = true;
      const text = options.say(
        message('logs.trouble.other', { folder: directory, error: error.code ?? error.message }),
      );
      show(plainLine(clock, 'warn', text));
    },
    onWritten() {
      troubled = false;
    },
  });

  function show(line: string): void {
    if (!screen) return;
    screen.write(screen.isTerminal ? formatForTerminal(line, screen.hasColors) : `${line}\n`);
  }

  function take(raw: string): void {
    const line = redactTokenShapes(redactSecrets(raw.trimEnd()));
    file.append(line);
    show(line);
    const shown = toLogLine(line);
    if (shown) followers.publish(shown);
  }

  const log: Pino = pino(
    {
      level: parseLogLevel(options.level),
      base: null,
      messageKey: 'msg',
      timestamp: () => `,"at":"${new Date(clock.wallMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    },
    { write: take },
  );

  /** Logging never fails who logs: fields that cannot be written are left out. */
  function write(
    level: Exclude<LogLevel, 'silent'>,
    text: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): void {
    try {
      log[level](fields, text);
    } catch {
      take(plainLine(clock, level, text));
    }
  }

  return {
    debug: (text, fields) => write('debug', text, fields),
    info: (text, fields) => write('info', text, fields),
    warn: (text, fields) => write('warn', text, fields),
    error: (text, fields) => write('error', text, fields),
    setSecrets(secrets) {
      redactSecrets = createRedactor(secrets);
    },
    async page(request) {
      await file.flush();
      return readAppLogPage(directory, request);
    },
    follow: (listener) => followers.add(null, listener),
    flush: file.flush,
    flushSync: file.flushSync,
    close: file.close,
  };
}

function plainLine(clock: Clock, level: string, text: string): string {
  return JSON.stringify({ level, at: new Date(clock.wallMs()).toISOString(), msg: text });
}

/** The file itself, to be named to a person. */
export function appLogFile(directory: string): string {
  return join(directory, `${APP_LOG_BASE_NAME}.log`);
}

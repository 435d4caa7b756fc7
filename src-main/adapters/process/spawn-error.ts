import { message } from '../../../src-shared/i18n/message.ts';
import type { LaunchResult } from '../../core/ports/process.ts';

/** This computer's limits, not the server's fault: they pass. */
const HOST_LIMITS = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** What a failed start means. */
export function explainSpawnError(
  error: { readonly code?: string | undefined; readonly message: string },
  command: string,
): Extract<LaunchResult, { ok: false }> {
  const code = error.code ?? '';
  if (HOST_LIMITS.has(code)) {
    const happened = message('process.spawn.refused', { problem: message(`process.spawn.${code}`) });
    return {
      ok: false,
      kind: 'host',
      reason: 'HOST',
      cause: { happened, remedy: message('process.spawn.refused.remedy') },
    };
  }
  if (code === 'ENOENT') {
    // The precheck found the file: it went since, or the program that its first line names does not exist.
    return {
      ok: false,
      kind: 'permanent',
      reason: 'NOT_FOUND',
      cause: {
        happened: message('process.command.missing', { command }),
        remedy: message('process.command.missing.remedy'),
      },
    };
  }
  const cause =
    code === 'EACCES'
      ? {
          happened: message('process.command.not-executable', { command }),
          remedy: message('process.command.not-executable.remedy'),
        }
      : {
          happened: message('process.spawn.failed', { command, error: code === '' ? error.message : code }),
          remedy: message('process.spawn.failed.remedy'),
        };
  return { ok: false, kind: 'permanent', reason: 'CONFIG', cause };
}

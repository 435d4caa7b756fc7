import { createHash } from 'node:crypto';
import { message } from '../../../src-shared/i18n/message.ts';
import { escapeMarkup } from '../../../src-shared/model/alert-text.ts';
import type { AlertOutcome } from '../../../src-shared/schema/alert.ts';
import type { NotifyBackend } from './backend.ts';

const PROGRAM = 'notify-send';
/** A shell's: there is no such command. */
const NOT_FOUND = 127;
/** The bus is not there, or nobody on it shows notifications; in the words of D-Bus, of GDBus and of libnotify. */
const NO_SERVICE =
  /not provided by any|ServiceUnknown|NameHasNoOwner|could not connect|cannot autolaunch|cannot spawn a message bus|failed to connect to socket|connection refused|timeout was reached/i;

/**
 * Through `notify-send`, which node-notifier runs in a shell with the text quoted. What it does not quote for the
 * program behind the shell is done here: options, escapes and markup stay text. It gives no way to take one off the
 * screen again, nor to ask for the identifier to replace one by; a tag lets dunst and its kind replace by themselves,
 * elsewhere each goes after the time that the service gives it.
 */
export const notifySend: NotifyBackend = {
  name: PROGRAM,
  async load() {
    const { default: NotifySend } = await import('node-notifier/notifiers/notifysend.js');
    // Its own look for the program is remembered for ever: one that is installed meanwhile would not be found.
    const notifier = new NotifySend({ suppressOsdCheck: true } as never);
    return {
      show({ id, title, body }) {
        const { promise, resolve } = Promise.withResolvers<AlertOutcome>();
        const options = {
          title: noOption(title),
          message: noEscape(escapeMarkup(noOption(body))),
          'app-name': 'MCP Orchestrator',
          urgency: 'normal',
          hint: `string:x-dunst-stack-tag:${tagOf(id)}`,
        };
        notifier.notify(options as never, (error: unknown) => resolve(outcomeOf(error)));
        return promise;
      },
      withdraw() {},
    };
  },
};

/** What begins with a hyphen would be read as an option; the one of U+2011 looks the same. */
function noOption(text: string): string {
  return text.replace(/^-/, '\u2011');
}

/** notify-send reads the escapes of C in the body, and only there. */
function noEscape(text: string): string {
  return text.replaceAll('\\', '\\\\');
}

/** A hint's value may hold no colon, a server's name may. */
function tagOf(id: string): string {
  return `mcp-orchestrator-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function outcomeOf(error: unknown): AlertOutcome {
  // What is written to standard error without an exit code is a warning of a library: it was shown.
  if (!(error instanceof Error)) return { shown: true, why: null };
  const { code } = error as { readonly code?: unknown };
  if (code === NOT_FOUND || code === 'ENOENT') return refused('alerts.why.no-notify-send');
  // The first line is the command itself.
  const [, ...lines] = error.message.split('\n');
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (NO_SERVICE.test(said.join(' '))) return refused('alerts.why.no-service');
  return refused('alerts.why.refused', { presenter: PROGRAM, error: said.at(-1) ?? `exit code ${code}` });
}

function refused(key: string, params: Readonly<Record<string, string>> = {}): AlertOutcome {
  return { shown: false, why: message(key, params) };
}

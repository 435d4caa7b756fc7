import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { message } from '../../../src-shared/i18n/message.ts';
import type { AlertOutcome } from '../../../src-shared/schema/alert.ts';
import type { LoadedBackend, NotifyBackend } from './backend.ts';

/** These programs end when the notification is gone: without a word in this time it is on the screen. */
const SHOWN_MS = 3000;

/** `terminal-notifier`, which comes with node-notifier. */
export const terminalNotifier: NotifyBackend = {
  name: 'terminal-notifier',
  async load() {
    const { default: NotificationCenter } = await import('node-notifier/notifiers/notificationcenter.js');
    const customPath = vendored(
      'mac.noindex',
      'terminal-notifier.app',
      'Contents',
      'MacOS',
      'terminal-notifier',
    );
    const notifier = new NotificationCenter({ customPath } as never);
    return backend(customPath, notifier, {
      show: ({ id, title, body }) => ({ title, message: body, group: tagOf(id), timeout: false }),
      withdraw: (id) => ({ remove: tagOf(id) }),
    });
  },
};

/** SnoreToast, which comes with node-notifier. */
export const snoreToast: NotifyBackend = {
  name: 'SnoreToast',
  async load() {
    const { default: WindowsToaster } = await import('node-notifier/notifiers/toaster.js');
    const customPath = vendored('snoreToast', `snoretoast-x${process.arch === 'x64' ? 64 : 86}.exe`);
    const notifier = new WindowsToaster({ customPath } as never);
    return backend(customPath, notifier, {
      show: ({ id, title, body }) => ({ title, message: body, id: tagOf(id), silent: true }),
      withdraw: (id) => ({ remove: tagOf(id) }),
    });
  },
};

interface CallbackNotifier {
  notify(options: never, callback: (error: unknown) => void): unknown;
}

interface Wording {
  show(shown: Parameters<LoadedBackend['show']>[0]): object;
  withdraw(id: string): object;
}

function backend(program: string, notifier: CallbackNotifier, wording: Wording): LoadedBackend {
  return {
    show(shown) {
      if (!existsSync(program)) {
        const why = message('alerts.why.no-program', { file: program });
        return Promise.resolve({ shown: false, why });
      }
      const { promise, resolve } = Promise.withResolvers<AlertOutcome>();
      const timer = setTimeout(() => resolve({ shown: true, why: null }), SHOWN_MS);
      timer.unref();
      notifier.notify(wording.show(shown) as never, (error) => {
        clearTimeout(timer);
        resolve(error instanceof Error ? refusedBy(program, error) : { shown: true, why: null });
      });
      return promise;
    },
    withdraw(id) {
      // One that is gone already is what was wanted.
      if (existsSync(program)) notifier.notify(wording.withdraw(id) as never, () => undefined);
    },
  };
}

function refusedBy(presenter: string, error: Error): AlertOutcome {
  return { shown: false, why: message('alerts.why.refused', { presenter, error: error.message }) };
}

/** Bundled code lies elsewhere than the package, whose programs cannot be bundled: they are looked up where it is. */
function vendored(...parts: readonly string[]): string {
  try {
    const file = createRequire(import.meta.url).resolve('node-notifier/package.json');
    return outsideArchive(join(dirname(file), 'vendor', ...parts));
  } catch {
    return join('node-notifier', 'vendor', ...parts); // not installed: what is told names it
  }
}

/** The packed application has its files in one archive, and beside it those that the system starts (docs/tutorial/asar-archives.md). */
export function outsideArchive(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
}

/** Windows takes sixteen characters, and neither takes every name. */
function tagOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}

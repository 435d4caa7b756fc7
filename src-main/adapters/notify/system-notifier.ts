import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { alertText } from '../../../src-shared/model/alert-text.ts';
import type { Notifier } from '../../core/ports/notifier.ts';
import type { LoadedBackend, NotifyBackend } from './backend.ts';
import { snoreToast, terminalNotifier } from './bundled-program.ts';
import { notifySend } from './notify-send.ts';

/** The system's notifications for a host without windows. Nothing is loaded or run before the first is shown. */
export function createSystemNotifier(options: {
  readonly platform: string;
  readonly say: (text: Message) => string;
}): Notifier {
  const { platform, say } = options;
  const { name, load } = backendOf(platform);
  let loaded: Promise<LoadedBackend> | null = null;
  return {
    name,
    async show(alert) {
      try {
        loaded ??= load();
        return await (await loaded).show({ id: alert.id, ...alertText(alert, say) });
      } catch (error) {
        return {
          shown: false,
          why: message('alerts.why.refused', { presenter: name, error: String(error) }),
        };
      }
    },
    withdraw(id) {
      // What was never shown needs no taking off; a failure to do so has no one to be told.
      void loaded?.then((backend) => backend.withdraw(id)).catch(() => undefined);
    },
  };
}

function backendOf(platform: string): NotifyBackend {
  if (platform === 'darwin') return terminalNotifier;
  return platform === 'win32' ? snoreToast : notifySend;
}

import { RuntimeError } from '../../../runtime/options.ts';
import type { ElectronApi } from '../electron-api.ts';
import type { Words } from '../words.ts';
import type { OrchestratorLink } from './link.ts';
import { type LinkOptions, openLink } from './open-link.ts';

export interface AskingOptions extends LinkOptions {
  readonly electron: Pick<ElectronApi, 'dialog'>;
  readonly words: Words;
  /** The person gave up. */
  readonly quit: () => void;
  /** The application leaves: nobody is asked any more. */
  readonly signal: AbortSignal;
}

/**
 * An orchestrator, tried again as often as the person wants: what stands in its way (a home that cannot be written, a full
 * disk) may be mended meanwhile. Rejects when the application leaves before there is one.
 */
export async function openLinkAsking(options: AskingOptions): Promise<OrchestratorLink> {
  const { signal, log } = options;
  for (;;) {
    try {
      return await openLink(options);
    } catch (error) {
      signal.throwIfAborted();
      const detail = error instanceof RuntimeError ? error.message : String(error);
      log(`the orchestrator could not begin: ${error instanceof Error ? (error.stack ?? detail) : detail}`);
      if (!(await wantsAnotherTry(options, detail))) options.quit();
      signal.throwIfAborted();
    }
  }
}

async function wantsAnotherTry({ electron, words, signal }: AskingOptions, detail: string): Promise<boolean> {
  const left = Promise.withResolvers<{ readonly response: number }>();
  const leave = () => left.resolve({ response: 1 });
  signal.addEventListener('abort', leave, { once: true });
  const asked = electron.dialog.showMessageBox({
    type: 'error',
    title: words.say('application.name'),
    message: words.say('application.cannot-begin'),
    detail,
    buttons: [words.say('application.try-again'), words.say('application.quit')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  const { response } = await Promise.race([asked, left.promise]);
  signal.removeEventListener('abort', leave);
  return response === 0;
}

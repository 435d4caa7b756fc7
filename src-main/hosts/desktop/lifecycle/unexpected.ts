import type { ElectronApi } from '../electron-api.ts';

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * What nobody caught goes to the log. Electron would show it in a box that holds the whole process until somebody presses
 * a button (lib/browser/init.ts), and with it whatever watches the servers.
 */
export function watchUnexpected(options: {
  readonly process: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly log: (text: string) => void;
}): { close(): void } {
  const tell = (error: unknown) => options.log(`not expected: ${detailOf(error)}`);
  for (const event of EVENTS) options.process.on(event, tell);
  return {
    close() {
      for (const event of EVENTS) options.process.off(event, tell);
    },
  };
}

/** An application that cannot begin says so and leaves: it has no window, and would be in the way of the next one. */
export async function leaveWhereItFails(
  { app, dialog }: Pick<ElectronApi, 'app' | 'dialog'>,
  begun: Promise<unknown>,
): Promise<void> {
  try {
    await begun;
  } catch (error) {
    dialog.showErrorBox('MCP Orchestrator', detailOf(error));
    app.exit(1);
  }
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

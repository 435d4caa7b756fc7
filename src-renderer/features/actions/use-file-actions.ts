import type { ConfigChange } from '../../../src-shared/contract/configuration.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { plainText, say } from '../../ui/words.ts';

/** What is done to its entry in the file, and to the server at once with it. */
export function useFileActions(name: string): {
  readonly setEnabled: (enabled: boolean) => void;
  /** It can be undone; `onRemoved` where the page has to go somewhere else. */
  readonly remove: (onRemoved?: () => void) => void;
} {
  const dashboard = useDashboard();
  const change = async (edit: ConfigChange) => {
    const { configuration } = dashboard.client();
    const { revision } = await configuration.read();
    return configuration.change({ revision, changes: [edit] });
  };
  return {
    setEnabled: (enabled) => {
      change({ kind: 'set-enabled', name, enabled }).catch(dashboard.refuse);
    },
    remove: (onRemoved) => {
      change({ kind: 'remove-server', name }).then(({ undo }) => {
        dashboard.offerUndo({
          text: say('server.removed', { name: plainText(name) }),
          undo: async () => void (await dashboard.client().configuration.undo({ undo })),
        });
        onRemoved?.();
      }, dashboard.refuse);
    },
  };
}

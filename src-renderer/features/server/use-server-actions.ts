import { useLocation } from 'wouter';
import type { ConfigChange } from '../../../src-shared/contract/configuration.ts';
import { paths } from '../../routes.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { say } from '../../ui/words.ts';

/** What is done to its entry in the file, and to the server at once with it. */
export function useFileActions(name: string): {
  readonly setEnabled: (enabled: boolean) => void;
  readonly remove: () => void;
} {
  const dashboard = useDashboard();
  const [, navigate] = useLocation();
  const change = async (edit: ConfigChange) => {
    const { configuration } = dashboard.client();
    const { revision } = await configuration.read();
    return configuration.change({ revision, changes: [edit] });
  };
  return {
    setEnabled: (enabled) => {
      change({ kind: 'set-enabled', name, enabled }).catch(dashboard.refuse);
    },
    remove: () => {
      change({ kind: 'remove-server', name }).then(({ undo }) => {
        dashboard.offerUndo({
          text: say('server.removed', { name }),
          undo: async () => void (await dashboard.client().configuration.undo({ undo })),
        });
        navigate(paths.servers());
      }, dashboard.refuse);
    },
  };
}

import { useAlerts, useDashboard, useLive } from '../../state/dashboard.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { say } from '../../ui/words.ts';

/** Whether anything is told of the server outside the page; until that is known, it cannot be changed. */
export function useMuteItem(name: string): MenuItem {
  const { alerts } = useDashboard();
  const live = useLive();
  const state = useAlerts();
  const muted = state?.settings.muted.includes(name) ?? false;
  return {
    label: say(muted ? 'page.do.unmute' : 'page.do.mute'),
    icon: muted ? 'bell' : 'bell-off',
    disabled: !live || state === null,
    onSelect: () => void alerts.mute(name, !muted),
  };
}

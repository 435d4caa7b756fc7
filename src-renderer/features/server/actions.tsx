import { Link, useLocation } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { PAUSE_MS } from '../../state/operations.ts';
import { isOff, isStopped, isUp } from '../../state/standing.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { useFileActions } from '../actions/use-file-actions.ts';
import { useMuteItem } from '../overview/mute-item.ts';

/** Always in this order, so that the hand finds them: what does not apply stays in its place, disabled. */
export function ServerActions({ server }: { readonly server: ServerStatus }) {
  const { name, enabled } = server;
  const target = [name];
  return (
    <div className="actions">
      {isOff(server) ? (
        <ActionButton verb="start" target={target} label={say('page.do.start')} disabled={!enabled} />
      ) : (
        <ActionButton verb="restart" target={target} label={say('page.do.restart')} disabled={!enabled} />
      )}
      <ActionButton verb="stop" target={target} label={say('page.do.stop')} disabled={isStopped(server)} />
      <span className="server-check">
        <ActionButton verb="check" target={target} label={say('page.do.check')} disabled={!isUp(server)} />
      </span>
      <Link className="btn" href={paths.edit(name)}>
        <Icon name="edit" />
        {say('page.do.edit')}
      </Link>
      <More server={server} />
    </div>
  );
}

function More({ server }: { readonly server: ServerStatus }) {
  const { name, enabled, pausedUntil } = server;
  const dashboard = useDashboard();
  const live = useLive();
  const [, navigate] = useLocation();
  const { setEnabled, remove } = useFileActions(name);
  const mute = useMuteItem(name);
  const act = (verb: 'pause' | 'resume' | 'reset' | 'check') => () =>
    void dashboard.act(verb, [name], verb === 'pause' ? { forMs: PAUSE_MS } : {});
  return (
    <Menu
      className="btn only"
      label={say('page.do.more', { name })}
      items={[
        pausedUntil === null
          ? {
              label: say('server.do.pause'),
              icon: 'pause',
              keys: 'P',
              disabled: !live || !enabled,
              onSelect: act('pause'),
            }
          : {
              label: say('page.do.resume'),
              icon: 'start',
              keys: 'P',
              disabled: !live,
              onSelect: act('resume'),
            },
        {
          label: say('page.do.reset'),
          icon: 'undo',
          disabled: !live || !enabled,
          onSelect: act('reset'),
        },
        mute,
        null,
        {
          label: say('server.do.duplicate'),
          icon: 'copy',
          onSelect: () => navigate(`${paths.add()}?from=${encodeURIComponent(name)}`),
        },
        enabled
          ? {
              label: say('server.do.disable'),
              icon: 'stop',
              disabled: !live,
              onSelect: () => setEnabled(false),
            }
          : {
              label: say('server.do.enable'),
              icon: 'start',
              disabled: !live,
              onSelect: () => setEnabled(true),
            },
        {
          label: say('server.do.remove'),
          icon: 'close',
          disabled: !live,
          onSelect: () => remove(() => navigate(paths.servers())),
        },
      ]}
    />
  );
}

import { memo } from 'react';
import { paths } from '../../routes.ts';
import { useDashboard, useLive, useServer } from '../../state/dashboard.ts';
import { PAUSE_MS } from '../../state/operations.ts';
import { selection, useSelection } from '../../state/selection.ts';
import { isDown, isOff, isStopped } from '../../state/standing.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { say } from '../../ui/words.ts';
import { useFileActions } from '../actions/use-file-actions.ts';
import { LazyMenu, Menu } from './lazy-menu.tsx';
import { useMuteItem } from './mute-item.ts';

/** Everything one can do with a server. */
export const ServerMenu = memo(function ServerMenu({ name }: { readonly name: string }) {
  const label = say('page.do.more', { name });
  return <LazyMenu label={label}>{() => <Open name={name} label={label} />}</LazyMenu>;
});

function Open({ name, label }: { readonly name: string; readonly label: string }) {
  const dashboard = useDashboard();
  const live = useLive();
  const server = useServer(name);
  const mute = useMuteItem(name);
  const { setEnabled, remove } = useFileActions(name);
  const marked = useSelection(({ selected }) => selected.has(name));
  if (server === null) return null;
  const { enabled, pausedUntil, restartCount, maxRestarts } = server;
  const off = !live || !enabled;
  const act = (verb: Parameters<typeof dashboard.act>[0], forMs?: number) => () =>
    void dashboard.act(verb, [name], forMs === undefined ? {} : { forMs });
  const items: (MenuItem | null)[] = [
    isOff(server)
      ? { label: say('page.do.start'), icon: 'start', onSelect: act('start'), disabled: off, keys: 'S' }
      : {
          label: say('page.do.restart'),
          icon: 'restart',
          onSelect: act('restart'),
          disabled: off,
          keys: 'R',
        },
    ...(isStopped(server)
      ? []
      : ([
          { label: say('page.do.stop'), icon: 'stop', onSelect: act('stop'), disabled: off, keys: 'S' },
        ] satisfies MenuItem[])),
    ...(isDown(server)
      ? []
      : ([
          { label: say('page.do.check'), icon: 'check', onSelect: act('check'), disabled: off, keys: 'C' },
          pausedUntil === null
            ? {
                label: say('overview.do.pause-30'),
                icon: 'pause',
                onSelect: act('pause', PAUSE_MS),
                disabled: off,
                keys: 'P',
              }
            : {
                label: say('page.do.resume'),
                icon: 'start',
                onSelect: act('resume'),
                disabled: off,
                keys: 'P',
              },
        ] satisfies MenuItem[])),
    ...(maxRestarts > 0 && restartCount > 0
      ? ([
          { label: say('page.do.reset'), icon: 'undo', onSelect: act('reset'), disabled: off },
        ] satisfies MenuItem[])
      : []),
    null,
    { label: say('overview.do.open'), icon: 'right', href: paths.server(name) },
    { label: say('page.do.log'), icon: 'log', href: paths.server(name, 'log'), keys: 'L' },
    { label: say('shell.tools'), icon: 'tool', href: paths.server(name, 'tools') },
    {
      label: say(marked ? 'overview.do.unmark' : 'overview.do.mark'),
      icon: 'tick',
      onSelect: () => selection.toggle(name),
      keys: 'X',
    },
    mute,
    null,
    { label: say('page.do.edit'), icon: 'edit', href: paths.edit(name), keys: 'E' },
    {
      label: say('overview.do.duplicate'),
      icon: 'copy',
      href: `${paths.add()}?from=${encodeURIComponent(name)}`,
    },
    {
      label: say(enabled ? 'overview.do.disable' : 'overview.do.enable'),
      icon: enabled ? 'pause' : 'start',
      disabled: !live,
      onSelect: () => setEnabled(!enabled),
    },
    { label: say('overview.do.remove'), icon: 'close', disabled: !live, onSelect: () => remove() },
  ];
  return <Menu label={label} items={items} opened />;
}

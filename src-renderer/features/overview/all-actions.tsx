import { lazy, Suspense, useState } from 'react';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import type { Shape } from '../../state/shapes.ts';
import { Icon } from '../../ui/icon.tsx';
import type { MenuItem } from '../../ui/menu.tsx';
import { say } from '../../ui/words.ts';
import { StopQuestion } from './stop-question.tsx';

const Menu = lazy(() => import('../../ui/menu.tsx').then(({ Menu: kit }) => ({ default: kit })));

/** For all servers. Stopping them asks first. */
export function AllActions({ servers }: { readonly servers: readonly Shape[] }) {
  const [opened, setOpened] = useState(false);
  const [asking, setAsking] = useState(false);
  const dashboard = useDashboard();
  const live = useLive();
  const label = say('overview.all-actions');
  const enabled = servers.filter((server) => server.enabled);
  const up = enabled.filter(isUp).length;
  const item = (verb: 'check' | 'start' | 'restart', disabled: boolean): MenuItem => ({
    label: say(`page.do.${verb}-all`),
    icon: verb,
    onSelect: () => void dashboard.act(verb, 'all'),
    disabled: !live || disabled,
  });
  const stop: MenuItem = {
    label: say('overview.do.stop-all-ask'),
    icon: 'stop',
    onSelect: () => setAsking(true),
    disabled: !live || up === 0,
  };
  const closed = (
    <button
      type="button"
      className="btn only quiet"
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      onClick={() => setOpened(true)}
    >
      <Icon name="more" />
    </button>
  );
  return (
    <>
      {opened ? (
        <Suspense fallback={closed}>
          <Menu
            label={label}
            opened
            items={[
              item('check', up === 0),
              item('start', !enabled.some(({ state }) => state === 'STOPPED')),
              item('restart', up === 0),
              stop,
            ]}
          />
        </Suspense>
      ) : (
        closed
      )}
      {asking ? (
        <StopQuestion
          all
          count={up}
          onStop={() => {
            setAsking(false);
            void dashboard.act('stop', 'all');
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

/** Has a process, or is on the way to one. */
export function isUp({ state }: Pick<Shape, 'state'>): boolean {
  return state !== 'STOPPED' && state !== 'CRASHED';
}

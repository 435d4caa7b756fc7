import { useState } from 'react';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import type { Shape } from '../../state/shapes.ts';
import { isDown } from '../../state/standing.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { say } from '../../ui/words.ts';
import { LazyMenu, Menu } from './lazy-menu.tsx';
import { StopQuestion } from './stop-question.tsx';

/** For all servers. Stopping them asks first. */
export function AllActions({ servers }: { readonly servers: readonly Shape[] }) {
  const [asking, setAsking] = useState(false);
  const dashboard = useDashboard();
  const live = useLive();
  const label = say('overview.all-actions');
  const enabled = servers.filter((server) => server.enabled);
  const up = enabled.filter((server) => !isDown(server)).length;
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
  return (
    <>
      <LazyMenu label={label}>
        {() => (
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
        )}
      </LazyMenu>
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

import { useEffect } from 'react';
import type { Route } from '../../routes.ts';
import { useDashboard, useDesktop, useLive } from '../../state/dashboard.ts';
import { type Shape, useShapes } from '../../state/shapes.ts';

/** Tells the application that the person looks at what is not well, so that its badge need not call any more. */
export function Seen({ route }: { readonly route: Route }): null {
  const { desktop } = useDashboard();
  const live = useLive();
  const asked = useDesktop() !== null && live;
  const servers = useShapes();
  const shown = asked ? troubleOn(route, servers).join('\n') : '';
  useEffect(() => {
    if (shown === '') return;
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus())
        void desktop.ask((client) => client.seen());
    };
    look();
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [desktop, shown]);
  return null;
}

/** Servers that need the person and are told of on this view. */
export function troubleOn(
  route: Route,
  servers: readonly Pick<Shape, 'name' | 'state' | 'enabled'>[],
): readonly string[] {
  const here =
    route.view === 'servers'
      ? servers
      : route.view === 'server'
        ? servers.filter(({ name }) => name === route.name)
        : [];
  return here
    .filter(({ state, enabled }) => enabled && (state === 'CRASHED' || state === 'UNHEALTHY'))
    .map(({ name, state }) => `${name} ${state}`);
}

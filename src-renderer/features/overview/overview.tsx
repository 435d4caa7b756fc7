import { useDashboardState, useInstance, useServers } from '../../state/dashboard.ts';
import { Board } from '../board/board.tsx';
import { Servers } from './servers.tsx';

/** Is everything running, and if not: why, and what does one do. */
export function Overview() {
  const servers = useServers();
  const instance = useInstance();
  const connection = useDashboardState((state) => state.connection);
  if (instance === null) return null;
  return (
    <>
      <Board servers={servers} instance={instance} connection={connection} />
      <Servers servers={servers} file={instance.config} />
    </>
  );
}

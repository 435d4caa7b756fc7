import { lazy, Suspense } from 'react';
import { useInstance } from '../../state/dashboard.ts';
import { useShapes } from '../../state/shapes.ts';
import { Board } from '../board/board.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { Servers } from './servers.tsx';

const FirstRun = lazy(() =>
  import('../edit/first-run.tsx').then(({ FirstRun: view }) => ({ default: view })),
);

/** Is everything running, and if not: why, and what does one do. */
export function Overview() {
  const servers = useShapes();
  const known = useInstance() !== null;
  if (!known) return null;
  if (servers.length === 0)
    return (
      <Suspense fallback={<Skeleton />}>
        <FirstRun />
      </Suspense>
    );
  return (
    <>
      <Board servers={servers} />
      <Servers servers={servers} />
    </>
  );
}

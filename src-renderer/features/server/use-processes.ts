import { useEffect, useRef, useState } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import type { ProcessView } from './process-tree.ts';

const EVERY_MS = 3000;

export interface SeenProcesses {
  readonly at: number;
  readonly processes: readonly ProcessView[];
}

/** Its processes while one looks at them, and after their end those that were seen last. null: none seen yet. */
export function useProcesses(server: ServerStatus): SeenProcesses | null {
  const { name, pid } = server;
  const dashboard = useDashboard();
  const live = useLive();
  const [seen, setSeen] = useState<SeenProcesses | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (!live || pid === null) return;
    let left = false;
    const look = async () => {
      // A hidden page looks at nothing; an answer that takes longer than a turn is waited for.
      if (asking.current || document.visibilityState === 'hidden') return;
      asking.current = true;
      try {
        const { processes } = await dashboard.client().servers.processes({ name });
        if (!left && processes.length > 0) setSeen({ at: Date.now(), processes });
      } catch {
        // The banner tells that nothing answers; what was seen stays, with its time.
      } finally {
        asking.current = false;
      }
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [dashboard, live, name, pid]);
  return seen;
}

import { useEffect, useRef, useState } from 'react';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { download } from '../../ui/download.ts';
import { Icon } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';
import { readAllEvents, toCsv } from './export.ts';
import { useActivityFilter } from './filter.ts';

const KINDS = ['JSON', 'CSV'] as const;

/** All that the filter matches, not only what is shown. */
export function ExportButtons() {
  const dashboard = useDashboard();
  const live = useLive();
  const [filter] = useActivityFilter();
  const [running, setRunning] = useState<{ readonly kind: string; readonly count: number } | null>(null);
  const ending = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    ending.current = controller;
    return () => controller.abort();
  }, []);

  const run = async (kind: (typeof KINDS)[number]) => {
    const { signal } = ending.current;
    setRunning({ kind, count: 0 });
    try {
      const events = await readAllEvents(dashboard.client().events.list, filter, {
        signal,
        onProgress: (count) => signal.aborted || setRunning({ kind, count }),
      });
      if (signal.aborted) return;
      const name = `events-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
      if (kind === 'CSV') download(`${name}.csv`, 'text/csv', toCsv(events));
      else download(`${name}.json`, 'application/json', `${JSON.stringify(events, null, 2)}\n`);
    } catch (error) {
      if (!signal.aborted) dashboard.refuse(error);
    } finally {
      if (!signal.aborted) setRunning(null);
    }
  };

  return (
    <div className="row push">
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className="btn"
          aria-label={say('activity.export', { kind })}
          title={say('activity.export', { kind })}
          disabled={!live || running !== null}
          onClick={() => void run(kind)}
        >
          <Icon name="download" />
          {running?.kind === kind ? say('activity.export.running', { count: running.count }) : kind}
        </button>
      ))}
    </div>
  );
}

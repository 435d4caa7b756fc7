import { Board } from './features/board/board.tsx';
import { LogDialog } from './features/log/log-dialog.tsx';
import { Announcer } from './features/notices/announcer.tsx';
import { Banners } from './features/notices/banners.tsx';
import { Servers } from './features/servers/servers.tsx';
import { useDashboard, useDashboardState } from './state/dashboard.ts';
import { Logo } from './ui/sign.tsx';
import { say } from './ui/words.ts';

export function App() {
  const dashboard = useDashboard();
  const connection = useDashboardState((state) => state.connection);
  const report = useDashboardState((state) => state.feed.report);
  const log = useDashboardState((state) => state.log);
  return (
    <>
      <header className="bar">
        <span className="brand">
          <Logo />
          <span>{say('page.title')}</span>
        </span>
        <div className="bar-end">
          <span className={`live ${connection.kind}`}>
            <svg className="pulse" viewBox="0 0 24 12" aria-hidden="true">
              <path d={connection.kind === 'live' ? 'M1 6h6l2-4 3 8 3-6 1.5 2H23' : 'M1 6h22'} />
            </svg>
            {say(`page.${connection.kind}`)}
          </span>
        </div>
      </header>
      <Banners instance={report?.instance ?? null} connection={connection} />
      {report === null ? (
        <Skeleton />
      ) : (
        <main className={connection.kind === 'lost' ? 'stale' : ''}>
          <Board servers={report.servers} instance={report.instance} connection={connection} />
          <Servers servers={report.servers} file={report.instance.config} />
          <Announcer servers={report.servers} />
        </main>
      )}
      {log === null ? null : <LogDialog key={log} server={log} onClose={() => dashboard.openLog(null)} />}
    </>
  );
}

/** Before the first word from the orchestrator: nothing is known, so nothing is claimed. */
function Skeleton() {
  return (
    <main aria-busy="true">
      <section className="board" aria-label={say('page.connecting')}>
        <div className="wrap skeleton">
          <i />
          <i />
          <i />
        </div>
      </section>
    </main>
  );
}

import './theme/tokens.css';
import './theme/base.css';
import './theme/board.css';
import './theme/cards.css';
import './theme/notices.css';
import './theme/log.css';
import './theme/narrow.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createConnection } from './connection/connection.ts';
import { openRpcSocket } from './connection/rpc-socket.ts';
import { createDashboard, DashboardContext } from './state/dashboard.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const dashboard = createDashboard((listeners) =>
  createConnection({ open: openRpcSocket, now: () => Date.now(), ...listeners }),
);
dashboard.connection.begin();
// Timers of a hidden page are throttled, and a computer that wakes up has a network again: no reason to wait longer.
addEventListener('online', () => dashboard.connection.tryNow());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') dashboard.connection.tryNow();
});
createRoot(root).render(
  <DashboardContext value={dashboard}>
    <App />
  </DashboardContext>,
);

import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/frame.css';
import './theme/controls.css';
import './theme/board.css';
import './theme/cards.css';
import './theme/table.css';
import './theme/notices.css';
import './theme/narrow.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createConnection } from './connection/connection.ts';
import { pickLink } from './connection/pick-link.ts';
import { listenForShortcuts } from './features/shell/shortcuts.ts';
import { createDashboard, DashboardContext } from './state/dashboard.ts';
import { shareLook } from './state/desktop-look.ts';
import { applyLook, preferences } from './state/preferences.ts';
import { languageFor, learnLaterWords, speak } from './ui/language.ts';
import { say } from './ui/words.ts';

async function main(): Promise<void> {
  const place = document.getElementById('root');
  if (place === null) throw new Error('the page has no root');
  applyLook(document.documentElement, preferences.get());
  const [link] = await Promise.all([
    pickLink(),
    speak(languageFor(preferences.get().language, navigator.languages)),
  ]);

  const dashboard = createDashboard(
    (listeners) => createConnection({ link, now: () => Date.now(), ...listeners }),
    { notConnected: () => say('shell.not-connected') },
  );
  dashboard.connection.begin();
  // The application's own notices may come over any view; without their words there is still a page.
  if (link.kind === 'window') await learnLaterWords().catch(() => undefined);
  // Timers of a hidden page are throttled, and a computer that wakes up has a network again: no reason to wait longer.
  addEventListener('online', () => dashboard.connection.tryNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    dashboard.catchUp();
    dashboard.connection.tryNow();
  });
  listenForShortcuts(document);
  preferences.followOthers();

  const root = createRoot(place);
  const draw = (language: string) =>
    root.render(
      <StrictMode>
        <DashboardContext value={dashboard} key={language}>
          <App />
        </DashboardContext>
      </StrictMode>,
    );
  let spoken = preferences.get().language;
  draw(spoken);
  preferences.subscribe((now) => {
    applyLook(document.documentElement, now);
    if (now.language === spoken) return;
    spoken = now.language;
    void speak(languageFor(spoken, navigator.languages)).then(() => draw(spoken));
  });
  if (link.kind === 'window') shareLook(dashboard.desktop, preferences);
}

void main();

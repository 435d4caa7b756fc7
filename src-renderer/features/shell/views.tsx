import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Link } from 'wouter';
import { paths, type Route } from '../../routes.ts';
import { useDashboardState } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { withLaterWords } from '../../ui/language.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { whenIdle } from '../../ui/when-idle.ts';
import { say } from '../../ui/words.ts';
import { Overview } from '../overview/overview.tsx';
import { Skeleton } from './skeleton.tsx';

// The overview is in the first load; the rest comes when it is opened, or while nothing else happens.
const loadServer = () => import('../server/server-page.tsx');
const loadTools = () => import('../tools/tools-page.tsx');
const loadActivity = () => import('../activity/activity-page.tsx');
const loadSettings = () => withLaterWords(import('../settings/settings-page.tsx'));
const loadEdit = () => import('../edit/edit-page.tsx');
const ServerPage = lazy(() => loadServer().then(({ ServerPage: view }) => ({ default: view })));
const ToolsPage = lazy(() => loadTools().then(({ ToolsPage: view }) => ({ default: view })));
const ActivityPage = lazy(() => loadActivity().then(({ ActivityPage: view }) => ({ default: view })));
const SettingsPage = lazy(() => loadSettings().then(({ SettingsPage: view }) => ({ default: view })));
const EditPage = lazy(() => loadEdit().then(({ EditPage: view }) => ({ default: view })));
const FilePage = lazy(() => loadEdit().then(({ FilePage: view }) => ({ default: view })));
const AddPage = lazy(() => loadEdit().then(({ AddPage: view }) => ({ default: view })));

export function Views({ route }: { readonly route: Route }) {
  const known = useDashboardState((state) => state.feed.report !== null);
  useEffect(() => {
    if (!known) return;
    const loads = [loadServer, loadTools, loadActivity, loadEdit, loadSettings];
    return whenIdle(() => {
      for (const load of loads) load().catch(() => undefined); // asked for again when it is opened
    });
  }, [known]);
  if (!known) return <Skeleton />;
  return <Suspense fallback={<Skeleton />}>{viewOf(route)}</Suspense>;
}

function viewOf(route: Route): ReactNode {
  switch (route.view) {
    case 'servers':
      return <Overview />;
    case 'server':
      return <ServerPage key={route.name} name={route.name} tab={route.tab} />;
    case 'tools':
      return <ToolsPage kind={route.kind} server={route.server} item={route.item} />;
    case 'activity':
      return <ActivityPage tab={route.tab} />;
    case 'settings':
      return <SettingsPage />;
    case 'add':
      return <AddPage />;
    case 'edit':
      return <EditPage key={route.name} name={route.name} />;
    case 'file':
      return <FilePage />;
    case 'unknown':
      return <Unknown path={route.path} />;
  }
}

function Unknown({ path }: { readonly path: string }) {
  usePageTitle(say('shell.servers'));
  return (
    <div className="wrap nothing">
      <h1>
        <CodeText text={say('shell.unknown', { path })} />
      </h1>
      <Link className="btn" href={paths.servers()}>
        {say('shell.unknown.todo')}
      </Link>
    </div>
  );
}

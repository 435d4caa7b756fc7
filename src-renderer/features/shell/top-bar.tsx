import { Link } from 'wouter';
import { aggregateHealth } from '../../../src-shared/model/aggregate-health.ts';
import { paths, type Route } from '../../routes.ts';
import { useDashboardState } from '../../state/dashboard.ts';
import { useNow } from '../../state/now.ts';
import { useShapes } from '../../state/shapes.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Logo, Sign } from '../../ui/sign.tsx';
import { say, wait } from '../../ui/words.ts';

const VIEWS = [
  {
    key: 'servers',
    icon: 'servers',
    href: paths.servers(),
    views: ['servers', 'server', 'edit', 'add', 'file'],
  },
  { key: 'tools', icon: 'tool', href: paths.tools(), views: ['tools'] },
  { key: 'activity', icon: 'clock', href: paths.activity(), views: ['activity'] },
  { key: 'settings', icon: 'settings', href: paths.settings(), views: ['settings'] },
] as const satisfies readonly {
  readonly key: string;
  readonly icon: IconName;
  readonly href: string;
  readonly views: readonly Route['view'][];
}[];

/** Where one is, where one can go, and whether what one sees is true. */
export function TopBar({ route, onFind }: { readonly route: Route; readonly onFind: () => void }) {
  const connection = useDashboardState((state) => state.connection);
  return (
    <header className="bar">
      <a className="skip" href="#content">
        {say('shell.skip')}
      </a>
      <Link className="brand" href={paths.servers()} aria-label={say('page.title')}>
        <Logo />
        <span>{say('page.title')}</span>
      </Link>
      <nav className="nav" aria-label={say('shell.views')}>
        {VIEWS.map(({ key, icon, href, views }) => {
          const here = (views as readonly string[]).includes(route.view);
          return (
            <Link key={key} href={href} {...(here ? { 'aria-current': 'page' as const } : {})}>
              <Icon name={icon} />
              {say(`shell.${key}`)}
            </Link>
          );
        })}
      </nav>
      <div className="bar-end">
        <SmallVerdict />
        <button type="button" className="seek" title={say('shell.find.long')} onClick={onFind}>
          <Icon name="search" />
          <span>{say('shell.find')}</span>
          <kbd>{FIND_KEYS}</kbd>
        </button>
        <span className={`live ${connection.kind}`}>
          <svg className="pulse" viewBox="0 0 24 12" aria-hidden="true">
            <path d={connection.kind === 'live' ? 'M1 6h6l2-4 3 8 3-6 1.5 2H23' : 'M1 6h22'} />
          </svg>
          <span className="text">
            {connection.kind === 'stale' ? (
              <Silence since={connection.since} />
            ) : (
              say(`page.${connection.kind}`)
            )}
          </span>
        </span>
        <Link className="btn add" href={paths.add()} aria-label={say('shell.add')}>
          <Icon name="plus" />
          <span>{say('shell.add')}</span>
        </Link>
      </div>
    </header>
  );
}

const FIND_KEYS = /mac/i.test(navigator.platform) ? '⌘ K' : 'Ctrl K';

/** How many need the person, wherever the verdict is out of sight. */
function SmallVerdict() {
  const servers = useShapes();
  const lost = useDashboardState((state) => state.connection.kind === 'lost');
  const { needYou, level } = aggregateHealth(servers);
  if (lost || needYou === 0) return null;
  return (
    <Link className={`verdict-small ${level === 'failed' ? 'crashed' : 'unhealthy'}`} href={paths.servers()}>
      <Sign kind={level === 'failed' ? 'crashed' : 'unhealthy'} />
      {say('shell.need-you', { count: needYou })}
    </Link>
  );
}

/** How long nothing was heard. */
function Silence({ since }: { readonly since: number }) {
  const now = useNow();
  return say('shell.silent', { time: wait(Math.max(0, now - since)) });
}

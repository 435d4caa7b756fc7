import { useLayoutEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths, type ServerTab, serverTabs } from '../../routes.ts';
import { isUp } from '../../state/standing.ts';
import { say } from '../../ui/words.ts';
import { isReturning } from '../shell/scroll-memory.ts';
import { useAnswer } from './use-answer.ts';
import type { ServerEvents } from './use-events.ts';

/** The parts of the page, each with an address of its own, and how much is in it where that is known. */
export function Tabs(props: {
  readonly server: ServerStatus;
  readonly tab: ServerTab;
  readonly events: ServerEvents;
}) {
  const { server, tab, events } = props;
  const offered = useOffered(server);
  const strip = useRef<HTMLElement>(null);
  useInSight(strip, tab);
  const counts: Readonly<Partial<Record<ServerTab, string | null>>> = {
    events: events.loading ? null : say('server.count', { count: events.count, more: events.more ? 1 : 0 }),
    tools: server.tools === null ? null : String(server.tools),
    resources: offered.resources === null ? null : String(offered.resources),
    prompts: offered.prompts === null ? null : String(offered.prompts),
  };
  return (
    <nav ref={strip} className="tabs" aria-label={say('server.tabs')}>
      {serverTabs.map((each) => {
        const count = counts[each] ?? null;
        return (
          <Link
            key={each}
            href={paths.server(server.name, each)}
            {...(each === tab ? { 'aria-current': 'page' as const } : {})}
          >
            {say(`server.tab.${each}`)}
            {count === null ? null : (
              <>
                {' '}
                <span className="n num">{count}</span>
              </>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

/** Another part begins at its top: who was led to it from far down the one before would land in its middle. */
function useInSight(strip: React.RefObject<HTMLElement | null>, tab: ServerTab): void {
  const shown = useRef(tab);
  useLayoutEffect(() => {
    const element = strip.current;
    if (element === null || shown.current === tab) return;
    shown.current = tab;
    const hidden =
      element.getBoundingClientRect().top < Number.parseFloat(getComputedStyle(element).scrollMarginTop);
    if (hidden && !isReturning()) element.scrollIntoView({ block: 'start' });
  }, [strip, tab]);
}

/** Asked once for each run of it; one that offers none of it says so, and then nothing is counted. */
function useOffered(server: ServerStatus): {
  readonly resources: number | null;
  readonly prompts: number | null;
} {
  const { name, startedAt } = server;
  const key = isUp(server) ? `${name} ${startedAt}` : null;
  const resources = useAnswer(key, ({ servers }) => servers.resources({ name }));
  const prompts = useAnswer(key, ({ servers }) => servers.prompts({ name }));
  const { value } = resources;
  return {
    resources: value === null ? null : value.resources.length + value.templates.length,
    prompts: prompts.value?.prompts.length ?? null,
  };
}

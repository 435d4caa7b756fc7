import { useState } from 'react';
import { useDashboard } from '../../state/dashboard.ts';
import { PAUSE_MS } from '../../state/operations.ts';
import { selection, useSelection } from '../../state/selection.ts';
import type { Shape } from '../../state/shapes.ts';
import { isDown } from '../../state/standing.ts';
import { Icon } from '../../ui/icon.tsx';
import { SayAloud } from '../../ui/say-aloud.ts';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { StopQuestion } from './stop-question.tsx';

/** What is done with all that are marked. */
export function BulkBar({ servers }: { readonly servers: readonly Shape[] }) {
  const dashboard = useDashboard();
  const selected = useSelection((now) => now.selected);
  const [asking, setAsking] = useState(false);
  if (selected.size === 0) return null;
  const marked = servers.filter(({ name, enabled }) => selected.has(name) && enabled);
  const names = marked.map(({ name }) => name);
  const up = marked.filter((server) => !isDown(server)).map(({ name }) => name);
  const down = marked.filter(({ state }) => state === 'STOPPED').map(({ name }) => name);
  const severalGroups = new Set(marked.map(({ groups }) => groups[0] ?? '')).size > 1;
  const stop = () => {
    setAsking(false);
    void dashboard.act('stop', names);
  };
  return (
    <section className="bulk" aria-label={say('overview.marked.actions')}>
      <span className="count">{say('overview.marked', { count: selected.size })}</span>
      <SayAloud text={say('overview.marked', { count: selected.size })} />
      <ActionButton verb="check" target={up} label={say('page.do.check-short')} />
      <ActionButton verb="restart" target={names} label={say('page.do.restart')} />
      {down.length > 0 ? <ActionButton verb="start" target={down} label={say('page.do.start')} /> : null}
      <ActionButton
        verb="stop"
        target={names}
        label={say('page.do.stop')}
        onPress={() => (severalGroups ? setAsking(true) : stop())}
      />
      <ActionButton
        verb="pause"
        target={up}
        label={say('overview.do.pause-30')}
        options={{ forMs: PAUSE_MS }}
      />
      <button
        type="button"
        className="btn only quiet"
        aria-label={say('overview.unmark-all')}
        title={say('overview.unmark-all')}
        onClick={selection.clear}
      >
        <Icon name="close" />
      </button>
      {asking ? (
        <StopQuestion all={false} count={up.length} onStop={stop} onClose={() => setAsking(false)} />
      ) : null}
    </section>
  );
}

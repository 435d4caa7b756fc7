import { memo } from 'react';
import type { Shape } from '../../state/shapes.ts';
import { isDown } from '../../state/standing.ts';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';

/** Check, Restart, Stop; Start when none runs. */
export const GroupActions = memo(function GroupActions({ members }: { readonly members: readonly Shape[] }) {
  const enabled = members.filter((server) => server.enabled);
  const up = enabled.filter((server) => !isDown(server)).map(({ name }) => name);
  const all = enabled.map(({ name }) => name);
  if (enabled.length === 0) return null;
  if (up.length === 0)
    return (
      <div className="row">
        <ActionButton verb="start" target={all} label={say('page.do.start')} look="quiet" />
      </div>
    );
  return (
    <div className="row">
      <ActionButton verb="check" target={up} label={say('page.do.check-short')} look="quiet" />
      <ActionButton verb="restart" target={all} label={say('page.do.restart')} look="quiet" />
      <ActionButton verb="stop" target={all} label={say('page.do.stop')} look="quiet" />
    </div>
  );
});

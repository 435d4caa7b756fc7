import { useEffect } from 'react';
import { useDashboard, useDashboardState } from '../../state/dashboard.ts';
import { Icon } from '../../ui/icon.tsx';
import { leaving } from '../../ui/leaving.ts';
import { SayAloud } from '../../ui/say-aloud.ts';
import { say } from '../../ui/words.ts';

/** What was done can be taken back for so long. */
const OFFERED_MS = 10_000;

export function UndoBar() {
  const dashboard = useDashboard();
  const offer = useDashboardState((state) => state.undo);
  useEffect(() => {
    if (offer === null) return;
    const timer = setTimeout(() => dashboard.offerUndo(null), OFFERED_MS);
    return () => clearTimeout(timer);
  }, [offer, dashboard]);
  const undo = () => {
    dashboard.offerUndo(null);
    offer?.undo().catch(dashboard.refuse);
  };
  return (
    <div className="undo-place">
      {offer === null ? null : (
        <div className="undo">
          <bdi>{offer.text}</bdi>
          <SayAloud text={offer.text} />
          <button type="button" className="btn" onClick={leaving(undo)}>
            <Icon name="undo" />
            {say('shell.undo')}
          </button>
        </div>
      )}
    </div>
  );
}

import { useState } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';

/** For all servers. Stopping them asks first. */
export function AllActions({ servers }: { readonly servers: readonly ServerStatus[] }) {
  const dashboard = useDashboard();
  const [asking, setAsking] = useState(false);
  const enabled = servers.filter((server) => server.enabled);
  const up = enabled.filter(({ state }) => state !== 'STOPPED' && state !== 'CRASHED').length;
  const down = enabled.some(({ state }) => state === 'STOPPED');
  const stop = () => {
    setAsking(false);
    void dashboard.act('stop', 'all');
  };
  return (
    <div className="row">
      {up > 0 ? (
        <ActionButton verb="check" target="all" label={say('page.do.check-all')} look="quiet" />
      ) : null}
      {down ? <ActionButton verb="start" target="all" label={say('page.do.start-all')} look="quiet" /> : null}
      {up > 0 ? (
        <ActionButton verb="restart" target="all" label={say('page.do.restart-all')} look="quiet" />
      ) : null}
      {up > 0 ? (
        <ActionButton
          verb="stop"
          target="all"
          label={say('page.do.stop-all')}
          look="quiet"
          onPress={() => setAsking(true)}
        />
      ) : null}
      {asking ? (
        <Dialog
          title={say('page.ask.stop-all', { count: up })}
          className="ask"
          onClose={() => setAsking(false)}
        >
          <p className="in">{say('page.ask.stop-all.what')}</p>
          <div className="foot">
            <button type="button" className="btn" onClick={stop}>
              {say('page.do.stop-all')}
            </button>
            <button type="button" className="btn" onClick={() => setAsking(false)}>
              {say('page.cancel')}
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

import { useState } from 'react';
import { useDashboard, useLive, useServers } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';
import { Option } from './setting-row.tsx';

/** Ends the orchestrator and every server with it; this page cannot bring it back, so it asks. */
export function StopRow() {
  const dashboard = useDashboard();
  const live = useLive();
  const servers = useServers();
  const [asking, setAsking] = useState(false);
  const running = servers.filter(({ state }) => state !== 'STOPPED' && state !== 'CRASHED').length;
  const stop = async () => {
    setAsking(false);
    try {
      await dashboard.client().host.shutdown({});
    } catch (error) {
      dashboard.refuse(error);
    }
  };
  return (
    <Option name={say('settings.stop')} help={say('settings.stop.help')}>
      <button type="button" className="btn" disabled={!live} onClick={() => setAsking(true)}>
        <Icon name="stop" />
        {say('settings.stop.short')}
      </button>
      {asking ? (
        <Dialog title={say('settings.stop.ask')} className="ask" onClose={() => setAsking(false)}>
          <p className="in">
            <CodeText text={say('settings.stop.what', { count: running })} />
          </p>
          <div className="foot">
            <button type="button" className="btn" onClick={() => setAsking(false)}>
              {say('page.cancel')}
            </button>
            <button type="button" className="btn" onClick={() => void stop()}>
              {say('settings.stop')}
            </button>
          </div>
        </Dialog>
      ) : null}
    </Option>
  );
}

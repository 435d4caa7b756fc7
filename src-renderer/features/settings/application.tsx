import type { DesktopState, LoginItem } from '../../../src-shared/schema/desktop.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';
import { say, sayMessage } from '../../ui/words.ts';
import { Option, Place, Unread } from './setting-row.tsx';

/** The application around the page: when it starts, what closing does, and how it ends. */
export function Application({ state }: { readonly state: DesktopState }) {
  const { desktop } = useDashboard();
  const live = useLive();
  const { mode, pid } = state;
  const params = { pid: pid === null ? '–' : String(pid) };
  return (
    <>
      <StartAtLogin item={state.loginItem} />
      <Closing state={state} />
      <Option
        name={say('window.tray')}
        help={
          <CodeText
            text={
              state.tray.shown || state.tray.why === null
                ? say('window.tray.help')
                : sayMessage(state.tray.why)
            }
          />
        }
      >
        <span className="value">{say(state.tray.shown ? 'window.tray.shown' : 'window.tray.missing')}</span>
      </Option>
      <Option name={say('window.logs')} help={say('window.logs.help')}>
        <button
          type="button"
          className="btn"
          disabled={!live}
          onClick={() => void desktop.ask((client) => client.openLogs())}
        >
          <Icon name="log" />
          {say('window.logs.open')}
        </button>
      </Option>
      <Option name={say(`window.mode.${mode}`, params)} help={say(`window.quit.${mode}`)}>
        <button
          type="button"
          className="btn"
          disabled={!live}
          onClick={() => void desktop.ask((client) => client.quit())}
        >
          {say('window.quit')}
        </button>
      </Option>
    </>
  );
}

/** Its rows before the application's first word: nothing moves when that comes. */
export function ApplicationUnread() {
  return (
    <>
      <Option name={say('window.login')} help={say('window.login.help')}>
        <Place of="switch" />
      </Option>
      <Option name={say('window.close')} help={<Unread text={say('window.close.help.hide')} />}>
        <Place />
      </Option>
      <Option name={say('window.tray')} help={say('window.tray.help')} />
      <Option name={say('window.logs')} help={say('window.logs.help')}>
        <Place />
      </Option>
      <Option name={say('window.quit')} help={<Unread text={say('window.quit.own')} />}>
        <Place />
      </Option>
    </>
  );
}

/** The truth as the system tells it: who asked for it here may find it switched off there. */
function StartAtLogin({ item: { state, detail, canOpenSettings } }: { readonly item: LoginItem }) {
  const { desktop } = useDashboard();
  const live = useLive();
  const set = (on: boolean) => void desktop.ask((client) => client.setLoginItem({ on }));
  return (
    <Option
      name={say('window.login')}
      help={<CodeText text={detail === null ? say('window.login.help') : sayMessage(detail)} />}
    >
      {state === 'on' || state === 'off' ? null : (
        <span className="value">{say(`window.login.${state}`)}</span>
      )}
      {canOpenSettings ? (
        <button
          type="button"
          className="btn"
          disabled={!live}
          onClick={() => void desktop.ask((client) => client.openLoginSettings())}
        >
          {say('window.login.open')}
        </button>
      ) : null}
      {state === 'managed' ? null : state === 'unknown' ? (
        <Segmented
          label={say('window.login')}
          value={''}
          choices={['on', 'off'].map((value) => ({ value, text: say(`window.login.${value}`) }))}
          onChange={(value) => set(value === 'on')}
        />
      ) : (
        <Switch
          label={say('window.login')}
          checked={state !== 'off'}
          disabled={!live}
          onChange={(on) => set(on)}
        />
      )}
    </Option>
  );
}

function closingKey({ tray, preferences }: DesktopState): string {
  if (preferences.close === 'quit') return 'window.close.help.quit';
  if (tray.shown) return 'window.close.help.hide';
  return /mac/i.test(navigator.platform) ? 'window.close.no-tray-mac' : 'window.close.no-tray';
}

/** What the close button does. Without an icon there would be no way back, so it quits. */
function Closing({ state }: { readonly state: DesktopState }) {
  const { desktop } = useDashboard();
  return (
    <Option name={say('window.close')} help={say(closingKey(state))}>
      <Segmented
        label={say('window.close')}
        value={state.preferences.close}
        choices={(['hide', 'quit'] as const).map((value) => ({ value, text: say(`window.close.${value}`) }))}
        onChange={(close) => void desktop.ask((client) => client.updatePreferences({ close }))}
      />
    </Option>
  );
}

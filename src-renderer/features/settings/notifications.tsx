import { useState } from 'react';
import type { AlertOutcome, AlertSettings, AlertState } from '../../../src-shared/schema/alert.ts';
import { useAlerts, useDashboard, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SayAloud } from '../../ui/say-aloud.ts';
import { Switch } from '../../ui/switch.tsx';
import { exactTime, plainText, say, sayMessage } from '../../ui/words.ts';
import { QuietHours } from './quiet-hours.tsx';
import { Option, Place, Unread } from './setting-row.tsx';

const KINDS = ['crashed', 'down', 'recovered'] as const;

/** What is told of outside the page, when not, and what came of it. The same for every window, browser and host. */
export function Notifications() {
  const { alerts } = useDashboard();
  const live = useLive();
  const state = useAlerts();
  if (state === null) return <Reading />;
  const { settings } = state;
  const change = (what: Partial<AlertSettings>) => void alerts.change(what);
  return (
    <>
      <Option name={say('settings.alerts.enabled')} help={say('settings.alerts.enabled.help')}>
        <Switch
          label={say('settings.alerts.enabled')}
          checked={settings.enabled}
          disabled={!live}
          onChange={(enabled) => change({ enabled })}
        />
      </Option>
      {KINDS.map((kind) => (
        <Option key={kind} name={say(`settings.alerts.${kind}`)} help={say(`settings.alerts.${kind}.help`)}>
          <Switch
            label={say(`settings.alerts.${kind}`)}
            checked={settings[kind]}
            disabled={!live || !settings.enabled}
            onChange={(on) => change({ [kind]: on })}
          />
        </Option>
      ))}
      <QuietHours
        hours={settings.quietHours}
        quiet={state.quiet}
        disabled={!live || !settings.enabled}
        onChange={(quietHours) => change({ quietHours })}
      />
      <Muted names={settings.muted} />
      <Presenter state={state} />
    </>
  );
}

/** Its rows before it is known what they say: nothing moves when it is. */
function Reading() {
  return (
    <>
      {(['enabled', ...KINDS, 'quiet'] as const).map((row) => (
        <Option key={row} name={say(`settings.alerts.${row}`)} help={say(`settings.alerts.${row}.help`)}>
          <Place of={row === 'quiet' ? 'hours' : 'switch'} />
        </Option>
      ))}
      <Option name={say('settings.alerts.muted')} help="–" />
      <Option
        name={say('settings.alerts.presenter')}
        help={
          <>
            <p>{say('settings.alerts.loading')}</p>
            <p>
              <Unread
                text={say('settings.alerts.last.shown', {
                  title: say('alerts.test.title'),
                  time: exactTime(Date.now()),
                })}
              />
            </p>
          </>
        }
      >
        <Place />
      </Option>
    </>
  );
}

/** Servers that nothing is told of; their menus mute them. */
function Muted({ names }: { readonly names: readonly string[] }) {
  const { alerts } = useDashboard();
  const live = useLive();
  return (
    <Option
      name={say('settings.alerts.muted')}
      help={say('settings.alerts.muted.help', { count: names.length })}
    >
      {names.length === 0 ? null : (
        <ul className="muted-servers" aria-label={say('settings.alerts.muted')}>
          {names.map((name) => (
            <li key={name}>
              <bdi>{plainText(name)}</bdi>
              <button
                type="button"
                className="btn only quiet"
                disabled={!live}
                aria-label={say('settings.alerts.unmute', { name })}
                title={say('settings.alerts.unmute', { name })}
                onClick={() => void alerts.mute(name, false)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Option>
  );
}

/** Who shows them, what came of the last one, and one to look at. */
function Presenter({ state: { presenter, last } }: { readonly state: AlertState }) {
  const dashboard = useDashboard();
  const live = useLive();
  const [asked, setAsked] = useState(false);
  const [tried, setTried] = useState<string | null>(null);
  const test = async () => {
    setAsked(true);
    setTried(null);
    try {
      setTried(outcomeWords(await dashboard.client().alerts.test()));
    } catch (error) {
      dashboard.refuse(error);
    } finally {
      setAsked(false);
    }
  };
  return (
    <Option
      name={say('settings.alerts.presenter')}
      help={
        <>
          {/* That of the last one says so, and what to do. */}
          {presenter === null && (tried !== null || wasForNobody(last)) ? null : (
            <p>
              <CodeText text={presenterWords(presenter)} />
            </p>
          )}
          {tried === null ? (
            <p>
              <LastWords last={last} />
            </p>
          ) : (
            <p data-testid="outcome">
              <SayAloud text={tried} />
              <CodeText text={tried} />
            </p>
          )}
        </>
      }
    >
      <button type="button" className="btn" disabled={!live || asked} onClick={() => void test()}>
        {say('settings.alerts.test')}
      </button>
    </Option>
  );
}

function presenterWords(presenter: string | null): string {
  if (presenter === null) return say('settings.alerts.presenter.none');
  if (presenter === 'desktop') return say('settings.alerts.presenter.desktop');
  return say('settings.alerts.presenter.other', { name: presenter });
}

const wasForNobody = (last: AlertState['last']): boolean => last?.outcome?.why?.key === 'alerts.why.nobody';

function LastWords({ last }: { readonly last: AlertState['last'] }) {
  if (last === null) return say('settings.alerts.last.none');
  const { alert, outcome } = last;
  const params = { title: sayMessage(alert.title), time: exactTime(alert.at) };
  const came =
    outcome === null
      ? say('settings.alerts.last.open', params)
      : outcome.shown
        ? say('settings.alerts.last.shown', params)
        : say('settings.alerts.last.refused', { ...params, why: whyWords(outcome) });
  return <CodeText text={came} />;
}

/** What the system made of the one that was asked for just now. */
export function outcomeWords(outcome: AlertOutcome): string {
  return outcome.shown
    ? say('settings.alerts.tried.shown')
    : say('settings.alerts.tried.refused', { why: whyWords(outcome) });
}

function whyWords({ why }: AlertOutcome): string {
  return why === null ? say('settings.alerts.why-unknown') : sayMessage(why);
}

import { type Preferences, preferences, usePreference } from '../../state/preferences.ts';
import { languages } from '../../ui/language.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Sign, type SignKind } from '../../ui/sign.tsx';
import { Switch } from '../../ui/switch.tsx';
import { say } from '../../ui/words.ts';
import { Option } from './setting-row.tsx';

const SIGNS: readonly SignKind[] = [
  'running',
  'starting',
  'stopping',
  'stopped',
  'unhealthy',
  'crashed',
  'warning',
];

/** How the page looks and is used in this browser; holds at once. */
export function Look() {
  const language = usePreference('language');
  const singleKeys = usePreference('singleKeys');
  return (
    <>
      <Choice of="theme" values={['system', 'light', 'dark']} />
      <Choice of="contrast" values={['system', 'more']} />
      <Choice of="density" values={['comfortable', 'compact']} />
      <Option name={say('settings.language')} help={say('settings.language.help')}>
        <Select
          label={say('settings.language')}
          value={language}
          choices={(['system', ...languages] as const).map((value) => ({
            value,
            text: say(`settings.language.${value}`),
          }))}
          onChange={(value) => preferences.set({ language: value })}
        />
      </Option>
      <Option name={say('settings.singleKeys')} help={say('settings.singleKeys.help')}>
        <Switch
          label={say('settings.singleKeys')}
          checked={singleKeys}
          onChange={(on) => preferences.set({ singleKeys: on })}
        />
      </Option>
      <div className="signs">
        <p className="muted">{say('settings.signs')}</p>
        <ul className="legend">
          {SIGNS.map((sign) => (
            <li key={sign}>
              <Sign kind={sign} size="l" />
              <span>
                {sign === 'warning' ? say('settings.sign.warning') : say(`state.${sign.toUpperCase()}`)}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function Choice<K extends 'theme' | 'contrast' | 'density'>(props: {
  readonly of: K;
  readonly values: readonly Preferences[K][];
}) {
  const { of, values } = props;
  return (
    <Option name={say(`settings.${of}`)} help={say(`settings.${of}.help`)}>
      <Segmented
        label={say(`settings.${of}`)}
        value={usePreference(of)}
        choices={values.map((value) => ({ value, text: say(`settings.${of}.${value}`) }))}
        onChange={(value) => preferences.set({ [of]: value } as Partial<Preferences>)}
      />
    </Option>
  );
}

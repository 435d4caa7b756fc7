import { useEffect, useState } from 'react';
import type { AlertSettings } from '../../../src-shared/schema/alert.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Switch } from '../../ui/switch.tsx';
import { say } from '../../ui/words.ts';
import { Option } from './setting-row.tsx';

type Hours = NonNullable<AlertSettings['quietHours']>;
const ENDS = ['from', 'to'] as const;
/** Offered to who has none yet. */
const NIGHT: Hours = { from: '22:00', to: '07:00' };

/** A span of every day, by the clock of the computer that supervises. It may begin before midnight and end after it. */
export function QuietHours(props: {
  readonly hours: Hours | null;
  /** It is that time now. */
  readonly quiet: boolean;
  readonly disabled: boolean;
  readonly onChange: (hours: Hours | null) => void;
}) {
  const { hours, quiet, disabled, onChange } = props;
  const { from, to } = hours ?? NIGHT;
  const [typed, setTyped] = useState<Hours>({ from, to });
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    setTyped({ from, to });
    setFault(null);
  }, [from, to]);

  const commit = () => {
    if (hours === null || (typed.from === from && typed.to === to)) return;
    const problem = faultOf(typed);
    setFault(problem);
    if (problem === null) onChange(typed);
  };
  return (
    <Option
      name={say('settings.alerts.quiet')}
      help={
        <>
          {quiet && hours !== null
            ? say('settings.alerts.quiet.now', { time: hours.to })
            : say('settings.alerts.quiet.help')}
          {fault === null ? null : (
            <p className="fault" role="alert">
              <Icon name="close" />
              <CodeText text={fault} />
            </p>
          )}
        </>
      }
    >
      {ENDS.map((end) => (
        <input
          key={end}
          type="time"
          className="field"
          aria-label={say(`settings.alerts.quiet.${end}`)}
          aria-invalid={fault !== null}
          disabled={disabled || hours === null}
          value={typed[end]}
          onChange={(event) => setTyped({ ...typed, [end]: event.currentTarget.value })}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
      ))}
      <Switch
        label={say('settings.alerts.quiet')}
        checked={hours !== null}
        disabled={disabled}
        onChange={(on) => onChange(on ? NIGHT : null)}
      />
    </Option>
  );
}

/** A field of which a part is missing gives an empty text. */
function faultOf({ from, to }: Hours): string | null {
  if (from === '' || to === '') return say('settings.alerts.quiet.fault.empty');
  return from === to ? say('settings.alerts.quiet.fault.same', { time: from }) : null;
}

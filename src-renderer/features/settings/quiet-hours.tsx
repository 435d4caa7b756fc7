import { Fragment, useEffect, useState } from 'react';
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
  const show = () => {
    setTyped({ from, to });
    setFault(null);
  };
  useEffect(show, [from, to]);

  const commit = () => {
    if (hours === null) return;
    const next = readHours(typed);
    setFault(typeof next === 'string' ? next : null);
    if (typeof next === 'string') return;
    setTyped(next);
    if (next.from !== from || next.to !== to) onChange(next);
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
      <span className="hours">
        {ENDS.map((end) => (
          <Fragment key={end}>
            {end === 'to' ? <span aria-hidden="true">–</span> : null}
            <input
              className="field"
              aria-label={say(`settings.alerts.quiet.${end}`)}
              aria-invalid={fault !== null}
              autoComplete="off"
              spellCheck={false}
              disabled={disabled || hours === null}
              value={typed[end]}
              onChange={(event) => setTyped({ ...typed, [end]: event.currentTarget.value })}
              onBlur={commit}
              onKeyDown={(event) => {
                if (event.key === 'Enter') commit();
                else if (event.key === 'Escape') show();
              }}
            />
          </Fragment>
        ))}
      </span>
      <Switch
        label={say('settings.alerts.quiet')}
        checked={hours !== null}
        disabled={disabled}
        onChange={(on) => onChange(on ? NIGHT : null)}
      />
    </Option>
  );
}

/** The hours that were typed, as they are kept; a sentence where they cannot be. */
export function readHours(typed: Hours): Hours | string {
  const from = timeOfDay(typed.from);
  const to = timeOfDay(typed.to);
  if (from === null || to === null) return say('settings.alerts.quiet.fault.empty');
  return from === to ? say('settings.alerts.quiet.fault.same', { time: from }) : { from, to };
}

/** `22:00` of `22:00`, `22.00`, `2200` and `22`; null: no time of a day. */
function timeOfDay(text: string): string | null {
  const [, hour, minute = '00'] = /^\s*(\d{1,2}?)(?:[:.]?([0-5]\d))?\s*$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

import type { ReactNode } from 'react';

/** A few choices of which one holds, side by side. */
export function Segmented<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly text: ReactNode; readonly label?: string }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset className="seg" aria-label={props.label}>
      {props.choices.map(({ value, text, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          {...(label === undefined ? {} : { 'aria-label': label, title: label })}
          onClick={() => props.onChange(value)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}

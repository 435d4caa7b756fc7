import { Icon } from './icon.tsx';

/** The browser's own list of choices in our clothes: it opens, types ahead and closes as the system does. */
export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  readonly id?: string;
}) {
  return (
    <span className="pick">
      <select
        id={props.id}
        aria-label={props.label}
        value={props.value}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        {props.choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </span>
  );
}

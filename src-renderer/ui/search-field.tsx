import type { KeyboardEvent, Ref } from 'react';
import { Icon } from './icon.tsx';

/** A text to look for. `keys`: what brings the focus here. */
export function SearchField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly keys?: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}) {
  return (
    <span className="with-icon">
      <Icon name="search" />
      <input
        ref={props.ref}
        className="field"
        type="search"
        placeholder={props.label}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        {...(props.onKeyDown === undefined ? {} : { onKeyDown: props.onKeyDown })}
      />
      {props.keys === undefined || props.value !== '' ? null : <kbd>{props.keys}</kbd>}
    </span>
  );
}

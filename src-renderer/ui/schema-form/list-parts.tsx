import { type ReactNode, useRef } from 'react';
import { Icon } from '../icon.tsx';
import { say } from '../words.ts';
import { readField } from './field.ts';
import { type FormValue, startValue } from './form-value.ts';
import type { Schema } from './usable-schema.ts';

/** So many entries or properties are there at first; more come when they are asked for. */
export const SHOWN_AT_FIRST = 50;

export function More({ count, onMore }: { readonly count: number; readonly onMore: () => void }) {
  if (count <= 0) return null;
  return (
    <button type="button" className="btn quiet" onClick={onMore}>
      {say('form.more', { count })}
    </button>
  );
}

/** A new entry is there, so it has a value, an empty text if need be. */
export function startEntry(schema: Schema, root: Schema): FormValue {
  const start = startValue(schema, root);
  return start === undefined && readField(schema, root).kind === 'text' ? '' : start;
}

/** Entries have no identity but that they are moved: what is half typed in one goes with it. */
export function useKeys(length: number) {
  const list = useRef<number[]>([]);
  const next = useRef(0);
  while (list.current.length < length) list.current.push(next.current++);
  if (list.current.length > length) list.current.length = length;
  return {
    at: (index: number): number => list.current[index] ?? index,
    remove: (index: number): void => void list.current.splice(index, 1),
    swap(from: number, to: number): void {
      const { [from]: one = from, [to]: other = to } = list.current;
      list.current[from] = other;
      list.current[to] = one;
    },
  };
}

export function RowButton(props: {
  readonly icon: 'up' | 'chevron' | 'close';
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="btn only"
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

export function AddButton({ onClick }: { readonly onClick: () => void }): ReactNode {
  return (
    <button type="button" className="btn quiet" onClick={onClick}>
      <Icon name="plus" />
      {say('form.add')}
    </button>
  );
}
